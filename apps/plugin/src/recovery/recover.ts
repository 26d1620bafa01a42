import { setTimeout as sleep } from 'node:timers/promises';
import type { Outcome, PostSource } from '@clawmost/mm-inbox';
import { sendAnswer } from '../answers/send-answer.ts';
import { expectAnswer } from '../answers/send-text.ts';
import { splitText } from '../answers/split.ts';
import type { HostRecords } from '../host/records.ts';
import type { ReadyAccount } from '../server/ready-account.ts';
import type { PendingTurn } from '../storage/pending-answers.ts';
import { texts } from '../texts.ts';
import { withMessageId } from '../turns/admission.ts';
import { isUndecided, refusedByHost, sessionBusy } from '../turns/outcome.ts';
import { runTurn, type TurnOwner } from '../turns/run-turn.ts';
import { type SessionGate, sessionGate } from '../turns/session-gate.ts';
import { joinRequests, placeOf, type TurnRequest } from '../turns/turn-request.ts';
import { decideRecovery, type RecoveryAction } from './decide.ts';
import { createFindAnswers, type HostEvidence, lookAtHost, lookForAnswer, type OwnEvidence } from './evidence.ts';
import { hostsDeliveryId, type Inheritance, isNamedAsExpected } from './take-over.ts';
import { timing } from './timing.ts';

/** The handler of a ledger entry that has a turn run. */
export interface TurnJob extends TurnOwner {
  /** Which attempt this is, from 1. */
  readonly attempt: number;
  /** Where the entry came from. */
  readonly source: PostSource;
}

/** Has a request answered, whatever an earlier attempt has done about it. */
export type AnswerRequest = (request: TurnRequest, job: TurnJob) => Promise<Outcome>;

/** How often a request goes to OpenClaw in one attempt of the ledger, when OpenClaw does nothing about it. */
const mostRounds = 12;

/**
 * Wraps the door to the agent: a request that may have been answered or begun before is decided by evidence, and one
 * about which OpenClaw does nothing is given to it again.
 */
