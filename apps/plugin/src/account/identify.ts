import { setTimeout as sleep } from 'node:timers/promises';
import type { RestClient, User } from '@clawmost/mm-rest';
import { pauseMs } from '../answers/retry.ts';
import { type Diagnosis, diagnoseAccount } from '../server/diagnosis.ts';

/** What an account must know before it can listen and post. */
export interface Identity {
  readonly bot: User;
  /** How long one post may be on this server, in code points. */
  readonly maxPostSize: number;
  /** How large one file may be, in bytes; absent when the server does not tell its limit. */
  readonly maxFileSize?: number;
  /** The address under which people know the server, when its administrator has set it. */
  readonly siteUrl?: string;
}

/** What every server accepts, for one that does not say its limit. */
const leastMaxPostSize = 4_000;

/** How long after a refusal of the token the server is asked once more, before the refusal counts. */
const confirmMs = 5_000;

/**
 * Asks the server who the bot is and how long a post may be, again and again until it answers. Resolves to `undefined`
 * after a failure that trying again does not change. A token counts as refused after the server has refused it twice.
 *
 * @throws the reason of the signal, when it aborts
 */
export async function identify(
  rest: Pick<RestClient, 'users' | 'system'>,
  options: {
    readonly signal: AbortSignal;
    readonly diagnose: (error: unknown) => Diagnosis;
    readonly onFailure: (diagnosis: Diagnosis) => void;
    /** @default 5_000 */
    readonly confirmMs?: number;
  },
): Promise<Identity | undefined> {
  let wasRefused = false;
  for (let attempt = 0; ; attempt += 1) {
    try {
      const bot = await rest.users.me({ signal: options.signal });
      const disabled = diagnoseAccount(bot);
      if (disabled) {
        options.onFailure(disabled);
        return undefined;
      }
      const { MaxPostSize, MaxFileSize, SiteURL } = await rest.system.clientConfig({ signal: options.signal });
      return {
        bot,
        maxPostSize: Number(MaxPostSize) || leastMaxPostSize,
        ...(Number(MaxFileSize) > 0 && { maxFileSize: Number(MaxFileSize) }),
        ...(typeof SiteURL === 'string' && { siteUrl: SiteURL }),
      };
    } catch (error) {
      options.signal.throwIfAborted();
      const diagnosis = options.diagnose(error);
      const isFinal = diagnosis.terminal && (wasRefused || !diagnosis.needsConfirmation);
      wasRefused = diagnosis.needsConfirmation === true;
      options.onFailure({ ...diagnosis, terminal: isFinal });
      if (isFinal) return undefined;
    }
    await sleep(wasRefused ? (options.confirmMs ?? confirmMs) : pauseMs(attempt), undefined, {
      signal: options.signal,
    });
  }
}
