import { sanitizeAssistantVisibleText } from 'openclaw/plugin-sdk/text-chunking';
import { hostCopyId } from '../answers/same-answer.ts';
import type { HostRecords } from '../host/records.ts';
import type { SessionEntry } from '../host/session-entry.ts';
import { findTurn, type TranscriptEntry, turnName } from '../host/transcript.ts';
import type { ReadyAccount } from '../server/ready-account.ts';
import type { PendingTurn } from '../storage/pending-answers.ts';
import { type SessionGate, sessionGate } from '../turns/session-gate.ts';
import { processStart, timing } from './timing.ts';

type Account = Pick<ReadyAccount, 'accountId' | 'log'> & {
  readonly stores: Pick<ReadyAccount['stores'], 'pendingAnswers'>;
};

/** What was found of an earlier process, and whether it could be taken over. */
export interface TakeOverResult {
  /**
   * Whether OpenClaw's records are as this plugin expects them. If not, nothing was taken, and interrupted turns are left
   * to OpenClaw.
   */
  readonly isReadable: boolean;
  /**
   * By session key, the turn that was cut off there. Resume it first: its message is in the transcript, so the next turn of
   * the session would answer it too.
   */
  readonly interrupted: Map<string, string>;
}

/**
 * Takes the turns that an earlier process left from OpenClaw, which would resume them by itself some seconds after its
 * start: their posts are in the ledger, and `recover` has them answered. Call it as early as possible in the start of an
 * account; it needs no server.
 */
export async function takeOverTurns(
  account: Account,
  records: HostRecords,
  gate: Pick<SessionGate, 'turnsIn'> = sessionGate,
  now: number = Date.now(),
): Promise<TakeOverResult> {
  const { stores, log } = account;
  await stores.pendingAnswers.prune(now - timing.pruneAfterMs);
  const turns = await stores.pendingAnswers.allTurns();
  const interrupted = new Map<string, string>();
  try {
    // After a restart of the account in the same process, OpenClaw still works in the sessions that have turns here.
    const sessions = Map.groupBy(
      turns.filter(({ session }) => gate.turnsIn(session.sessionKey).length === 0),
      ({ session }) => JSON.stringify(session),
    ).values();
    // A transcript can be long, so each is read once. Nothing is released before the names in all of them are checked.
    const read = [...sessions].map(ofSession => {
      const transcript = ofSession[0] ? records.transcript(ofSession[0].session) : [];
      return { ofSession, transcript };
    });
    for (const { ofSession, transcript } of read) {
      const isExpected = ofSession.every(turn => isNamedAsExpected(account, transcript, turn));
      if (!isExpected) throw new Error('turns have other names');
    }
    for (const { ofSession, transcript } of read) {
      const cutOff = await takeOverSession(account, records, ofSession, transcript);
      if (cutOff) interrupted.set(cutOff.session.sessionKey, cutOff.id);
    }
    return { isReadable: true, interrupted };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    log.warn(
      `OpenClaw's session records have a format that this plugin does not know (${why}). After a crash OpenClaw resumes ` +
        'turns by itself and says so in the channel. Update the plugin.',
    );
    return { isReadable: false, interrupted };
  }
}

/** Whether OpenClaw's transcript names a turn as `turnName` does; true when the transcript does not have the turn. */
export function isNamedAsExpected(
  { accountId }: Pick<ReadyAccount, 'accountId'>,
  transcript: readonly TranscriptEntry[],
  { to, messageId }: Pick<PendingTurn, 'to' | 'messageId'>,
): boolean {
  const name = turnName({ accountId, to, messageId });
  return transcript.every(entry => entry.role !== 'user' || entry.messageId !== messageId || entry.turn === name);
}

/** Whether this process is running a turn in the session: OpenClaw resumes one, or the account alone was restarted. */
export function isRunningNow({ status, isToBeResumed, updatedAt }: SessionEntry): boolean {
  return status === 'running' && !isToBeResumed && updatedAt >= processStart;
}

/** Resolves to the turn that was cut off in the session, if there is one. */
async function takeOverSession(
  account: Account,
  records: HostRecords,
  turns: readonly PendingTurn[],
  entries: readonly TranscriptEntry[],
): Promise<PendingTurn | undefined> {
  const [first] = turns;
  const entry = first && records.entry(first.session);
  if (!first || !entry || isRunningNow(entry)) return undefined;
  const byName = new Map(
    turns.map(turn => [turnName({ accountId: account.accountId, to: turn.to, messageId: turn.messageId }), turn]),
  );
  const isOurs = entry.claim === undefined || byName.has(entry.claim);
  if (!isOurs) return undefined;
  await saveUndelivered(account, entries, entry, byName);
  const isClaimed = entry.claim !== undefined || entry.undelivered !== undefined || entry.isGivenUp;
  if (isClaimed || entry.status === 'running') await records.release(first.session);
  const last = entries.findLast(({ role }) => role === 'user');
  if (last?.role !== 'user' || last.turn === undefined) return undefined;
  const turn = byName.get(last.turn);
  return turn?.endedAt === undefined && findTurn(entries, last.turn).state === 'unanswered' ? turn : undefined;
}

/** Saves OpenClaw's copy of an answer, which OpenClaw deletes when its claim is released. */
async function saveUndelivered(
  { stores }: Account,
  entries: readonly TranscriptEntry[],
  { claim, finished, undelivered }: SessionEntry,
  byName: ReadonlyMap<string, PendingTurn>,
): Promise<void> {
  const name = claim ?? finished.findLast(each => byName.has(each));
  const turn = name === undefined ? undefined : byName.get(name);
  // The answer of a turn that is over was posted, even if OpenClaw has not noted that.
  if (!undelivered || name === undefined || !turn || turn.endedAt !== undefined) return;
  const together = new Set([...byName].filter(([, each]) => each.joined === turn.id).map(([each]) => each));
  const found = findTurn(entries, name, together);
  const joined = found.state === 'answered' ? found.joined : [];
  const answers = [...turn.posts, ...joined.flatMap(each => byName.get(each)?.posts ?? [])];
  const known = await Promise.all(answers.map(post => stores.pendingAnswers.answersTo(post)));
  if (known.some(list => list.length > 0)) return;
  const { channelId, rootId } = turn;
  const { createdAt } = undelivered;
  const text = sanitizeAssistantVisibleText(undelivered.text);
  await stores.pendingAnswers.addAnswer({
    ...{ deliveryId: hostCopyId(turn.id), channelId, rootId },
    ...{ text, answers, createdAt },
  });
}
