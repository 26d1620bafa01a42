import { sanitizeAssistantVisibleText } from 'openclaw/plugin-sdk/text-chunking';
import { findPosted, type OwnPosts, type PostedDelivery } from '../answers/find-posted.ts';
import type { HostRecords } from '../host/records.ts';
import { findTurn, type TranscriptEntry, type TurnInTranscript } from '../host/transcript.ts';
import { turnName } from '../host/turn-name.ts';
import { createCache } from '../server/look-up.ts';
import type { ReadyAccount } from '../server/ready-account.ts';
import type { PendingAnswer, PendingTurn } from '../storage/pending-answers.ts';
import type { TurnRequest } from '../turns/turn-request.ts';
import { isRunningNow } from './take-over.ts';
import { timing } from './timing.ts';

/** Lists what the bot has posted since; what was listed is used again for a moment, because posts come in batches. */
export type FindAnswers = (channelId: string, since: number) => Promise<OwnPosts>;

/** Returns the way in which an account looks for answers on the server. */
export function createFindAnswers(account: ReadyAccount): FindAnswers {
  const listings = createCache<{ readonly since: number; readonly posted: OwnPosts }>({
    ttlMs: timing.postedListingMs,
  });
  return async (channelId, since) => {
    const list = async () => ({ since, posted: await findPosted(account, { channelId, since }, account.signal) });
    let listing = await listings.get(channelId, list);
    if (listing.since > since) {
      listings.forget(channelId);
      listing = await listings.get(channelId, list);
    }
    return listing.posted;
  };
}

/** What the server and the disk say about a request. */
export interface OwnEvidence {
  readonly posted: 'whole' | 'part' | 'none';
  /** The delivery that was posted in part. */
  readonly partial: PostedDelivery | undefined;
  /** The answer that is on disk and not known to be posted. */
  readonly pendingAnswer: PendingAnswer | undefined;
  /** The texts of posts of the bot without our marker since the request; empty when the server was not asked. */
  readonly foreignTexts: readonly string[];
}

/** Asks the server and our own records. */
export async function lookForAnswer(
  { stores }: Pick<ReadyAccount, 'stores'>,
  { id, channel, writtenAt }: TurnRequest,
  findAnswers: FindAnswers,
): Promise<OwnEvidence> {
  const known = await stores.pendingAnswers.answersTo(id);
  const pendingAnswer = known.findLast(({ isPosted }) => !isPosted);
  if (!pendingAnswer && known.length > 0) {
    return { posted: 'whole', partial: undefined, pendingAnswer, foreignTexts: [] };
  }
  const { deliveries, unmarked } = await findAnswers(channel.id, writtenAt);
  const found = deliveries.filter(({ answers }) => answers.includes(id));
  const isWhole = found.some(delivery => delivery.isWhole);
  const partial = isWhole ? undefined : found[0];
  const foreignTexts = unmarked.map(({ message }) => message.trim());
  return { posted: isWhole ? 'whole' : partial ? 'part' : 'none', partial, pendingAnswer, foreignTexts };
}

/** Whether another plugin has posted a text as the bot: whole, with a prefix before it, or its beginning as the first of several. */
export function isPostedByOther(text: string, { foreignTexts }: Pick<OwnEvidence, 'foreignTexts'>): boolean {
  const answer = text.trim();
  if (answer === '') return false;
  return foreignTexts.some(posted => posted !== '' && (posted.endsWith(answer) || isBeginning(posted, answer)));
}

/** Other plugins split from 4,000 characters on; a shorter post with the same beginning is another message. */
const shortestSplit = 1_000;

function isBeginning(posted: string, answer: string): boolean {
  return posted.length >= shortestSplit && answer.startsWith(posted);
}

/** What OpenClaw has recorded of a turn. */
export interface HostEvidence {
  readonly transcript: TurnInTranscript;
  readonly wasStopped: boolean;
  /** Whether OpenClaw is resuming it by itself. */
  readonly isHostsOwn: boolean;
  /** Whether OpenClaw would resume it later. */
  readonly isClaimed: boolean;
  /** The later turn that continues this one too, because OpenClaw has put both together. */
  readonly leader: PendingTurn | undefined;
  /** The posts that the answer in the transcript serves. */
  readonly answers: readonly string[];
}

/**
 * Asks OpenClaw's records about a turn.
 *
 * @param turn the turn as it was given to OpenClaw; it may be one with a later post
 * @param pending every pending turn of the account
 */
export function lookAtHost(
  { accountId }: Pick<ReadyAccount, 'accountId'>,
  records: HostRecords,
  turn: Pick<PendingTurn, 'id' | 'posts' | 'messageId' | 'to' | 'session' | 'joined'>,
  pending: readonly PendingTurn[],
): HostEvidence {
  const nameOf = ({ to, messageId }: Pick<PendingTurn, 'to' | 'messageId'>) => turnName({ accountId, to, messageId });
  const name = nameOf(turn);
  const root = turn.joined ?? turn.id;
  const mates = pending.filter(
    other => (other.joined ?? other.id) === root && other.session.sessionKey === turn.session.sessionKey,
  );
  const byName = new Map(mates.map(mate => [nameOf(mate), mate]));
  const entries = records.transcript(turn.session);
  const found = findTurn(entries, name, new Set(byName.keys()));
  const transcript: TurnInTranscript =
    found.state === 'answered' ? { ...found, text: sanitizeAssistantVisibleText(found.text) } : found;
  const joined = found.state === 'answered' ? found.joined : [];
  const entry = records.entry(turn.session);
  return {
    transcript,
    wasStopped: entry?.status === 'killed' && entry.finished.includes(name),
    isHostsOwn: entry?.claim === name && isRunningNow(entry),
    isClaimed: entry?.claim === name && !isRunningNow(entry),
    leader: found.state === 'unanswered' ? lastOf(entries, name, byName) : undefined,
    answers: [...turn.posts, ...joined.flatMap(mate => byName.get(mate)?.posts ?? [])],
  };
}

/** The turn that was put into the same run last: continued under its id, the model answers all of them. */
function lastOf(
  entries: readonly TranscriptEntry[],
  name: string,
  mates: ReadonlyMap<string, PendingTurn>,
): PendingTurn | undefined {
  const last = entries.findLast(({ role }) => role === 'user');
  if (last?.role !== 'user' || last.turn === undefined || last.turn === name) return undefined;
  return mates.get(last.turn);
}
