import { setTimeout as sleep } from 'node:timers/promises';
import {
  type ChannelMessageUnknownSendContext,
  type ChannelMessageUnknownSendReconciliationResult,
  createMessageReceiptFromOutboundResults,
} from 'openclaw/plugin-sdk/channel-outbound';
import { resolveAccount } from '../config/accounts.ts';
import { findDelivery } from './find-posted.ts';
import { readMarker } from './marker.ts';
import { hasFiles } from './media/admit-files.ts';
import { partsOf } from './parts.ts';
import { postAnswer } from './post-answer.ts';
import { replyText } from './reply-text.ts';
import { canWorkLater } from './retry.ts';
import { whenRunning } from './running-accounts.ts';
import { isHostCopy } from './same-answer.ts';
import { sendAnswer } from './send-answer.ts';
import { deliveryIdOf } from './send-text.ts';

type Verdict = ChannelMessageUnknownSendReconciliationResult;

/**
 * Finds out, after a crash, whether a message of OpenClaw's queue was posted: its posts carry the id of the delivery.
 * When only some of its parts were posted, the missing ones are posted now. Answers of turns do not go through that queue.
 *
 * @param secondLookMs how long to wait before a post that is not there counts as not written
 */
export async function reconcileUnknownSend(
  send: ChannelMessageUnknownSendContext,
  secondLookMs = 10_000,
): Promise<Verdict> {
  const [payload, ...more] = send.payloads;
  if (!payload || more.length > 0) return { status: 'unresolved', error: 'not one message, but several at once' };
  const account = await whenRunning(resolveAccount(send.cfg, send.accountId).accountId);
  const { signal } = account;
  const text = replyText(payload);
  try {
    const { channelId } = await account.targets.open(send.to, { signal });
    const place = { channelId, rootId: send.threadId ? String(send.threadId) : undefined };
    const same = await account.stores.pendingAnswers.sameAnswers(place, text);
    const own = deliveryIdOf({ deliveryQueueId: send.queueId });
    const copy = same.find(isHostCopy);
    const deliveryId = copy?.deliveryId ?? own;
    const search = { channelId, deliveryId, startedAt: send.enqueuedAt };
    let posted = await findDelivery(account, search, signal);
    if (posted.size === 0) {
      await sleep(secondLookMs, undefined, { signal });
      posted = await findDelivery(account, search, signal);
    }
    const [first] = posted.values();
    if (!first) return { status: 'not_sent' };
    const marker = readMarker(first, account.bot.id);
    const rootId = first.root_id || undefined;
    const answer = { channelId, rootId, text, deliveryId, answers: marker?.answers ?? [] };
    const pending = same.find(each => each.deliveryId === deliveryId && !each.isPosted);
    // Which files are missing is only known from our own records.
    const isWhole = hasFiles(payload) && marker !== undefined && posted.size >= marker.of;
    const isDivisible = !hasFiles(payload) && marker?.of === partsOf(answer, account).length;
    if (!pending && !isWhole && !isDivisible) {
      return {
        status: 'unresolved',
        error: 'only part of the message was posted, and the missing parts cannot be determined',
      };
    }
    const posts = pending
      ? await sendAnswer(account.accountId, pending, pending.createdAt)
      : isDivisible
        ? await postAnswer(account, answer, posted)
        : [...posted].sort(([one], [other]) => one - other).map(([, post]) => post);
    const results = posts.map(post => ({ channel: 'mattermost', messageId: post.id, conversationId: channelId }));
    const messageId = posts[0]?.id;
    return {
      status: 'sent',
      receipt: createMessageReceiptFromOutboundResults({ results, kind: hasFiles(payload) ? 'media' : 'text' }),
      ...(messageId && { messageId }),
    };
  } catch (error) {
    return { status: 'unresolved', error: String(error), retryable: canWorkLater(error) || signal.aborted };
  }
}
