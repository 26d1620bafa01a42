import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What the bot's process is told. */
export interface BotSettings {
  readonly baseUrl: string;
  readonly token: string;
  readonly botId: string;
  readonly directChannelIds: readonly string[];
  /** Where its ledger is. */
  readonly stateFile: string;
  /** Where it notes which posts were handed over. */
  readonly handOverFile: string;
}

/** The bot, as something that is started and killed again and again. */
export interface BotProcess {
  /** How often it ended without being told to. */
  readonly crashes: number;
  start(): void;
  /** SIGKILL: nothing is saved. */
  kill(): Promise<void>;
  /** In order. */
  stop(): Promise<void>;
}

const program = fileURLToPath(new URL('bot.ts', import.meta.url));

/** Prepares the bot; what it logs goes into a file. */
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
