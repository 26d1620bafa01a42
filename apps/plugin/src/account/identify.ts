import { setTimeout as sleep } from 'node:timers/promises';
import type { RestClient, User } from '@clawmost/mm-rest';
import type { Diagnosis } from './diagnosis.ts';

/** The longest pause between two attempts to reach the server at start. */
const longestWaitMs = 60_000;

/**
 * Asks the server who the bot is, again and again until it answers. Gives up, and resolves to `undefined`, when trying
 * again is useless; the diagnosis has been reported by then.
 */
export async function identify(
  rest: Pick<RestClient, 'users'>,
  options: {
    readonly signal: AbortSignal;
    readonly diagnose: (error: unknown) => Diagnosis;
    readonly onFailure: (diagnosis: Diagnosis) => void;
  },
): Promise<User | undefined> {
  for (let waitMs = 1_000; ; waitMs = Math.min(waitMs * 2, longestWaitMs)) {
    try {
      return await rest.users.me({ signal: options.signal });
    } catch (error) {
      options.signal.throwIfAborted();
      const diagnosis = options.diagnose(error);
      options.onFailure(diagnosis);
      if (diagnosis.terminal) return undefined;
    }
    await sleep(waitMs * (0.5 + Math.random() / 2), undefined, { signal: options.signal });
  }
}
