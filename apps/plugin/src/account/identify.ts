import { setTimeout as sleep } from 'node:timers/promises';
import type { RestClient, User } from '@clawmost/mm-rest';
import type { Diagnosis } from '../server/diagnosis.ts';

/** The longest pause between two attempts to reach the server at start. */
const longestWaitMs = 60_000;

/** What an account must know before it can listen and speak. */
export interface Identity {
  readonly bot: User;
  /** The server's limit of one post, in code points. */
  readonly maxPostSize: number;
}

/** What every server takes, in case one does not tell. */
const leastMaxPostSize = 4_000;

/**
 * Asks the server who the bot is and what it takes, again and again until it answers. Gives up, and resolves to
 * `undefined`, when trying again is useless; the diagnosis has been reported by then.
 */
export async function identify(
  rest: Pick<RestClient, 'users' | 'system'>,
  options: {
    readonly signal: AbortSignal;
    readonly diagnose: (error: unknown) => Diagnosis;
    readonly onFailure: (diagnosis: Diagnosis) => void;
  },
): Promise<Identity | undefined> {
  for (let waitMs = 1_000; ; waitMs = Math.min(waitMs * 2, longestWaitMs)) {
    try {
      const bot = await rest.users.me({ signal: options.signal });
      const { MaxPostSize } = await rest.system.clientConfig({ signal: options.signal });
      return { bot, maxPostSize: Number(MaxPostSize) || leastMaxPostSize };
    } catch (error) {
      options.signal.throwIfAborted();
      const diagnosis = options.diagnose(error);
      options.onFailure(diagnosis);
      if (diagnosis.terminal) return undefined;
    }
    await sleep(waitMs * (0.5 + Math.random() / 2), undefined, { signal: options.signal });
  }
}
