import { randomUUID } from 'node:crypto';
import type { Post } from '@clawmost/mm-rest';
import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import { resolveAccount } from '../config/accounts.ts';
import { processShared } from '../host/process-shared.ts';
import type { ReadyAccount } from '../server/ready-account.ts';
import type { AnswerPlace, PendingAnswer } from '../storage/pending-answers.ts';
import { findPostedCopy } from './find-posted.ts';
import { findHostCopy } from './host-copy.ts';
import { partsOf } from './parts.ts';
import { postAnswer } from './post-answer.ts';
import { refusalCode } from './refusal.ts';
import { whenRunning } from './running-accounts.ts';
import { sendAnswer } from './send-answer.ts';

/** A message that OpenClaw sends by target: the message tool's, the command line's, the answer of a queued turn. */
export interface OutboundText {
  readonly cfg: OpenClawConfig;
  readonly accountId?: string | null;
  readonly to: string;
  readonly text: string;
  readonly threadId?: string | number | null;
  /** A post to reply to; with the source `implicit`, only the post that the turn is for. */
  readonly replyToId?: string | null;
  readonly replyToIdSource?: 'explicit' | 'implicit';
  /** What the client may do that asked for it, such as the command line; absent for what the agent sends. */
  readonly gatewayClientScopes?: readonly string[];
  /** Stays the same when OpenClaw repeats a delivery; absent for notices of its own. */
  readonly deliveryQueueId?: string;
  /** Which send of a delivery this is, where there are several. */
  readonly deliveryPartIndex?: number;
  /** To be called right before the message can become visible. */
  readonly onPlatformSendDispatch?: () => Promise<void>;
  readonly signal?: AbortSignal;
}

/** A turn whose answer comes by target, and does not say what it answers. */
export interface ExpectedAnswer extends AnswerPlace {
  readonly accountId: string;
  readonly posts: readonly string[];
  /** How many answers have come. */
  delivered: number;
}

const expected = processShared('expected-answers', () => new Set<ExpectedAnswer>());

/**
 * Notes that the next answers by target in a place are those to `posts`, until the returned function is called. OpenClaw
 * sends the answers of a turn that it has queued, and of one that it resumes, in this way.
 */
export function expectAnswer(answer: ExpectedAnswer): () => void {
  expected.add(answer);
  return () => void expected.delete(answer);
}

/**
 * Posts a text to a target as the account that runs in this process. Resolves to its first post.
 *
 * @throws Error when the text is empty, the account is disabled, or the target or the post to reply to cannot be used
 */
export async function sendText(message: OutboundText): Promise<{ messageId: string; channelId: string }> {
  const { accountId, enabled } = resolveAccount(message.cfg, message.accountId);
  if (!enabled) throw new Error(`The account ${accountId} is disabled: set its \`enabled\` to true to send with it.`);
  const account = await whenRunning(accountId, message.signal);
  const copy = await findHostCopy(account, message.deliveryQueueId);
  if (copy) return postCopy(account, copy, message);
  const place = await account.targets.open(message.to, { signal: message.signal });
  const { channelId } = place;
  const rootId = (await threadOf(account, message, channelId)) ?? place.rootId;
  const turn = message.deliveryQueueId ? findExpected({ accountId, channelId, rootId }) : undefined;
  const [posted] = turn ? [] : await findRecovered(account, message, { channelId, rootId });
  if (posted) return { messageId: posted.id, channelId };
  await message.onPlatformSendDispatch?.();
  const deliveryId = deliveryIdOf(message);
  const isFromOperator = message.gatewayClientScopes !== undefined;
  const answer = { channelId, rootId, text: message.text, deliveryId, answers: turn?.posts ?? [], isFromOperator };
  const [first] = await postAnswer(account, answer);
  if (!first) throw new Error('There is nothing to send: the text is empty.');
  if (turn) turn.delivered += 1;
  return { messageId: first.id, channelId };
}

/** After a start, OpenClaw's queue sends what an earlier process left in it, within this time. */
const queueRecoveryMs = 15 * 60_000;

/** The posts of an answer that the recovery has posted, when OpenClaw's queue sends the same one from before a crash. */
async function findRecovered(
  account: ReadyAccount,
  { deliveryQueueId, gatewayClientScopes, text, signal }: OutboundText,
  place: AnswerPlace,
): Promise<readonly Post[]> {
  if (!deliveryQueueId || gatewayClientScopes || performance.now() > queueRecoveryMs) return [];
  return findPostedCopy(
    account,
    { ...place, startedAt: Date.now() - queueRecoveryMs },
    partsOf({ text }, account),
    signal,
  );
}

/** Posts what a crash has left both in our hands and in OpenClaw's queue; `recover` may be posting it already. */
async function postCopy(
  { accountId }: ReadyAccount,
  copy: PendingAnswer,
  { text, onPlatformSendDispatch }: OutboundText,
): Promise<{ messageId: string; channelId: string }> {
  await onPlatformSendDispatch?.();
  // The text of a copy that is posted is forgotten.
  const [first] = await sendAnswer(accountId, { ...copy, text: copy.text || text }, copy.createdAt);
  if (!first) throw new Error('The answer was posted and has been deleted since.');
  return { messageId: first.id, channelId: copy.channelId };
}

/** The thread that a message was sent to. People name it by any post of it, with `--reply-to` or `--thread-id`. */
async function threadOf(
  { rest }: ReadyAccount,
  { threadId, replyToId, replyToIdSource, signal }: OutboundText,
  channelId: string,
): Promise<string | undefined> {
  const named = threadId ? String(threadId) : replyToIdSource === 'explicit' && replyToId;
  if (!named) return undefined;
  const post = await rest.posts.get(named, signal && { signal }).catch(error => {
    if (refusalCode(error)) return undefined;
    throw error;
  });
  // The server says why when the text is posted.
  if (!post) return named;
  if (post.channel_id === channelId) return post.root_id || post.id;
  const fix = `send to channel:${post.channel_id}, or reply to another post`;
  throw new Error(
    `The target is channel ${channelId}, and the post ${named} to reply to is in another channel: ${fix}.`,
  );
}

function findExpected(place: AnswerPlace & { readonly accountId: string }): ExpectedAnswer | undefined {
  return [...expected].find(
    each => each.accountId === place.accountId && each.channelId === place.channelId && each.rootId === place.rootId,
  );
}

/** The id under which a send of OpenClaw's queue is marked on its posts. */
export function deliveryIdOf({
  deliveryQueueId,
  deliveryPartIndex = 0,
}: Pick<OutboundText, 'deliveryQueueId' | 'deliveryPartIndex'>): string {
  if (deliveryQueueId === undefined) return randomUUID();
  return deliveryPartIndex === 0 ? deliveryQueueId : `${deliveryQueueId}-${deliveryPartIndex}`;
}
