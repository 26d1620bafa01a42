import { setTimeout as sleep } from 'node:timers/promises';
import type { Outcome } from '@clawmost/mm-inbox';
import { pauseMs } from '../answers/retry.ts';
import { whenRunning } from '../answers/running-accounts.ts';
import { expectAnswer } from '../answers/send-text.ts';
import { type AnswerStream, noAnswerStream, openAnswerStream } from '../answers/streaming/answer-stream.ts';
import { previewMode } from '../answers/streaming/mode.ts';
import { noteKnown, readContext, type TurnContext } from '../conversations/context.ts';
import { areAnswersChecked } from '../host/hooks.ts';
import type { HostRecords } from '../host/records.ts';
import { type ReadyAccount, warnOf } from '../server/ready-account.ts';
import { createDeliveryCallbacks } from './deliver.ts';
import { dispatchTurn, type TurnLifecycle } from './host-turn.ts';
import {
  type DispatchEnd,
  isUndecided,
  outcomeOf,
  outcomeOfRefusal,
  sessionBusy,
  steered,
  type TurnProgress,
  unposted,
} from './outcome.ts';
import type { SessionGate } from './session-gate.ts';
import { openStatusReactions } from './status-reactions.ts';
import type { Turn } from './turn.ts';
import { placeOf } from './turn.ts';
import { showTyping } from './typing.ts';

/** A turn that has entered its session, and what it is run with. */
export interface EnteredTurn {
  readonly turn: Turn;
  readonly account: ReadyAccount;
  readonly records: HostRecords;
  readonly gate: SessionGate;
  /** Called when the turn has started, or waits in OpenClaw. */
  readonly onStarted: () => void;
}

/** We stop waiting for a turn in OpenClaw's queue after this time. */
const queueTimeoutMs = 6 * 60 * 60_000;

/** We stop waiting for OpenClaw to end a turn that was stopped after this time. */
const longestStopMs = 5 * 60_000;

/**
 * Gives a turn to OpenClaw and waits until it is over, as OpenClaw's callbacks and its result say.
 *
 * @throws Error when an answer is not posted yet, or OpenClaw dropped the message
 */
