import { setTimeout as sleep } from 'node:timers/promises';
import type { Outcome, PostSource } from '@clawmost/mm-inbox';
import { isHostCopy } from '../answers/same-answer.ts';
import type { HostRecords } from '../host/records.ts';
import { type ReadyAccount, warnOf } from '../server/ready-account.ts';
import type { PendingTurn } from '../storage/pending-answers.ts';
import { withMessageId } from '../turns/admission.ts';
import { hostFailed, isUndecided, noAnswer, sessionBusy } from '../turns/outcome.ts';
import { runTurn, type TurnOwner } from '../turns/run-turn.ts';
import { type SessionGate, sessionGate } from '../turns/session-gate.ts';
import { joinRequests, type TurnRequest } from '../turns/turn.ts';
import { carryOut, waitForHost } from './carry-out.ts';
import { decideRecovery } from './decide.ts';
import {
  createFindAnswers,
  type HostEvidence,
  isPostedByOther,
  type PostedEvidence,
  readHostEvidence,
  readPostedEvidence,
} from './evidence.ts';
import { removeLeftoverPreviews } from './leftover-previews.ts';
import { isNamedAsExpected, type TakeOverResult } from './take-over.ts';
import { timing } from './timing.ts';
import { createTurnOrder } from './turn-order.ts';

/** The attempt of the ledger for which a turn is run. */
export interface TurnJob extends TurnOwner {
  /** The number of the attempt, from 1. */
  readonly attempt: number;
  /** Where the entry came from. */
  readonly source: PostSource;
}

/** Answers a request, whatever an earlier attempt has done about it. */
export type AnswerRequest = (request: TurnRequest, job: TurnJob) => Promise<Outcome>;

/** What OpenClaw gets next. */
interface NextDispatch {
  readonly messageId: string;
  /** The posts that it is about in addition to those of the request. */
  readonly posts: readonly string[];
}

/** How often a request is dispatched in one attempt of the ledger, while OpenClaw does nothing about it. */
const mostRounds = 12;

/**
 * Wraps the way to the agent: where a request may have been answered or begun before, the evidence decides what is done. A
 * request about which OpenClaw does nothing is dispatched again.
 */
