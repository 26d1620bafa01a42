import type { Outcome } from '@clawmost/mm-inbox';
import { isAbortRequestText } from 'openclaw/plugin-sdk/command-primitives-runtime';
import { whenRunning } from '../answers/running-accounts.ts';
import { sendAnswer } from '../answers/send-answer.ts';
import { queueModeOf } from '../host/queue-mode.ts';
import type { HostRecords } from '../host/records.ts';
import type { ReadyAccount } from '../server/ready-account.ts';
import { texts } from '../texts.ts';
import { followTurn, type TurnRun } from './follow-turn.ts';
import { createOpenTurn } from './open-turn.ts';
import { isUndecided } from './outcome.ts';
import type { SessionGate } from './session-gate.ts';
import { stopOwnTurns } from './stop.ts';
import { placeOf, type TurnRequest } from './turn-request.ts';
import { areDeleted } from './withdraw.ts';

/** The one who has a turn run, such as the handler of a post. */
export interface TurnOwner {
  /** Aborts when the account stops; the turn goes on in OpenClaw. */
  readonly signal: AbortSignal;
  /** Called when the order of messages is safe without further waiting: the turn has started, or waits at the gate. */
  readonly onStarted: () => void;
}

/** How a turn ended, and what it was about: requests that waited with it at the gate are part of it. */
export interface TurnEnd {
  readonly outcome: Outcome;
  readonly request: TurnRequest;
}

/** What turns are run with. */
export interface TurnRunner {
  readonly account: ReadyAccount;
  readonly records: HostRecords;
  readonly gate: SessionGate;
}

/** A turn that OpenClaw neither begins nor ends does not hold back the next message of its conversation for longer. */
const longestStartMs = 30_000;

/**
 * Gives a request to OpenClaw as soon as its session is free, and waits for the end: the answer is posted then, or it is
 * known that there is none. With an outcome that `isUndecided`, OpenClaw has done nothing.
 *
 * @throws the reason of the owner's signal, when the account stops before the end
 * @throws Error when an answer could not be posted, or OpenClaw dropped the message
 */
export async function runTurn(runner: TurnRunner, request: TurnRequest, owner: TurnOwner): Promise<TurnEnd> {
  const { account, records, gate } = runner;
  const { signal, onStarted } = owner;
  // After a restart of the account in the same process, OpenClaw still works on what it was given before.
  const before = gate.turnWith(request.id);
  if (before) {
    onStarted();
    return { outcome: await orAborted(before.ended, signal), request };
  }

  if (areDeleted(request.posts)) return end(request, 'silent', 'prompt-deleted');
  const turn = createOpenTurn(account.accountId, request);
  if (request.isCommand) {
    onStarted();
    if (request.mayCommand && isAbortRequestText(request.text)) gate.stop(request.route.sessionKey);
  } else if (request.isStop && (await stopWithoutCommand(runner, request))) {
    return end(request, 'answered', 'stop-request');
  } else {
    const late = setTimeout(onStarted, longestStartMs);
    try {
      const mode = queueModeOf(account.config(), records.entry(request.route));
      const isBusy = gate.turnsIn(request.route.sessionKey).length > 0;
      // The gate keeps the order from here on, and other sessions of the channel need not wait.
      if (isBusy) onStarted();
      const passage = await gate.enter(turn, mode, signal);
      if (passage.act === 'dropped') return end(request, 'silent', passage.code);
      if (passage.act === 'collected') {
        const outcome = await orAborted(passage.into.ended, signal);
        return isUndecided(outcome) ? { outcome, request } : end(request, 'joined', 'collected');
      }
    } finally {
      clearTimeout(late);
    }
  }
  void run({ turn, account, records, gate, onStarted }, signal).then(turn.end.resolve, turn.end.reject);
  return { outcome: await orAborted(turn.ended, signal), request: turn.request };
}

/** Stops the person's own turns; false when nothing runs, so that the word is a message like any other. */
async function stopWithoutCommand({ account, gate }: TurnRunner, request: TurnRequest): Promise<boolean> {
  const result = stopOwnTurns(gate, request);
  if (result === 'nothing-runs') return false;
  const text = result === 'stopped' ? texts.stopped : texts.notYoursToStop;
  const answer = { ...placeOf(request), text, deliveryId: `stop-${request.id}`, answers: [request.id] };
  await sendAnswer(account.accountId, answer);
  return true;
}

function end(request: TurnRequest, outcome: Outcome['outcome'], code: string): TurnEnd {
  return { outcome: { outcome, code }, request };
}

async function run(turnRun: TurnRun, signal: AbortSignal): Promise<Outcome> {
  const { turn, account, gate } = turnRun;
  const { request, accountId } = turn;
  const { id, posts, messageId, route, to, isCommand } = request;
  const session = { agentId: route.agentId, sessionKey: route.sessionKey };
  const late = setTimeout(turnRun.onStarted, longestStartMs);
  try {
    await account.stores.pendingAnswers.openTurn({
      ...{ id, posts, messageId, session, to, isCommand, startedAt: Date.now() },
      ...placeOf(request),
    });
    const outcome = await followTurn(turnRun);
    const { pendingAnswers } = (await whenRunning(accountId)).stores;
    for (const post of posts) {
      const answers = await pendingAnswers.answersTo(post);
      if (answers.some(({ isPosted }) => !isPosted)) throw new Error('An answer could not be posted');
    }
    if (!isUndecided(outcome)) await pendingAnswers.closeTurn(id, Date.now());
    // It goes to OpenClaw again, and before what was written after it.
    else if (!isCommand && !signal.aborted) gate.keepFor(route.sessionKey, id, request.timestamp);
    return outcome;
  } finally {
    clearTimeout(late);
    if (!isCommand) gate.leave(turn);
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
