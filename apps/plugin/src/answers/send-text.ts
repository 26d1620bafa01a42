import { createHash, randomUUID } from 'node:crypto';
import type { Post } from '@clawmost/mm-rest';
import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import { resolveAccount } from '../config/accounts.ts';
import { processShared } from '../host/process-shared.ts';
import { whyItCannotRun } from '../server/cannot-run.ts';
import type { ReadyAccount } from '../server/ready-account.ts';
import type { AnswerPlace } from '../storage/pending-answers.ts';
import type { ReadyFile } from '../storage/pending-files.ts';
import { texts } from '../texts.ts';
import type { ReadyAnswer } from './answer.ts';
import { addControls, type ControlsToPost } from './controls/post-controls.ts';
import { findDelivery } from './find-posted.ts';
import { admitFiles, hasFiles, type MediaAccess } from './media/admit-files.ts';
import { FilesNotSentError } from './media/answer-file.ts';
import { largestFile, uploadFiles } from './media/upload-files.ts';
import { postAnswer } from './post-answer.ts';
import { refusalCode } from './refusal.ts';
import type { ReplyPayload } from './reply-text.ts';
import { whenRunning } from './running-accounts.ts';
import { isHostCopy } from './same-answer.ts';
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
  /** What is attached to it, and what OpenClaw lets the sender read. */
  readonly media?: { readonly payload: ReplyPayload; readonly access: MediaAccess };
  /** Names a send that is in no queue, so that it is posted once: the call of a tool, for example. */
  readonly key?: string | undefined;
  /** To be called right before the message can become visible. */
  readonly onPlatformSendDispatch?: () => Promise<void>;
  readonly signal?: AbortSignal;
  /** The buttons and menus of the message. */
  readonly controls?: ControlsToPost | undefined;
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
 * Posts a text, with files, to a target as the account that runs in this process. Resolves to its first post.
 *
 * @throws FilesNotSentError when a file cannot be sent and the caller can report it. What OpenClaw's queue sends is posted
 *   without the file, whose name is in the text
 * @throws Error when there is nothing to send, or the account, the target or the post to reply to cannot be used
 */
export async function sendText(message: OutboundText): Promise<{ messageId: string; channelId: string }> {
  const why = whyItCannotRun(message.cfg, message.accountId);
  if (why !== undefined) throw new Error(`Nothing was sent. ${why}`);
  const { accountId } = resolveAccount(message.cfg, message.accountId);
  const account = await whenRunning(accountId, message.signal);
  const place = await account.targets.open(message.to, { signal: message.signal });
  const { channelId } = place;
  const rootId = (await threadOf(account, message, channelId)) ?? place.rootId;
  const { deliveryQueueId, controls } = message;
  const text = message.text.trim() === '' && controls?.controls.length ? texts.choose : message.text;
  if (text.trim() === '' && !(message.media && hasFiles(message.media.payload))) throw new Error(nothingToSend);
  const turn = deliveryQueueId ? findExpected({ accountId, channelId, rootId }) : undefined;
  const isFromOperator = message.gatewayClientScopes !== undefined;
  const isQueued = deliveryQueueId !== undefined && !isFromOperator;
  const files = await upload(account, channelId, message);
  const unsent = files.filter(file => file.is === 'unsent');
  if (unsent.length > 0 && !isQueued) throw new FilesNotSentError(unsent, texts.fileNotSent);
  await message.onPlatformSendDispatch?.();
  const deliveryId = deliveryIdOf(message);
  const answer = { channelId, rootId, text, files, deliveryId, answers: turn?.posts ?? [], isFromOperator };
  if (controls) await addControls(account, answer, controls);
  const [first] = await (isQueued ? postQueued(account, answer) : postAnswer(account, answer));
  if (!first) throw new Error(nothingToSend);
  if (turn) turn.delivered += 1;
  return { messageId: first.id, channelId };
}

const nothingToSend = 'There is nothing to send: the text is empty.';

async function upload(account: ReadyAccount, channelId: string, { media }: OutboundText): Promise<ReadyFile[]> {
  if (!media) return [];
  const access = { ...media.access, maxBytes: largestFile(account)?.bytes };
  return uploadFiles(account, channelId, await admitFiles(media.payload, access));
}

/** After a start, OpenClaw's queue sends what an earlier process left in it, within this time. */
const queueRecoveryMs = 60 * 60_000;

/** Posts what the agent has said by OpenClaw's queue; after a crash the recovery may have posted it already. */
async function postQueued(account: ReadyAccount, answer: ReadyAnswer): Promise<readonly Post[]> {
  const same = await account.stores.pendingAnswers.sameAnswers(answer, answer.text);
  const mayBeCopied = performance.now() < queueRecoveryMs && answer.text !== '';
  const copy = mayBeCopied && same.find(isHostCopy);
  const known = copy || same.find(({ deliveryId }) => deliveryId === answer.deliveryId);
  if (!known) return sendAnswer(account.accountId, answer);
  const { channelId, deliveryId, createdAt } = known;
  // What is posted is not posted again, even if a person has deleted it since.
  if (!known.isPosted) return sendAnswer(account.accountId, known, createdAt);
  const posted = await findDelivery(account, { channelId, deliveryId, startedAt: createdAt }, account.signal);
  if (posted.size === 0) throw new Error('The message was posted and has been deleted since.');
  return [...posted].sort(([one], [other]) => one - other).map(([, post]) => post);
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

/** The id under which a send is marked on its posts: the same for each repetition of the send. */
export function deliveryIdOf({
  deliveryQueueId,
  deliveryPartIndex = 0,
  key,
}: Pick<OutboundText, 'deliveryQueueId' | 'deliveryPartIndex' | 'key'>): string {
  // A key of OpenClaw is long, and has colons.
  if (deliveryQueueId === undefined && key !== undefined)
    return createHash('sha256').update(key).digest('hex').slice(0, 32);
  if (deliveryQueueId === undefined) return randomUUID();
  return deliveryPartIndex === 0 ? deliveryQueueId : `${deliveryQueueId}-${deliveryPartIndex}`;
}
