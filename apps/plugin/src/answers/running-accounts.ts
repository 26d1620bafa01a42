import { setTimeout as sleep } from 'node:timers/promises';
import type { Owed } from '../storage/sqlite/owed.ts';
import type { Poster } from './post-answer.ts';
import type { Say } from './say.ts';

/** What sending by target needs of an account that runs in this process. */
export interface RunningAccount {
  /** Posts as the bot of the account; its signal ends with the account. */
  readonly poster: Poster;
  readonly say: Say;
  readonly owed: Owed;
  /** The channel of a target, a person's direct channel included. */
  channelOf(target: string, signal?: AbortSignal): Promise<string>;
}

// The host loads the modules of a plugin several times in one process; what runs must be found from each of them.
const key = Symbol.for('clawmost.openclaw-mattermost.running');

function registry(): Map<string, RunningAccount> {
  const holder = globalThis as { [key]?: Map<string, RunningAccount> };
  holder[key] ??= new Map();
  return holder[key];
}

/** Makes an account known as running until the returned function is called. */
export function announceRunning(accountId: string, account: RunningAccount): () => void {
  const running = registry();
  running.set(accountId, account);
  return () => {
    if (running.get(accountId) === account) running.delete(accountId);
  };
}

/** How long a send waits for an account that is just being started. */
const startMs = 60_000;

/**
 * Resolves to a running account; right after a start or a change of the configuration it may take a moment.
 *
 * @throws Error when the account does not run
 */
export async function whenRunning(accountId: string, signal?: AbortSignal): Promise<RunningAccount> {
  const until = Date.now() + startMs;
  for (;;) {
    const account = registry().get(accountId);
    if (account) return account;
    if (Date.now() > until) {
      throw new Error(
        `The Mattermost account "${accountId}" is not running, so nothing was sent. "openclaw channels status" says why.`,
      );
    }
    await sleep(250, undefined, { signal });
  }
}
