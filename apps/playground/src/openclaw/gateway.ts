import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { type Home, openclawCommand } from './home.ts';

/** How long to wait for a log line by default: on a busy machine the start of a gateway takes minutes. */
const timeLimitMs = 300_000;

/** A real OpenClaw gateway, running as a process of its own. */
export interface Gateway {
  readonly pid: number;
  /** All log lines so far, without colours. */
  readonly log: readonly string[];
  /** Resolves with the first line that matches; it may be in the log already. */
  waitForLog(pattern: RegExp, options?: { timeoutMs?: number; signal?: AbortSignal }): Promise<string>;
  /** Ends it with SIGTERM, and with SIGKILL after 15 s. */
  stop(): Promise<void>;
  /** Ends it like a power cut, with SIGKILL: nothing is saved. */
  kill(): Promise<void>;
}

/** Starts the gateway of a home. Resolves as soon as the process runs; wait for its log to know more. */
export function startGateway(home: Home, onLine: (line: string) => void = () => {}): Gateway {
  const [command, args] = openclawCommand('gateway', 'run');
  const child = spawn(command, args, { env: home.env, stdio: ['ignore', 'pipe', 'pipe'] });
  const log: string[] = [];
  const waiting = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', line => {
      const plain = stripVTControlCharacters(line);
      log.push(plain);
      onLine(plain);
      for (const check of waiting) check();
    });
  }

  async function waitForLog(
    pattern: RegExp,
    { timeoutMs = timeLimitMs, signal }: { timeoutMs?: number; signal?: AbortSignal } = {},
  ): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const tail = () => log.slice(-25).join('\n');
    const check = () => {
      const line = log.find(entry => pattern.test(entry));
      if (line !== undefined) resolve(line);
    };
    const gone = () => reject(new Error(`The gateway ended before it logged ${pattern}:\n${tail()}`));
    const late = setTimeout(
      () => reject(new Error(`The gateway did not log ${pattern} in time:\n${tail()}`)),
      timeoutMs,
    );
    const aborted = () => reject(signal?.reason);
    waiting.add(check);
    child.once('close', gone);
    signal?.addEventListener('abort', aborted, { once: true });
    check();
    if (hasEnded(child)) gone();
    try {
      return await promise;
    } finally {
      clearTimeout(late);
      waiting.delete(check);
      child.off('close', gone);
      signal?.removeEventListener('abort', aborted);
    }
  }

  async function end(how: NodeJS.Signals): Promise<void> {
    if (hasEnded(child)) return;
    const closed = once(child, 'close');
    child.kill(how);
    const giveUp = new AbortController();
    const force = sleep(15_000, undefined, { signal: giveUp.signal }).then(
      () => child.kill('SIGKILL'),
      () => {},
    );
    await closed;
    giveUp.abort();
    await force;
  }

  return {
    pid: child.pid as number,
    log,
    waitForLog,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}

/** A port on loopback that is free at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('The system gave no port.');
  return address.port;
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
