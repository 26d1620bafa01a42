import { hostsCopyId } from '../answers/hosts-copy.ts';
import type { HostRecords } from '../host/records.ts';
import type { SessionEntry } from '../host/session-entry.ts';
import { findTurn } from '../host/transcript.ts';
import { turnName } from '../host/turn-name.ts';
import type { ReadyAccount } from '../server/ready-account.ts';
import type { PendingTurn } from '../storage/pending-answers.ts';
import { processStart } from './timing.ts';

type Account = Pick<ReadyAccount, 'accountId' | 'log'> & {
  readonly stores: Pick<ReadyAccount['stores'], 'pendingAnswers'>;
};

/** Turns and answers are forgotten after this time. */
const keptMs = 7 * 24 * 60 * 60_000;

/** What an earlier process left. */
export interface Inheritance {
  /**
   * Whether OpenClaw's records are as this plugin expects them. If not, nothing was taken, and interrupted turns are left
   * to OpenClaw.
   */
  readonly isReadable: boolean;
  /**
   * By session key, the turn that was cut off there. It goes on before anything else in its session: the model reads its
   * message in any case, and would answer it in the turn of another.
   */
  readonly interrupted: Map<string, string>;
}

/**
 * Takes the turns that an earlier process left from OpenClaw, which would resume them by itself some seconds after its
 * start: their posts are in the ledger, and `recover` has them answered. Call it as early as possible in the start of an
 * account; it needs no server.
 */
export async function takeOverTurns(account: Account, records: HostRecords, now = Date.now()): Promise<Inheritance> {
  const { stores, log } = account;
  await stores.pendingAnswers.prune(now - keptMs);
  const turns = await stores.pendingAnswers.allTurns();
  const interrupted = new Map<string, string>();
  try {
    const strange = turns.find(turn => !isNamedAsExpected(account, records, turn));
    if (strange) throw new Error('it names turns in another way');
    for (const sessionTurns of Map.groupBy(turns, ({ session }) => JSON.stringify(session)).values()) {
      const cutOff = await takeOverSession(account, records, sessionTurns);
      if (cutOff) interrupted.set(cutOff.session.sessionKey, cutOff.id);
    }
    return { isReadable: true, interrupted };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    log.warn(`This version of OpenClaw keeps other records than expected (${why}): interrupted turns are left to it.`);
    return { isReadable: false, interrupted };
  }
}

/** Whether OpenClaw's transcript names a turn as `turnName` does; a turn that is not there says nothing against it. */
export function isNamedAsExpected(
  { accountId }: Pick<ReadyAccount, 'accountId'>,
  records: HostRecords,
  { session, to, messageId }: Pick<PendingTurn, 'session' | 'to' | 'messageId'>,
): boolean {
  const name = turnName({ accountId, to, messageId });
  return records
    .transcript(session)
    .every(entry => entry.role !== 'user' || entry.messageId !== messageId || entry.turn === name);
}

/** Whether a turn runs in a session in this process: one that OpenClaw resumes already, or one from before a restart of the account. */
export function isRunningNow({ status, isToBeResumed, updatedAt }: SessionEntry): boolean {
  return status === 'running' && !isToBeResumed && updatedAt >= processStart;
}

/** Resolves to the turn that was cut off in the session, if there is one. */
async function takeOverSession(
  account: Account,
  records: HostRecords,
  turns: readonly PendingTurn[],
): Promise<PendingTurn | undefined> {
  const [first] = turns;
  const entry = first && records.entry(first.session);
  if (!first || !entry || isRunningNow(entry)) return undefined;
  const byName = new Map(
    turns.map(turn => [turnName({ accountId: account.accountId, to: turn.to, messageId: turn.messageId }), turn]),
  );
  const isOurs = entry.claim === undefined || byName.has(entry.claim);
  if (!isOurs) return undefined;
  await keepUndelivered(account, records, entry, byName);
  const isClaimed = entry.claim !== undefined || entry.undelivered !== undefined || entry.isGivenUp;
  if (isClaimed || entry.status === 'running') await records.release(first.session);
  const entries = records.transcript(first.session);
  const last = entries.findLast(({ role }) => role === 'user');
  if (last?.role !== 'user' || last.turn === undefined) return undefined;
  const turn = byName.get(last.turn);
  return turn?.endedAt === undefined && findTurn(entries, last.turn).state === 'unanswered' ? turn : undefined;
}

/** OpenClaw's copy of an answer is forgotten with its claim, so it is written down before that. */
async function keepUndelivered(
  { stores }: Account,
  records: HostRecords,
  { claim, finished, undelivered }: SessionEntry,
  byName: ReadonlyMap<string, PendingTurn>,
): Promise<void> {
  const name = claim ?? finished.findLast(each => byName.has(each));
  const turn = name === undefined ? undefined : byName.get(name);
  // The answer of a turn that is over was posted, even if OpenClaw has not noted that.
  if (!undelivered || name === undefined || !turn || turn.endedAt !== undefined) return;
  const entries = records.transcript(turn.session);
  const mates = new Set([...byName].filter(([, each]) => each.joined === turn.id).map(([mate]) => mate));
  const found = findTurn(entries, name, mates);
  const joined = found.state === 'answered' ? found.joined : [];
  const answers = [...turn.posts, ...joined.flatMap(mate => byName.get(mate)?.posts ?? [])];
  const known = await Promise.all(answers.map(post => stores.pendingAnswers.answersTo(post)));
  if (known.some(list => list.length > 0)) return;
  const { channelId, rootId } = turn;
  const { text, createdAt, queueId = turn.id } = undelivered;
  await stores.pendingAnswers.addAnswer({
    ...{ deliveryId: hostsCopyId(queueId), channelId, rootId },
    ...{ text, answers, createdAt },
  });
}