export function createRecovery(
  account: ReadyAccount,
  records: HostRecords,
  takenOver: TakeOverResult,
  gate: SessionGate = sessionGate,
): AnswerRequest {
  const { stores, log, channelRuntime } = account;
  const { pendingAnswers } = stores;
  const { isReadable } = takenOver;
  const findAnswers = createFindAnswers(account);
  const order = createTurnOrder(account, takenOver, gate);
  let areNamesChecked = false;
  removeLeftoverPreviews(account, gate).catch(warnOf(account, 'the previews of the last process could not be deleted'));

  return async (request, job) => {
    try {
      return await answer(request, job);
    } finally {
      order.cancelReservation(request);
    }
  };

  async function answer(original: TurnRequest, job: TurnJob): Promise<Outcome> {
    let request = original;
    const mayBeKnown = job.attempt > 1 || job.source !== 'live';
    let needsNewId = false;
    let wasSilent = false;
    for (let round = 1; round <= mostRounds; round += 1) {
      // After a restart of the account in the same process, OpenClaw may still work on it: then there is nothing to recover.
      const isRunning = gate.turnWith(account.accountId, request.id) !== undefined;
      const next: Outcome | NextDispatch =
        !isRunning && (mayBeKnown || round > 1)
          ? await recover(request, job, needsNewId)
          : { messageId: request.messageId, posts: [] };
      if ('outcome' in next) return next;
      const underNextId = await withMessageId(channelRuntime.inbound.ingress, request, next.messageId);
      const joined = joinRequests(order.takeJoined(request.id), underNextId);
      const withAllPosts = { ...joined, posts: [...new Set([...next.posts, ...joined.posts])] };
      const { outcome, request: dispatched } = await runTurn({ account, records, gate }, withAllPosts, job);
      request = dispatched;
      if (!isUndecided(outcome)) {
        checkNames(withAllPosts);
        return outcome;
      }
      if (outcome.code === noAnswer && (wasSilent || request.isCommand || !isReadable)) {
        await pendingAnswers.closeTurn(request.id, Date.now());
        return outcome;
      }
      wasSilent ||= outcome.code === noAnswer;
      if (isSlashText(request.text) && outcome.code !== sessionBusy) {
        await pendingAnswers.closeTurn(request.id, Date.now());
        return { outcome: 'silent', code: 'command-silent' };
      }
      needsNewId ||= outcome.code !== sessionBusy;
      const isGivenUp = outcome.code === hostFailed && records.entry(request.route)?.isGivenUp;
      if (isGivenUp) await records.release(request.route);
    }
    throw new Error('OpenClaw did not begin a turn for the message');
  }

  /** Decides by evidence. Resolves to the outcome, or to the next dispatch. */
  async function recover(request: TurnRequest, job: TurnJob, needsNewId: boolean): Promise<Outcome | NextDispatch> {
    const waitUntil = performance.now() + timing.hostResumptionMs;
    let find = findAnswers;
    for (;;) {
      const turn = await pendingAnswers.turnOf(request.id);
      const own = await readPostedEvidence(account, request, find);
      const unfinished = await pendingAnswers.unfinishedTurns();
      const host = readRecords(turn, request, unfinished);
      const later = turn && turn.id !== request.id ? turn : host.laterTurn;
      if (later && own.posted === 'none' && own.pending.length === 0) {
        const outcome = await order.joinLater(later.id, request, job);
        if (outcome && turn?.id === request.id) await pendingAnswers.closeTurn(request.id, Date.now());
        if (outcome) return outcome;
      }
      const isLeftToHost = host.isResumedByHost || (!isReadable && turn !== undefined);
      const action = decideRecovery({
        posted: own.posted,
        pending: whose(own.pending),
        wasDispatched: turn !== undefined,
        isCommand: request.isCommand && !request.nativeCommand?.isHarmless,
        isTooLate: isTooLate(request, job),
        transcript: host.transcript,
        isPostedByOther: host.transcript.state === 'answered' && isPostedByOther(host.transcript.text, own),
        wasStopped: host.wasStopped,
        isResumedByHost: isLeftToHost && performance.now() < waitUntil,
        needsNewId: needsNewId || request.nativeCommand?.isHarmless === true,
      });
      const hasJoined = unfinished.some(({ id }) => id === turn?.joined);
      if (action.do === 'post-text' && hasJoined && performance.now() < waitUntil) {
        // The turn that it joined posts the answer to both, and may be the next of the conversation.
        job.onStarted();
        await sleep(timing.lookMs, undefined, { signal: job.signal });
        continue;
      }
      log.debug(`recovery of ${request.id}: ${action.do}`);
      if (action.do === 'wait') {
        job.onStarted();
        const posts = turn?.posts ?? request.posts;
        await waitForHost(account, records, { ...request, posts }, isReadable, job.signal);
        // What was listed before does not show what OpenClaw has posted meanwhile.
        find = createFindAnswers(account);
      } else if (action.do === 'dispatch') {
        if (host.isClaimed) await records.release(request.route);
        const known = turn?.messageId ?? request.messageId;
        if (action.as === 'new') return { messageId: nextId(known), posts: [] };
        // The message that goes on is recorded with the texts of all its posts.
        return { messageId: known, posts: host.transcript.state === 'absent' ? [] : (turn?.posts ?? []) };
      } else {
        const outcome = await carryOut(account, action, request, own, host);
        await pendingAnswers.closeTurn(turn?.id ?? request.id, Date.now());
        return outcome;
      }
    }
  }

  function readRecords(
    turn: PendingTurn | undefined,
    request: TurnRequest,
    unfinished: readonly PendingTurn[],
  ): HostEvidence {
    if (!isReadable) return nothingOf(request);
    const { id, posts, messageId, to, route } = request;
    const known = turn ?? { id, posts, messageId, to, session: route, joined: undefined };
    return readHostEvidence(account, records, known, unfinished);
  }

  /** Warns once, while nothing is lost yet, if we could not find the turn in OpenClaw's records after a crash. */
  function checkNames({ route, to, messageId, isCommand }: TurnRequest): void {
    if (areNamesChecked || isCommand) return;
    areNamesChecked = true;
    try {
      if (isNamedAsExpected(account, records.transcript(route), { to, messageId })) return;
    } catch (error) {
      // The message is answered all the same.
      log.debug(`the names of turns could not be checked: ${String(error)}`);
      return;
    }
    log.warn(
      "OpenClaw's session records name turns in a way that this plugin does not know. After a crash OpenClaw resumes turns " +
        'by itself and says so in the channel. Update the plugin.',
    );
  }
}

function whose(pending: PostedEvidence['pending']): 'ours' | 'host-copy' | 'none' {
  if (pending.length === 0) return 'none';
  return pending.every(isHostCopy) ? 'host-copy' : 'ours';
}

/** A command that was missed, such as `/new` or `stop`, counts for what was going on when it was written. */
function isTooLate({ isCommand, isStop, nativeCommand, timestamp }: TurnRequest, { source }: TurnJob): boolean {
  const isMissed = source !== 'live' && Date.now() - timestamp > timing.commandMs;
  return isMissed && (isCommand || isStop) && !nativeCommand?.isHarmless;
}

/** OpenClaw reads a text that begins with a slash as a command, and may carry it out without a word. */
function isSlashText(text: string): boolean {
  return text.trimStart().startsWith('/');
}

/** The id of the next dispatch: OpenClaw drops a message whose id it knows. */
function nextId(messageId: string): string {
  const [, id = messageId, count = '1'] = /^(.*?)~(\d+)$/.exec(messageId) ?? [];
  return `${id}~${Number(count) + 1}`;
}

function nothingOf({ posts }: TurnRequest): HostEvidence {
  return {
    transcript: { state: 'absent' },
    wasStopped: false,
    isResumedByHost: false,
    isClaimed: false,
    laterTurn: undefined,
    answers: posts,
  };
}
