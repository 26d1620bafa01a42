import { setTimeout as sleep } from 'node:timers/promises';
import {
  type ChannelMessageUnknownSendContext,
  type ChannelMessageUnknownSendReconciliationResult,
  createMessageReceiptFromOutboundResults,
} from 'openclaw/plugin-sdk/channel-outbound';
import { resolveAccount } from '../config/accounts.ts';
import { answerText } from './delivery.ts';
import { findDelivery } from './find-delivery.ts';
import { readMarker } from './marker.ts';
import { mayWorkLater } from './retry.ts';
import { whenRunning } from './running-accounts.ts';
import { nameDelivery } from './send.ts';
import { splitText } from './split.ts';

type Verdict = ChannelMessageUnknownSendReconciliationResult;

/**
 * Finds out, after a crash, whether an answer stands: its posts carry the name of the delivery. Of an answer of several
 * posts that stands in part, the missing ones are posted.
 */
export async function reconcileUnknownSend(send: ChannelMessageUnknownSendContext): Promise<Verdict> {
  const [payload, ...more] = send.payloads;
  if (!payload || more.length > 0) return { status: 'unresolved', error: 'not one answer, but several at once' };
  const account = await whenRunning(resolveAccount(send.cfg, send.accountId).accountId);
  const { poster } = account;
  const deliveryId = nameDelivery(send.queueId, 0);
  try {
    const channelId = await account.channelOf(send.to, poster.signal);
    const search = { botId: poster.botId, channelId, deliveryId, sinceMs: send.enqueuedAt };
    let standing = await findDelivery(poster.rest, search, poster.signal);
    if (standing.size === 0) {
      await sleep(poster.secondLookMs ?? 10_000, undefined, { signal: poster.signal });
      standing = await findDelivery(poster.rest, search, poster.signal);
    }
    if (standing.size === 0) return { status: 'not_sent' };
    const text = answerText(payload);
    const [stands] = standing.values();
    const marker = stands && readMarker(stands, poster.botId);
    if (marker?.of !== splitText(text, poster.maxPostSize).length) {
      return { status: 'unresolved', error: 'part of the answer stands, and the rest cannot be told from it' };
    }
    const posts = await account.say(
      {
        channelId,
        rootId: send.threadId ? String(send.threadId) : undefined,
        text,
        deliveryId,
        answers: marker.answers,
      },
      standing,
    );
    account.owed.answered(marker.answers);
    const results = posts.map(post => ({ channel: 'mattermost', messageId: post.id, conversationId: channelId }));
    const messageId = posts[0]?.id;
    return {
      status: 'sent',
      receipt: createMessageReceiptFromOutboundResults({ results, kind: 'text' }),
      ...(messageId && { messageId }),
    };
  } catch (error) {
    return {
      status: 'unresolved',
      error: String(error),
      retryable: mayWorkLater(error) || poster.signal?.aborted === true,
    };
  }
}
