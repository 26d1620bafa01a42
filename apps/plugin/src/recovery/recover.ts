import { setTimeout as sleep } from 'node:timers/promises';
import type { Outcome, PostSource } from '@clawmost/mm-inbox';
import { isHostsCopy } from '../answers/hosts-copy.ts';
import type { HostRecords } from '../host/records.ts';
import type { ReadyAccount } from '../server/ready-account.ts';
import type { PendingTurn } from '../storage/pending-answers.ts';
import { withMessageId } from '../turns/admission.ts';
import { isUndecided, noAnswer, refusedByHost, sessionBusy } from '../turns/outcome.ts';
import { runTurn, type TurnOwner } from '../turns/run-turn.ts';
import { type SessionGate, sessionGate } from '../turns/session-gate.ts';
import { joinRequests, type TurnRequest } from '../turns/turn-request.ts';
import { carryOut, waitForHost } from './carry-out.ts';
import { decideRecovery } from './decide.ts';
import { createFindAnswers, type HostEvidence, lookAtHost, lookForAnswer } from './evidence.ts';
import { type Inheritance, isNamedAsExpected } from './take-over.ts';
import { timing } from './timing.ts';
import { createTurnOrder } from './turn-order.ts';

/** The handler of a ledger entry that has a turn run. */
export interface TurnJob extends TurnOwner {
  /** Which attempt this is, from 1. */
  readonly attempt: number;
  /** Where the entry came from. */
  readonly source: PostSource;
}

/** Has a request answered, whatever an earlier attempt has done about it. */
export type AnswerRequest = (request: TurnRequest, job: TurnJob) => Promise<Outcome>;

/** What OpenClaw gets next. */
interface NextDispatch {
  readonly messageId: string;
  /** The posts that it is about in addition to those of the request. */
  readonly posts: readonly string[];
}

/** How often a request goes to OpenClaw in one attempt of the ledger, when OpenClaw does nothing about it. */
const mostRounds = 12;

/**
 * Wraps the way to the agent: a request that may have been answered or begun before is decided by evidence, and one about
 * which OpenClaw does nothing is given to it again.
 */
export function createRecovery(
  account: ReadyAccount,
  records: HostRecords,
  inheritance: Inheritance,
  gate: SessionGate = sessionGate,
): AnswerRequest {
  const { stores, log, channelRuntime } = account;
  const { pendingAnswers } = stores;
  const { isReadable } = inheritance;
  const findAnswers = createFindAnswers(account);
  const order = createTurnOrder(account, inheritance, gate);
  let areNamesChecked = false;

  return async (request, job) => {
    try {
      return await answer(request, job);
    } finally {
      order.letOthersIn(request);
    }
  };

  async function answer(asked: TurnRequest, job: TurnJob): Promise<Outcome> {
    let request = asked;
    const mayBeKnown = job.attempt > 1 || job.source !== 'live';
    let wasRefused = false;
    let wasSilent = false;
    for (let round = 1; round <= mostRounds; round += 1) {
      const next =
        mayBeKnown || round > 1 ? await recover(request, job, wasRefused) : { messageId: request.messageId, posts: [] };
      if ('outcome' in next) return next;
      const renamed = await withMessageId(channelRuntime.inbound.ingress, request, next.messageId);
      const joined = joinRequests(order.takeMembers(request.id), renamed);
      const whole = { ...joined, posts: [...new Set([...next.posts, ...joined.posts])] };
      const { outcome, request: given } = await runTurn({ account, records, gate }, whole, job);
      request = given;
      if (!isUndecided(outcome)) {
        checkNames(whole);
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
      wasRefused ||= outcome.code !== sessionBusy;
      const isGivenUp = outcome.code === refusedByHost && records.entry(request.route)?.isGivenUp;
      if (isGivenUp) await records.release(request.route);
    }
    throw new Error('OpenClaw did not begin a turn for the message');
  }

  /** Decides by evidence: resolves to the outcome, or to what OpenClaw gets. */
  async function recover(request: TurnRequest, job: TurnJob, wasRefused: boolean): Promise<Outcome | NextDispatch> {
    const waitUntil = Date.now() + timing.hostResumptionMs;
    for (;;) {
      const turn = await pendingAnswers.turnOf(request.id);
      const own = await lookForAnswer(account, request, findAnswers);
      const host = await lookAtRecords(turn, request);
      const later = turn && turn.id !== request.id ? turn : host.leader;
      if (later && own.posted === 'none' && !own.pendingAnswer) {
        const outcome = await order.joinLater(later.id, request, job);
        if (outcome && turn?.id === request.id) await pendingAnswers.closeTurn(request.id, Date.now());
        if (outcome) return outcome;
      }
      const isLeftToHost = host.isHostsOwn || (!isReadable && turn !== undefined);
      const action = decideRecovery({
        posted: own.posted,
        pending: !own.pendingAnswer ? 'none' : isHostsCopy(own.pendingAnswer.deliveryId) ? 'hosts' : 'ours',
        wasDispatched: turn !== undefined,
        isCommand: request.isCommand,
        transcript: host.transcript,
        wasStopped: host.wasStopped,
        isHostsOwn: isLeftToHost && Date.now() < waitUntil,
        wasRefused,
      });
      if (action.do === 'post-text' && (await isPending(turn?.joined)) && Date.now() < waitUntil) {
        // The turn into which it was put posts the answer to both, and may wait for its place in the conversation.
        job.onStarted();
        await sleep(timing.lookMs, undefined, { signal: job.signal });
        continue;
      }
      log.debug(`recovery of ${request.id}: ${action.do}`);
      if (action.do === 'wait') {
        job.onStarted();
        const posts = turn?.posts ?? request.posts;
        await waitForHost(account, records, { ...request, posts }, isReadable, job.signal);
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

  async function isPending(id: string | undefined): Promise<boolean> {
    return id !== undefined && (await pendingAnswers.openTurns()).some(turn => turn.id === id);
  }

  async function lookAtRecords(turn: PendingTurn | undefined, request: TurnRequest): Promise<HostEvidence> {
    if (!isReadable) return nothingOf(request);
    const { id, posts, messageId, to, route } = request;
    const asked = turn ?? { id, posts, messageId, to, session: route, joined: undefined };
    return lookAtHost(account, records, asked, await pendingAnswers.openTurns());
  }

  /** Warns once, while nothing is lost yet, if OpenClaw would not recognise a turn after a crash. */
  function checkNames({ route, to, messageId, isCommand }: TurnRequest): void {
    if (areNamesChecked || isCommand) return;
    areNamesChecked = true;
    if (isNamedAsExpected(account, records, { session: route, to, messageId })) return;
    log.warn('This version of OpenClaw names turns in another way: after a crash, interrupted turns are left to it.');
  }
}

/** OpenClaw reads a text that begins so as a command, and may do what it is for without a word. */
function isSlashText(text: string): boolean {
  return text.trimStart().startsWith('/');
}

/** The id of the next try: OpenClaw drops a message whose id it knows. */
function nextId(messageId: string): string {
  const [, id = messageId, count = '1'] = /^(.*?)~(\d+)$/.exec(messageId) ?? [];
  return `${id}~${Number(count) + 1}`;
}

function nothingOf({ posts }: TurnRequest): HostEvidence {
  return {
    transcript: { state: 'absent' },
    wasStopped: false,
    isHostsOwn: false,
    isClaimed: false,
    leader: undefined,
    answers: posts,
  };
}
