import type { Outcome } from '@clawmost/mm-inbox';
import { isAbortRequestText } from 'openclaw/plugin-sdk/command-primitives-runtime';
import { isAnswerRefused } from '../answers/refusal.ts';
import { whenRunning } from '../answers/running-accounts.ts';
import { sendAnswer } from '../answers/send-answer.ts';
import type { HostRecords } from '../host/records.ts';
import { queueModeOf } from '../host/session-entry.ts';
import type { ReadyAccount } from '../server/ready-account.ts';
import { texts } from '../texts.ts';
import { type EnteredTurn, followTurn } from './follow-turn.ts';
import { isUndecided, outcomeOfRefusal, unposted } from './outcome.ts';
import type { SessionGate } from './session-gate.ts';
import { stopOwnTurns } from './stop.ts';
import { createTurn, placeOf, type TurnRequest } from './turn.ts';
import { markWhileWaiting } from './waiting-mark.ts';
import { areDeleted } from './withdraw.ts';

/** What the caller of `runTurn` passes, such as the handler of a post. */
export interface TurnOwner {
  /** Aborts when the account stops; the turn goes on in OpenClaw. */
  readonly signal: AbortSignal;
  /** We call it once the next message of the conversation may be handled: the turn has started, or waits at the gate. */
  readonly onStarted: () => void;
}

/** How a turn ended, and its request, to which those that waited with it at the gate were joined. */
export interface TurnEnd {
  readonly outcome: Outcome;
  readonly request: TurnRequest;
}

/** What turns are run with. */
export interface TurnServices {
  readonly account: ReadyAccount;
  readonly records: HostRecords;
  readonly gate: SessionGate;
}

/** When OpenClaw has not started a turn after this time, the next message of the conversation is handled. */
const startTimeoutMs = 30_000;

/**
 * Gives a request to OpenClaw as soon as its session is free, and waits for the end: the answer is posted then, or it is
 * known that there is none. When `isUndecided(outcome)`, the message may still need an answer: dispatch it again.
 *
 * @throws the reason of the owner's signal, when the account stops before the end
 * @throws Error when an answer is not posted yet, or OpenClaw dropped the message
 */
export async function runTurn(services: TurnServices, request: TurnRequest, owner: TurnOwner): Promise<TurnEnd> {
  const { account, records, gate } = services;
  const { signal, onStarted } = owner;
  // After a restart of the account in the same process, OpenClaw still works on what it was given before.
  const before = gate.turnWith(account.accountId, request.id);
  if (before) {
    before.owner = signal;
    onStarted();
    return { outcome: await orAborted(before.ended, signal), request };
  }

  if (areDeleted(request.posts)) return end(request, 'silent', 'prompt-deleted');
  const turn = createTurn(account.accountId, request, signal);
  if (request.isCommand) {
    onStarted();
    gate.passCommand(turn);
    if (request.mayCommand && endsRunningTurn(request.text)) {
      gate.markStopped(request.nativeCommand?.targetSessionKey ?? request.route.sessionKey);
    }
  } else if (request.isStop) {
    const outcome = await stopWithoutCommand(services, request);
    if (outcome) return { outcome, request };
  }
  if (!request.isCommand) {
    const late = setTimeout(onStarted, startTimeoutMs);
    try {
      const mode = queueModeOf(account.config(), records.entry(request.route));
      const isBusy = gate.turnsIn(request.route.sessionKey).length > 0;
      // The gate keeps the order from here on, and other sessions of the channel need not wait.
      if (isBusy) onStarted();
      const endWait = markWhileWaiting(account.config(), account.accountId, request);
      const result = await gate.enter(turn, mode, signal).finally(endWait);
      if (result.act === 'dropped') return end(request, 'silent', result.code);
      if (result.act === 'collected') {
        const outcome = await orAborted(result.into.ended, signal);
        return isUndecided(outcome) ? { outcome, request } : end(request, 'joined', 'collected');
      }
    } finally {
      clearTimeout(late);
    }
  }
  void runEntered({ turn, account, records, gate, onStarted }).then(turn.end.resolve, turn.end.reject);
  return { outcome: await orAborted(turn.ended, signal), request: turn.request };
}

/** Whether OpenClaw ends what runs in a session before it carries out a command. */
function endsRunningTurn(text: string): boolean {
  return isAbortRequestText(text) || /^\s*\/(?:new|reset)(?![\w-])/i.test(text);
}

/** Stops the person's own turns; `undefined` when nothing runs, so that the word is a message like any other. */
async function stopWithoutCommand({ account, gate }: TurnServices, request: TurnRequest): Promise<Outcome | undefined> {
  const result = stopOwnTurns(gate, request);
  if (result === 'nothing-runs') return undefined;
  const text = result === 'stopped' ? texts.stopped : texts.notYoursToStop;
  const answer = { ...placeOf(request), text, deliveryId: `stop-${request.id}`, answers: [request.id] };
  try {
    await sendAnswer(account.accountId, answer);
    return { outcome: 'answered', code: 'stop-request' };
  } catch (error) {
    if (isAnswerRefused(error)) return outcomeOfRefusal(error);
    throw error;
  }
}

function end(request: TurnRequest, outcome: Outcome['outcome'], code: string): TurnEnd {
  return { outcome: { outcome, code }, request };
}

async function runEntered(entered: EnteredTurn): Promise<Outcome> {
  const { turn, account, gate } = entered;
  const { request, accountId } = turn;
  const { id, posts, messageId, route, to, isCommand } = request;
  const session = { agentId: route.agentId, sessionKey: route.sessionKey };
  const late = setTimeout(entered.onStarted, startTimeoutMs);
  try {
    await account.stores.pendingAnswers.openTurn({
      ...{ id, posts, messageId, session, to, isCommand, startedAt: Date.now() },
      ...placeOf(request),
    });
    const outcome = await followTurn(entered);
    const { pendingAnswers } = (await whenRunning(accountId)).stores;
    for (const post of posts) {
      const answers = await pendingAnswers.answersTo(post);
      if (answers.some(({ isPosted }) => !isPosted)) throw unposted(post);
    }
    if (!isUndecided(outcome)) await pendingAnswers.closeTurn(id, Date.now());
    // It will be dispatched again: until then, later messages wait.
    else if (!isCommand && !turn.owner.aborted) {
      const { timestamp: writtenAt, speaker } = request;
      gate.reserveFor(route.sessionKey, { accountId, id, writtenAt, speakerId: speaker.id });
    }
    return outcome;
  } finally {
    clearTimeout(late);
    gate.leave(turn);
  }
}

async function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