export async function followTurn({ turn, account, records, gate, onStarted }: EnteredTurn): Promise<Outcome> {
  const { request, accountId } = turn;
  const progress: TurnProgress = {
    ...{ delivered: 0, failed: 0, hasHostFailed: false, refusal: undefined },
    ...{ sending: [], isOver: false },
  };
  const stream = streamOf(turn, account);
  const reactions = openStatusReactions(account.config(), accountId, request);
  turn.onJoined = stream.join;
  const settled = Promise.withResolvers<void>();
  const others = gate.turnsIn(request.route.sessionKey).filter(other => other !== turn);
  const runningTurn = request.isCommand ? undefined : others[0];
  const expectedAnswer = { accountId, ...placeOf(request), posts: request.posts, delivered: 0 };
  let stopExpecting = () => {};
  let isAbandoned = false;
  let isTurnedAway = false;
  const warn = (what: string) => warnOf(account, what);

  const lifecycle: TurnLifecycle = {
    admission: 'exclusive',
    onDeferred: () => {
      // Accept only when OpenClaw adds the message to one of our running turns. Otherwise refuse, because it would wait in
      // OpenClaw's own queue; it is dispatched again later.
      isTurnedAway = runningTurn === undefined || !runningTurn.isStarted || runningTurn.isEnding;
      if (runningTurn && !isTurnedAway) {
        turn.joined = runningTurn;
        gate.admitNext(turn);
        joinTurn(accountId, turn, runningTurn).catch(warn('a message that joined a turn could not be noted'));
      }
      onStarted();
      return !isTurnedAway;
    },
    onAdopted: async () => {
      turn.isStarted = true;
      turn.joined?.onJoined();
      onStarted();
      if (turn.isQueued) stopExpecting = expectAnswer(expectedAnswer);
      gate.admitNext(turn);
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

  const whyEnded = () => turn.withdrawn ?? (turn.wasStopped ? 'stopped' : undefined);
  const dispatch = (context: TurnContext | undefined) =>
    dispatchTurn(request, {
      context,
      inbound: account.channelRuntime.inbound,
      cfg: account.config(),
      accountId,
      allowFrom: account.settings.config.allowFrom,
      delivery: createDeliveryCallbacks({ turn, progress, stream, gate, records, warn }),
      progress: { ...stream.callbacks, ...reactions.callbacks(stream.callbacks) },
      lifecycle,
      signal: turn.controller.signal,
      typing: () => showTyping(accountId, request),
    });
  let end: DispatchEnd | undefined;
  let context: TurnContext | undefined;
  try {
    // It may have been stopped or deleted since it entered its session.
    const early = whyEnded();
    if (early) return { outcome: 'silent', code: early };
    context = await contextOf(turn, account, records);
    const dispatched = whenHostIsFree(() => dispatch(context), turn.controller.signal);
    const result = await orStopped(dispatched, turn.controller.signal);
    end = result && 'dispatchResult' in result ? (result.dispatchResult as DispatchEnd | undefined) : undefined;
    if (end?.deferredToActiveRun === 'followup') {
      turn.isQueued = true;
      const late = sleep(queueTimeoutMs, undefined, { ref: false });
      await orStopped(Promise.race([settled.promise, late]), turn.controller.signal);
      if (expectedAnswer.delivered > 0) return { outcome: 'joined', code: 'queued' };
    } else if (end?.deferredToActiveRun === 'steer') {
      const outcome = await runningTurn?.ended;
      return outcome && isUndecided(outcome) ? outcome : { outcome: 'joined', code: steered };
    }
  } catch (error) {
    // OpenClaw may also throw when it stops a turn.
    if (!whyEnded()) throw error;
  } finally {
    stopExpecting();
    const how = turn.withdrawn ? 'withdrawn' : turn.wasStopped ? 'stopped' : 'over';
    reactions.end(progress.delivered > 0);
    stream.end(how).catch(warn('the previews of a turn could not be deleted'));
  }
  // The agent's question is closed: this message answered it, or OpenClaw has told the person why not.
  if (runningTurn && progress.delivered === 0) runningTurn.hasQuestion = false;
  const sent = await Promise.allSettled(progress.sending);
  const code = whyEnded();
  if (code && progress.delivered === 0) {
    progress.isOver = true;
    return { outcome: 'silent', code };
  }
  if (isTurnedAway && !turn.isStarted) return { outcome: 'silent', code: sessionBusy };
  if (isAbandoned && !turn.isStarted)
    throw new Error('OpenClaw deferred the message and dropped it without starting a turn');
  if (progress.refusal) return outcomeOfRefusal(progress.refusal, progress.delivered);
  const isUnposted = progress.failed > 0 || sent.some(({ status }) => status === 'rejected');
  if (isUnposted) throw unposted(request.id);
  const outcome = outcomeOf({ isStarted: turn.isStarted, ...progress }, end);
  if (!isUndecided(outcome))
    await noteKnown(account, request, context).catch(warn('what the agent knows was not kept'));
  return outcome;
}

/** Reads what the agent is given beside a message. A command gets nothing. */
async function contextOf(
  { request, controller }: Turn,
  account: ReadyAccount,
  records: HostRecords,
): Promise<TurnContext | undefined> {
  if (request.isCommand) return undefined;
  const signal = AbortSignal.any([account.signal, controller.signal]);
  return readContext({ ...account, signal }, request, session => records.entry(session) !== undefined);
}

/** What people see of a turn while the agent works. */
function streamOf({ accountId, request, controller }: Turn, { settings }: ReadyAccount): AnswerStream {
  const { config } = settings;
  const mode = previewMode(config, areAnswersChecked());
  if (request.isCommand) return noAnswerStream(false);
  if (mode === 'off') return noAnswerStream(config.streaming?.block?.enabled);
  const { id: turnId, posts: answers } = request;
  return openAnswerStream({
    ...{ config, mode, accountId, turnId, answers, signal: controller.signal },
    ...placeOf(request),
  });
}

async function joinTurn(accountId: string, turn: Turn, runningTurn: Turn): Promise<void> {
  const { stores } = await whenRunning(accountId);
  await stores.pendingAnswers.joinTurn(turn.request.id, runningTurn.request.id);
}

/** Whether OpenClaw refused a dispatch because two arrived at the same moment. It has started nothing then. */
function isContention(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const isStateBusy = error.name === 'StateDatabaseCoordinatorContentionError';
  return isStateBusy || error.message === 'session changed before durable user-turn admission';
}

/** How often a dispatch is tried while another part of OpenClaw holds its state. */
const mostTries = 8;

/** Dispatches, and tries again while OpenClaw is busy with another dispatch. */
async function whenHostIsFree<T>(dispatch: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await dispatch();
    } catch (error) {
      if (!isContention(error) || attempt >= mostTries) throw error;
      await sleep(pauseMs(attempt - 1) / 4, undefined, { signal });
    }
  }
}

/** Waits for OpenClaw; resolves to `undefined` when it has not ended a turn long after that was stopped. */
async function orStopped<T>(work: Promise<T>, stop: AbortSignal): Promise<T | undefined> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>();
  let timer: NodeJS.Timeout | undefined;
  const wait = (): void => {
    timer = setTimeout(() => resolve(undefined), longestStopMs).unref();
  };
  stop.addEventListener('abort', wait, { once: true });
  if (stop.aborted) wait();
  try {
    return await Promise.race([work, late]);
  } finally {
    stop.removeEventListener('abort', wait);
    clearTimeout(timer);
  }
}
