import { sanitizeAssistantVisibleText } from 'openclaw/plugin-sdk/text-chunking';
import { findPosted, type PostedDelivery } from '../answers/find-posted.ts';
import type { HostRecords } from '../host/records.ts';
import { findTurn, type TranscriptEntry, type TurnInTranscript, turnName } from '../host/transcript.ts';
import { createCache } from '../server/look-up.ts';
import type { ReadyAccount } from '../server/ready-account.ts';
import type { PendingAnswer, PendingTurn } from '../storage/pending-answers.ts';
import type { TurnRequest } from '../turns/turn.ts';
import { isRunningNow } from './take-over.ts';
import { timing } from './timing.ts';

/** Looks for answers on the server; what was listed is used again for a moment, because posts come in batches. */
export type FindAnswers = (postId: string, channelId: string, since: number) => Promise<PostedDelivery[]>;

/** Returns the way in which an account looks for the answers to a post on the server. */
export function createFindAnswers(account: ReadyAccount): FindAnswers {
  const listings = createCache<{ readonly since: number; readonly posted: PostedDelivery[] }>({
    ttlMs: timing.postedListingMs,
  });
  return async (postId, channelId, since) => {
    const list = async () => ({ since, posted: await findPosted(account, { channelId, since }, account.signal) });
    let listing = await listings.get(channelId, list);
    if (listing.since > since) {
      listings.forget(channelId);
      listing = await listings.get(channelId, list);
    }
    return listing.posted.filter(({ answers }) => answers.includes(postId));
  };
}

/** What the server and our own records say about the answer to a request. */
export interface PostedEvidence {
  readonly posted: 'whole' | 'part' | 'none';
  /** The delivery that was posted in part. */
  readonly partial: PostedDelivery | undefined;
  /** The answers that are on our disk and not known to be posted, oldest first. */
  readonly pending: readonly PendingAnswer[];
}

/** Reads our own records and the server's posts. */
export async function readPostedEvidence(
  { stores }: Pick<ReadyAccount, 'stores'>,
  { id, channel, writtenAt }: TurnRequest,
  findAnswers: FindAnswers,
): Promise<PostedEvidence> {
  const known = await stores.pendingAnswers.answersTo(id);
  const pending = known.filter(({ isPosted }) => !isPosted);
  if (pending.length === 0 && known.length > 0) return { posted: 'whole', partial: undefined, pending };
  const found = await findAnswers(id, channel.id, writtenAt);
  const isWhole = found.some(delivery => delivery.isWhole);
  const partial = isWhole ? undefined : found[0];
  return { posted: isWhole ? 'whole' : partial ? 'part' : 'none', partial, pending };
}

/** What OpenClaw has recorded of a turn. */
export interface HostEvidence {
  readonly transcript: TurnInTranscript;
  readonly wasStopped: boolean;
  /** Whether OpenClaw is resuming it by itself. */
  readonly isResumedByHost: boolean;
  /** Whether OpenClaw would resume it later. */
  readonly isClaimed: boolean;
  /** The later turn to dispatch instead, because OpenClaw has put both together. */
  readonly laterTurn: PendingTurn | undefined;
  /** The posts that the answer in the transcript is for. */
  readonly answers: readonly string[];
}

/**
 * Reads OpenClaw's records of a turn.
 *
 * @param turn the pending turn that contains the post; its id may be that of a later post
 * @param pending every pending turn of the account
 */
export function readHostEvidence(
  { accountId }: Pick<ReadyAccount, 'accountId'>,
  records: HostRecords,
  turn: Pick<PendingTurn, 'id' | 'posts' | 'messageId' | 'to' | 'session' | 'joined'>,
  pending: readonly PendingTurn[],
): HostEvidence {
  const nameOf = ({ to, messageId }: Pick<PendingTurn, 'to' | 'messageId'>) => turnName({ accountId, to, messageId });
  const name = nameOf(turn);
  const runningTurnId = turn.joined ?? turn.id;
  const together = pending.filter(
    other => (other.joined ?? other.id) === runningTurnId && other.session.sessionKey === turn.session.sessionKey,
  );
  const byName = new Map(together.map(each => [nameOf(each), each]));
  const entries = records.transcript(turn.session);
  const found = findTurn(entries, name, new Set(byName.keys()));
  const transcript: TurnInTranscript =
    found.state === 'answered' ? { ...found, text: sanitizeAssistantVisibleText(found.text) } : found;
  const joined = found.state === 'answered' ? found.joined : [];
  const entry = records.entry(turn.session);
  return {
    transcript,
    wasStopped: entry?.status === 'killed' && entry.finished.includes(name),
    isResumedByHost: entry?.claim === name && isRunningNow(entry),
    isClaimed: entry?.claim === name && !isRunningNow(entry),
    laterTurn: found.state === 'unanswered' ? lastJoined(entries, name, byName) : undefined,
    answers: [...turn.posts, ...joined.flatMap(each => byName.get(each)?.posts ?? [])],
  };
}

/** The turn that joined the same run last. Dispatch that one: the model then answers all messages of the run. */
function lastJoined(
  entries: readonly TranscriptEntry[],
  name: string,
  together: ReadonlyMap<string, PendingTurn>,
): PendingTurn | undefined {
  const last = entries.findLast(({ role }) => role === 'user');
  if (last?.role !== 'user' || last.turn === undefined || last.turn === name) return undefined;
  return together.get(last.turn);
}
