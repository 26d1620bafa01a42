import { randomUUID } from 'node:crypto';
import { createRestClient } from '@clawmost/mm-rest';
import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import { missingSetting } from '../account/diagnosis.ts';
import { resolveAccount } from '../config/accounts.ts';
import { createGuardedFetch } from '../network/guarded-fetch.ts';
import { networkPolicy } from '../network/policy.ts';
import { postAnswer } from './post-answer.ts';
import { parseTarget } from './target.ts';

/** A message that the host wants sent to a target: a resumed or queued answer, the message tool, the command line. */
export interface OutboundText {
  readonly cfg: OpenClawConfig;
  readonly accountId?: string | null;
  readonly to: string;
  readonly text: string;
  readonly threadId?: string | number | null;
  /** Stays the same when the host repeats a delivery. */
  readonly deliveryQueueId?: string;
  readonly signal?: AbortSignal;
}

/** Sends text to a target. Resolves to the first post of it. @throws Error when the target or the account is unusable */
export async function sendText(message: OutboundText): Promise<{ messageId: string; channelId: string }> {
  const account = resolveAccount(message.cfg, message.accountId);
  const missing = missingSetting(account);
  if (missing !== undefined || !account.baseUrl || !account.botToken) throw new Error(missing);
  const target = parseTarget(message.to);
  if (!target) throw new Error(`"${message.to}" is no target: use user:<id> or channel:<id>, with a 26-character id.`);
  const fetch = createGuardedFetch(networkPolicy(account));
  const rest = createRestClient({ baseUrl: account.baseUrl, token: account.botToken, fetch });
  const call = message.signal ? { signal: message.signal } : {};
  const bot = await rest.users.me(call);
  const channelId = target.kind === 'channel' ? target.id : (await rest.channels.getDirect(bot.id, target.id, call)).id;
  const { MaxPostSize } = await rest.system.clientConfig(call);
  const answer = {
    channelId,
    rootId: message.threadId ? String(message.threadId) : undefined,
    text: message.text,
    deliveryId: message.deliveryQueueId ?? randomUUID(),
    answers: [],
  };
  const [first] = await postAnswer(rest, bot.id, answer, Number(MaxPostSize), message.signal);
  if (!first) throw new Error('There is nothing to send: the text is empty.');
  return { messageId: first.id, channelId };
}
