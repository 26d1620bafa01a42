import { setTimeout as sleep } from 'node:timers/promises';
import type { Outcome } from '@clawmost/mm-inbox';
import { isAbortRequestText } from 'openclaw/plugin-sdk/command-primitives-runtime';
import { whenRunning } from '../answers/running-accounts.ts';
import { expectAnswer } from '../answers/send-text.ts';
import { queueModeOf } from '../host/queue-mode.ts';
import type { HostRecords } from '../host/records.ts';
import { type ReadyAccount, warnOf } from '../server/ready-account.ts';
import { type AnswerTrace, createDelivery } from './deliver.ts';
import { dispatchTurn, type TurnLifecycle } from './host-turn.ts';
import { createOpenTurn, type OpenTurn } from './open-turn.ts';
import { type DispatchEnd, isUndecided, outcomeOf, sessionBusy, steered } from './outcome.ts';
import type { SessionGate } from './session-gate.ts';
import { placeOf, type TurnRequest } from './turn-request.ts';

/** The one who has a turn run, such as the handler of a post. */
export interface TurnOwner {
  /** Aborts when the account stops; the turn goes on in OpenClaw. */
  readonly signal: AbortSignal;
  /** Called when the order of messages is safe without further waiting: the turn has started, or waits at the gate. */
  readonly onStarted: () => void;
}

/** What turns are run with. */
export interface TurnRunner {
  readonly account: ReadyAccount;
  readonly records: HostRecords;
  readonly gate: SessionGate;
}

/** A turn that OpenClaw neither begins nor ends does not hold back the next message of its conversation for longer. */
const longestStartMs = 30_000;

/** A turn that OpenClaw has queued and never settles holds its session for no longer. */
const longestQueuedMs = 6 * 60 * 60_000;

/**
 * Gives a request to OpenClaw as soon as its session is free, and waits for the end: the answer is posted then, or it is
 * known that there is none. With an outcome that `isUndecided`, OpenClaw has done nothing.
 *
 * @throws the reason of the owner's signal, when the account stops before the end
 * @throws Error when an answer could not be posted, or OpenClaw dropped the message
 */
export async function runTurn(runner: TurnRunner, request: TurnRequest, owner: TurnOwner): Promise<Outcome> {
  const { account, records, gate } = runner;
  const { signal, onStarted } = owner;
  // After a restart of the account in the same process, OpenClaw still works on what it was given before.
  const before = gate.turnWith(request.id);
  if (before) {
    onStarted();
    return orAborted(before.ended, signal);
  }

  const turn = createOpenTurn(account.accountId, request);
  if (request.isCommand) {
    onStarted();
    if (request.mayCommand && isAbortRequestText(request.text)) gate.dropWaiting(request.route.sessionKey);
  } else {
    const late = setTimeout(onStarted, longestStartMs);
    try {
      const mode = queueModeOf(account.config(), records.entry(request.route));
      const isBusy = gate.turnsIn(request.route.sessionKey).length > 0;
      // The gate keeps the order from here on, and other sessions of the channel need not wait.
      if (isBusy) onStarted();
      const passage = await gate.enter(turn, mode, signal);
      if (passage.act === 'dropped') return { outcome: 'silent', code: passage.code };
      if (passage.act === 'collected') return { ...(await orAborted(passage.into.ended, signal)), ...collected };
    } finally {
      clearTimeout(late);
    }
  }
  void run({ turn, account, records, gate, onStarted }).then(turn.end.resolve, turn.end.reject);
  return orAborted(turn.ended, signal);
}

const collected: Outcome = { outcome: 'joined', code: 'collected' };

interface TurnRun {
  readonly turn: OpenTurn;
  readonly account: ReadyAccount;
  readonly records: HostRecords;
  readonly gate: SessionGate;
  readonly onStarted: () => void;
}

async function run(turnRun: TurnRun): Promise<Outcome> {
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
    const outcome = await follow(turnRun);
    const { pendingAnswers } = (await whenRunning(accountId)).stores;
    for (const post of posts) {
      const answers = await pendingAnswers.answersTo(post);
      if (answers.some(({ isPosted }) => !isPosted)) throw new Error('An answer could not be posted');
    }
    if (!isUndecided(outcome)) await pendingAnswers.closeTurn(id);
    return outcome;
  } finally {
    clearTimeout(late);
    if (!isCommand) gate.leave(turn);
  }
}

