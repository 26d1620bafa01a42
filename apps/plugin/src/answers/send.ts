import { randomUUID } from 'node:crypto';
import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import { resolveAccount } from '../config/accounts.ts';
import { isHostsNotice } from '../host/notices.ts';
import { whenRunning } from './running-accounts.ts';

/** A message that the host wants sent to a target: an answer, the message tool's, the command line's. */
export interface OutboundText {
  readonly cfg: OpenClawConfig;
  readonly accountId?: string | null;
  readonly to: string;
  readonly text: string;
  readonly threadId?: string | number | null;
  /** For an answer, the post that started the turn. */
  readonly replyToId?: string | null;
  /** Stays the same when the host repeats a delivery. */
  readonly deliveryQueueId?: string;
  /** Which send of a delivery this is, where there are several. */
  readonly deliveryPartIndex?: number;
  /** To be told right before the message can become visible. */
  readonly onPlatformSendDispatch?: () => Promise<void>;
  readonly signal?: AbortSignal;
}

/**
 * Sends text to a target, as the account that runs in this process. Resolves to the first post of it.
 *
 * @throws Error when the target or the account is unusable
 */
export async function sendText(message: OutboundText): Promise<{ messageId: string; channelId: string }> {
  const { accountId } = resolveAccount(message.cfg, message.accountId);
  const account = await whenRunning(accountId, message.signal);
  const channelId = await account.channelOf(message.to, message.signal);
  const rootId = message.threadId ? String(message.threadId) : undefined;
  await message.onPlatformSendDispatch?.();
  const { owed } = account;
  const named = message.replyToId || undefined;
  const answers = isHostsNotice(message.text) ? [] : owed.servedBy({ channelId, rootId, named });
  const deliveryId = deliveryName(message);
  const [first] = await account.say({ channelId, rootId, text: message.text, deliveryId, answers });
  owed.answered(answers);
  if (!first) throw new Error('There is nothing to send: the text is empty.');
  return { messageId: first.id, channelId };
}

function deliveryName({ deliveryQueueId, deliveryPartIndex = 0 }: OutboundText): string {
  return deliveryQueueId === undefined ? randomUUID() : nameDelivery(deliveryQueueId, deliveryPartIndex);
}

/** The name under which a send of the host's queue is marked on its posts. */
export function nameDelivery(queueId: string, partIndex: number): string {
  return partIndex === 0 ? queueId : `${queueId}-${partIndex}`;
}
