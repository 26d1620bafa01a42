import { setTimeout as sleep } from 'node:timers/promises';
import { type CommandEvent, createLateAnswers, LateAnswerError } from '@clawmost/mm-slash-registry';
import { createGuardedFetch, networkPolicy } from '../server/guarded-fetch.ts';
import type { ReadyAccount } from '../server/ready-account.ts';
import { partsOf } from './parts.ts';
import { postAnswer } from './post-answer.ts';
import { pauseMs } from './retry.ts';
import { whenRunning } from './running-accounts.ts';

/** Where an answer goes that only one person may read. */
export interface PrivateReply extends Pick<CommandEvent, 'responseUrl' | 'userId'> {}

/** How often the address of the command is tried; the server takes five answers there. */
const mostTries = 3;

/**
 * Shows a text to one person: where the command was typed, as long as the server takes answers there, which is half an hour.
 * After that, or when the server does not take it, the person gets it as a direct message.
 *
 * @throws Error when it could not be sent; nothing of it is kept on disk
 */
export async function answerPrivately(
  accountId: string,
  reply: PrivateReply,
  text: string,
  deliveryId: string,
): Promise<void> {
  const account = await whenRunning(accountId);
  if (await answerWhereTyped(account, reply, text)) return;
  const { channelId } = await account.targets.open({ kind: 'user', id: reply.userId }, { signal: account.signal });
  await postAnswer(account, { channelId, rootId: undefined, text, deliveryId, answers: [] });
}

/** Whether the server has taken the answer. */
async function answerWhereTyped(account: ReadyAccount, reply: PrivateReply, text: string): Promise<boolean> {
  const { settings, baseUrl, signal, log } = account;
  // The address in the call is made of the server's SiteURL, at which we may not reach it.
  const guarded = createGuardedFetch(networkPolicy(settings));
  const fetch = ((url: string, init: RequestInit) =>
    guarded(url, init as Parameters<typeof guarded>[1])) as unknown as typeof globalThis.fetch;
  const late = createLateAnswers(reply, { serverUrl: baseUrl, fetch });
  const quiet = partsOf({ text }, { settings, maxPostSize: Number.MAX_SAFE_INTEGER }).join('\n');
  for (let attempt = 1; ; attempt += 1) {
    try {
      await late.send({ text: quiet }, { signal });
      return true;
    } catch (error) {
      signal.throwIfAborted();
      const isOver = !(error instanceof LateAnswerError) || error.reason === 'expired' || error.reason === 'used-up';
      if (isOver || attempt >= mostTries) {
        log.debug(`an answer for one person goes to their direct channel: ${String(error)}`);
        return false;
      }
      await sleep(pauseMs(attempt), undefined, { signal });
    }
  }
}
