import { spawn } from 'node:child_process';
import { type Home, openclawCommand } from './home.ts';

/** What a command printed and how it ended. */
export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one `openclaw` command in a home and waits for its end. */
export async function runOpenClaw(
  home: Home,
  args: readonly string[],
  { signal, timeoutMs = 300_000 }: { signal?: AbortSignal; timeoutMs?: number } = {},
): Promise<CommandResult> {
  const [command, commandArgs] = openclawCommand(...args);
  const limit = AbortSignal.timeout(timeoutMs);
  const child = spawn(command, commandArgs, {
    env: home.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    signal: signal ? AbortSignal.any([signal, limit]) : limit,
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', code => resolve({ code, stdout, stderr }));
  });
}