/** Gives a turn to OpenClaw and waits until it is over, as OpenClaw's callbacks and its result tell it. */
async function follow({ turn, account, records, gate, onStarted }: TurnRun): Promise<Outcome> {
  const { request, accountId } = turn;
  const trace: AnswerTrace = { delivered: 0, failed: 0, refused: false, sending: [] };
  const settled = Promise.withResolvers<void>();
  const leader = gate.turnsIn(request.route.sessionKey).find(other => other !== turn && !request.isCommand);
  const queued = { accountId, ...placeOf(request), posts: request.posts, delivered: 0 };
  let stopExpecting = () => {};
  let isAbandoned = false;
  let isTurnedAway = false;
  const warn = (what: string) => warnOf(account, what);

  const lifecycle: TurnLifecycle = {
    admission: 'exclusive',
    onDeferred: () => {
      // Into a turn of ours that is at work. Behind any other, OpenClaw would queue it: then it comes again afterwards.
      isTurnedAway = leader === undefined || !leader.isStarted || leader.isEnding;
      if (leader && !isTurnedAway) {
        joinTurn(accountId, turn, leader).catch(warn('a message that joined a turn could not be noted'));
      }
      onStarted();
      return !isTurnedAway;
    },
    onAdopted: async () => {
      turn.isStarted = true;
      onStarted();
      if (turn.isQueued) stopExpecting = expectAnswer(queued);
      gate.changed(turn);
    },
    onAbandoned: () => {
      isAbandoned = true;
      settled.resolve();
    },
    onSettled: () => {
      stopExpecting();
      settled.resolve();
    },
  };

  const typing = async () => {
    const { rest, signal } = await whenRunning(accountId);
    await rest.typing.start(request.channel.id, request.route.threadId, { signal });
  };
  const result = await whenHostIsFree(() =>
    dispatchTurn(request, {
      inbound: account.channelRuntime.inbound,
      cfg: account.config(),
      accountId,
      delivery: createDelivery({ turn, trace, gate, records, warn }),
      lifecycle,
      signal: turn.stop.signal,
      typing,
      onTypingError: warn('typing could not be shown'),
    }),
  );
  const end = 'dispatchResult' in result ? (result.dispatchResult as DispatchEnd | undefined) : undefined;
  if (end?.deferredToActiveRun === 'followup') {
    turn.isQueued = true;
    await Promise.race([settled.promise, sleep(longestQueuedMs, undefined, { ref: false })]);
    if (queued.delivered > 0) return { outcome: 'joined', code: 'queued' };
  } else if (end?.deferredToActiveRun === 'steer') {
    await leader?.ended;
    return { outcome: 'joined', code: steered };
  }
  // It was the answer to a question, or no answer; OpenClaw says why it did not take it.
  if (leader && trace.delivered === 0) leader.hasQuestion = false;
  if (isTurnedAway && !turn.isStarted) return { outcome: 'silent', code: sessionBusy };
  if (isAbandoned && !turn.isStarted) throw new Error('OpenClaw put the message off and dropped it before its turn');
  const sent = await Promise.allSettled(trace.sending);
  if (trace.failed > 0 || sent.some(({ status }) => status === 'rejected'))
    throw new Error('An answer could not be posted');
  return outcomeOf({ started: turn.isStarted, ...trace }, end);
}

async function joinTurn(accountId: string, turn: OpenTurn, leader: OpenTurn): Promise<void> {
  const { stores } = await whenRunning(accountId);
  await stores.pendingAnswers.joinTurn(turn.request.id, leader.request.id);
}

/** How often a dispatch is tried while another part of OpenClaw holds its state. */
const mostTries = 8;

/** Right after its start OpenClaw may refuse several first turns at once; nothing has begun then. */
async function whenHostIsFree<T>(dispatch: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await dispatch();
    } catch (error) {
      const isBusy = error instanceof Error && error.name === 'StateDatabaseCoordinatorContentionError';
      if (!isBusy || attempt >= mostTries) throw error;
      await sleep(250 * 2 ** (attempt - 1) * (0.5 + Math.random() / 2));
    }
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
