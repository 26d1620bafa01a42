import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The settings of the bot's process. */
export interface BotSettings {
  readonly baseUrl: string;
  readonly token: string;
  readonly botId: string;
  readonly directChannelIds: readonly string[];
  /** The file of its ledger. */
  readonly stateFile: string;
  /** The file in which it notes the posts that are dispatched to it. */
  readonly dispatchFile: string;
}

/** A bot that the soak starts and kills many times. */
export interface BotProcess {
  /** How often it ended by itself. */
  readonly crashes: number;
  start(): void;
  /** SIGKILL: nothing is saved. */
  kill(): Promise<void>;
  /** Ends it with SIGTERM. */
  stop(): Promise<void>;
}

const program = fileURLToPath(new URL('bot.ts', import.meta.url));

/** Prepares a bot that logs into a file. */
export function botProcess(settings: BotSettings, logFile: string): BotProcess {
  const log = openSync(logFile, 'a');
  let child: ChildProcess | undefined;
  let crashes = 0;

  async function end(how: NodeJS.Signals): Promise<void> {
    const ending = child;
    child = undefined;
    if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return;
    const exit = once(ending, 'exit');
    ending.kill(how);
    await exit;
  }

  return {
    get crashes() {
      return crashes;
    },
    start() {
      const started = spawn(process.execPath, [program], {
        env: { ...process.env, SOAK_BOT: JSON.stringify(settings) },
        stdio: ['ignore', log, log],
      });
      started.once('exit', () => {
        if (child === started) crashes += 1;
      });
      child = started;
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  };
}