export function createRecovery(
  account: ReadyAccount,
  records: HostRecords,
  { isReadable, interrupted }: Inheritance,
  gate: SessionGate = sessionGate,
): AnswerRequest {
  const { accountId, stores, log, channelRuntime } = account;
  const { pendingAnswers, ledger } = stores;
  const findAnswers = createFindAnswers(account);
  /** Requests whose messages belong to a later one, by the id of that one. */
  const members = new Map<string, TurnRequest[]>();
  let isChecked = false;

  return async (request, job) => {
    try {
      return await answer(request, job);
    } finally {
      goOn(request);
    }
  };

  async function answer(request: TurnRequest, job: TurnJob): Promise<Outcome> {
    let messageId = request.messageId;
    let wasRefused = false;
    const waitUntil = Date.now() + timing.hostResumptionMs;
    for (let round = 1; round <= mostRounds; round += 1) {
      if (round > 1 || job.attempt > 1 || job.source !== 'live') {
        const turn = await pendingAnswers.turnOf(request.id);
        const own = await lookForAnswer(account, request, findAnswers);
        const host = await lookAtRecords(turn, request);
        const leader = turn && turn.id !== request.id ? turn : host.leader;
        if (leader && own.posted === 'none' && !own.pendingAnswer) {
          const outcome = await asPartOf(leader.id, request, job);
          if (outcome) return outcome;
        }
        const isWaiting = !isReadable && turn !== undefined && Date.now() < waitUntil;
        const action = decideRecovery({
          posted: own.posted,
          pending: !own.pendingAnswer ? 'none' : isHosts(own.pendingAnswer.deliveryId) ? 'hosts' : 'ours',
          wasDispatched: turn !== undefined,
          isCommand: request.isCommand,
          transcript: host.transcript,
          wasStopped: host.wasStopped,
          isHostsOwn: (host.isHostsOwn || isWaiting) && Date.now() < waitUntil,
          wasRefused,
        });
        log.debug(`recovery of ${request.id}: ${action.do}`);
        if (action.do === 'wait') {
          job.onStarted();
          await waitForHost(request, turn, job.signal);
          round -= 1;
          continue;
        }
        if (action.do !== 'dispatch') {
          const outcome = await carryOut(action, request, own, host);
          await pendingAnswers.closeTurn(turn?.id ?? request.id);
          return outcome;
        }
        if (host.isClaimed) await records.release(request.route);
        messageId = action.as === 'new' ? nextId(turn?.messageId ?? messageId) : (turn?.messageId ?? messageId);
      }
      await waitForInterrupted(request, job);
      const renamed = await withMessageId(channelRuntime.inbound.ingress, request, messageId);
      const all = joinRequests(members.get(request.id) ?? [], renamed);
      goOn(request);
      const outcome = await runTurn({ account, records, gate }, all, job);
      members.delete(request.id);
      if (!isUndecided(outcome)) {
        checkNames(all);
        return outcome;
      }
      if (isSlashText(request.text) && outcome.code !== sessionBusy) {
        await pendingAnswers.closeTurn(request.id);
        return { outcome: 'silent', code: 'command-silent' };
      }
      wasRefused ||= outcome.code !== sessionBusy;
      if (outcome.code === refusedByHost && records.entry(request.route)?.isGivenUp)
        await records.release(request.route);
    }
    throw new Error('OpenClaw did not begin a turn for the message');
  }

  /** Waits until the turn that was cut off in the session goes on. */
  async function waitForInterrupted({ id, route }: TurnRequest, job: TurnJob): Promise<void> {
    for (let first = interrupted.get(route.sessionKey); first !== undefined && first !== id; ) {
      job.onStarted();
      const entry = (await ledger.find([first])).get(first);
      if (entry?.state !== 'waiting' && entry?.state !== 'running') break;
      await sleep(timing.lookMs, undefined, { signal: job.signal });
      first = interrupted.get(route.sessionKey);
    }
  }

  /** The turn that was cut off goes on, or is over: the others of its session may follow. */
  function goOn({ id, route }: TurnRequest): void {
    if (interrupted.get(route.sessionKey) === id) interrupted.delete(route.sessionKey);
  }

  async function lookAtRecords(turn: PendingTurn | undefined, request: TurnRequest): Promise<HostEvidence> {
    if (!isReadable) return nothing(request);
    const { id, posts, messageId, to, route } = request;
    const asked = turn ?? { id, posts, messageId, to, session: route, joined: undefined };
    return lookAtHost(account, records, asked, await pendingAnswers.openTurns());
  }

  /**
   * Waits for a later post of the same turn, which stands for this one. Resolves to `undefined` when that post is gone:
   * then this one is answered by itself.
   */
  async function asPartOf(leaderId: string, request: TurnRequest, job: TurnJob): Promise<Outcome | undefined> {
    const waiting = members.get(leaderId) ?? [];
    members.set(leaderId, [...waiting, request]);
    // The later post may be the next of the conversation.
    job.onStarted();
    for (;;) {
      const entry = (await ledger.find([leaderId])).get(leaderId);
      if (entry?.state === 'dead') throw new Error(`Post ${leaderId}, which has the same turn, was given up`);
      if (entry?.state === 'settled' && entry.code !== 'deleted') return { outcome: 'joined', code: 'collected' };
      if (entry?.state !== 'waiting' && entry?.state !== 'running') return undefined;
      await sleep(timing.lookMs, undefined, { signal: job.signal });
    }
  }

  async function carryOut(
    action: Exclude<RecoveryAction, { do: 'dispatch' | 'wait' }>,
    request: TurnRequest,
    { partial, pendingAnswer }: OwnEvidence,
    host: HostEvidence,
  ): Promise<Outcome> {
    const place = placeOf(request);
    switch (action.do) {
      case 'settle':
        return action.outcome;
      case 'post-pending':
        if (pendingAnswer) await sendAnswer(accountId, pendingAnswer, pendingAnswer.createdAt);
        return { outcome: 'answered', code: 'delivered' };
      case 'post-text': {
        const { text } = action;
        // What is on the server in part can only be completed when the text has as many parts.
        const canComplete = partial?.of === splitText(text, account.maxPostSize).length;
        if (partial && !canComplete) return { outcome: 'answered', code: 'delivered-in-part' };
        const deliveryId = partial?.deliveryId ?? hostsDeliveryId(request.id);
        await sendAnswer(accountId, { ...place, text, deliveryId, answers: host.answers }, request.writtenAt);
        return { outcome: 'answered', code: 'delivered' };
      }
      case 'ask-again': {
        const text = texts.commandInterrupted(request.text);
        await sendAnswer(accountId, { ...place, text, deliveryId: `ask-again-${request.id}`, answers: [request.id] });
        return { outcome: 'answered', code: 'command-interrupted' };
      }
    }
  }

  /** Waits until OpenClaw has done something about a turn that it resumes by itself. */
  async function waitForHost(request: TurnRequest, turn: PendingTurn | undefined, signal: AbortSignal): Promise<void> {
    const answer = { accountId, ...placeOf(request), posts: turn?.posts ?? request.posts, delivered: 0 };
    const stopExpecting = expectAnswer(answer);
    try {
      const until = Date.now() + timing.hostResumptionMs;
      const isResuming = () => !isReadable || records.entry(request.route)?.status === 'running';
      while (answer.delivered === 0 && isResuming() && Date.now() < until) {
        await sleep(timing.lookMs, undefined, { signal });
      }
    } finally {
      stopExpecting();
    }
  }

  /** Warns once, while nothing is lost yet, if OpenClaw would not recognise a turn after a crash. */
  function checkNames({ route, to, messageId, isCommand }: TurnRequest): void {
    if (isChecked || isCommand) return;
    isChecked = true;
    if (isNamedAsExpected(account, records, { session: route, to, messageId })) return;
    log.warn('This version of OpenClaw names turns in another way: after a crash, interrupted turns are left to it.');
  }
}

function isHosts(deliveryId: string): boolean {
  return deliveryId.startsWith(hostsDeliveryId(''));
}

/** OpenClaw takes a text that begins so for a command, and may do what it is for without a word. */
function isSlashText(text: string): boolean {
  return text.trimStart().startsWith('/');
}

/** The id of the next try: OpenClaw would take the one before for a duplicate. */
function nextId(messageId: string): string {
  const [, id = messageId, count = '1'] = /^(.*?)~(\d+)$/.exec(messageId) ?? [];
  return `${id}~${Number(count) + 1}`;
}

function nothing({ posts }: TurnRequest): HostEvidence {
  return {
    transcript: { state: 'absent' },
    wasStopped: false,
    isHostsOwn: false,
    isClaimed: false,
    leader: undefined,
    answers: posts,
  };
}
