import { setTimeout as sleep } from 'node:timers/promises';
import type { Outcome } from '@clawmost/mm-inbox';
import { pauseMs } from '../answers/retry.ts';
import { whenRunning } from '../answers/running-accounts.ts';
import { expectAnswer } from '../answers/send-text.ts';
import type { HostRecords } from '../host/records.ts';
import { type ReadyAccount, warnOf } from '../server/ready-account.ts';
import { type AnswerTrace, createDelivery } from './deliver.ts';
import { dispatchTurn, type TurnLifecycle } from './host-turn.ts';
import type { OpenTurn } from './open-turn.ts';
import { type DispatchEnd, isUndecided, outcomeOf, outcomeOfRefusal, sessionBusy, steered } from './outcome.ts';
import type { SessionGate } from './session-gate.ts';
import { placeOf } from './turn-request.ts';

/** A turn that is in its session, and what it is run with. */
export interface TurnRun {
  readonly turn: OpenTurn;
  readonly account: ReadyAccount;
  readonly records: HostRecords;
  readonly gate: SessionGate;
  /** Called when the turn has started, or waits in OpenClaw. */
  readonly onStarted: () => void;
}

/** A turn that OpenClaw has queued and never settles holds its session for no longer. */
const longestQueuedMs = 6 * 60 * 60_000;

/**
 * Gives a turn to OpenClaw and waits until it is over, as OpenClaw's callbacks and its result say.
 *
 * @throws Error when an answer could not be posted yet, or OpenClaw dropped the message
 */
export async function followTurn({ turn, account, records, gate, onStarted }: TurnRun): Promise<Outcome> {
  const { request, accountId } = turn;
  const trace: AnswerTrace = { delivered: 0, failed: 0, refused: false, refusal: undefined, sending: [] };
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
        turn.joined = leader;
        gate.changed(turn);
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
      allowFrom: account.settings.config.allowFrom,
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
    const end = await leader?.ended;
    return end && isUndecided(end) ? end : { outcome: 'joined', code: steered };
  }
  // It was the answer to a question, or no answer; OpenClaw says why it did not take it.
  if (leader && trace.delivered === 0) leader.hasQuestion = false;
  if (isTurnedAway && !turn.isStarted) return { outcome: 'silent', code: sessionBusy };
  if (isAbandoned && !turn.isStarted) throw new Error('OpenClaw put the message off and dropped it before its turn');
  const sent = await Promise.allSettled(trace.sending);
  if (turn.withdrawn && trace.delivered === 0) return { outcome: 'silent', code: turn.withdrawn };
  if (turn.wasStopped && trace.delivered === 0) return { outcome: 'silent', code: 'stopped' };
  if (trace.refusal) return outcomeOfRefusal(trace.refusal);
  const isUnposted = trace.failed > 0 || sent.some(({ status }) => status === 'rejected');
  if (isUnposted) throw new Error('An answer could not be posted');
  return outcomeOf({ started: turn.isStarted, ...trace }, end);
}

async function joinTurn(accountId: string, turn: OpenTurn, leader: OpenTurn): Promise<void> {
  const { stores } = await whenRunning(accountId);
  await stores.pendingAnswers.joinTurn(turn.request.id, leader.request.id);
}

/** Two messages reached a session of OpenClaw at the same moment, or two sessions its state. */
function hasBegunNothing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const isContention = error.name === 'StateDatabaseCoordinatorContentionError';
  return isContention || error.message === 'session changed before durable user-turn admission';
}

/** How often a dispatch is tried while another part of OpenClaw holds its state. */
const mostTries = 8;

/** On a busy machine OpenClaw may refuse a dispatch before it has begun anything. */
async function whenHostIsFree<T>(dispatch: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await dispatch();
    } catch (error) {
      if (!hasBegunNothing(error) || attempt >= mostTries) throw error;
      await sleep(pauseMs(attempt - 1) / 4);
    }
  }
}
