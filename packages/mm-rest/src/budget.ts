import { Allowance, type AnswerHead } from './allowance.ts';
import { tokensAt } from './bucket.ts';
import { checkNames } from './check-names.ts';
import { describeValue } from './describe-value.ts';
import type { NotSentReason } from './errors.ts';
import { countAhead, type Lane, lanes, nextLane, roomNeeded } from './lanes.ts';
import { Queue, type QueuedCall } from './queue.ts';
import { longestSleepMs, type Sleep, sleep as sleepByTimer } from './sleep.ts';

/** What `createBudget` takes. */
export interface BudgetOptions {
  /**
   * How many calls may wait for the rate limit at once; when more come, those of the last lane are dropped. Up to 10,000
   * may wait for the first answer of a server.
   * @default 500
   */
  maxWaiting?: number | undefined;
  /** Replaces time in tests. @default real time */
  testing?:
    | {
        /** A clock in milliseconds that never goes back. @default performance.now */
        now?: (() => number) | undefined;
        /** Waits; rejects with the signal's own reason when that aborts. @default a timer */
        sleep?: ((ms: number, signal: AbortSignal | undefined) => Promise<void>) | undefined;
      }
    | undefined;
}

/** A call that asks for its turn. */
export interface TurnRequest extends QueuedCall {
  /** Takes the call out of the queue when aborted; `enter` then rejects with the signal's reason. */
  readonly signal: AbortSignal | undefined;
}

/** Whether a call may be sent. A refusal is a value: copies of this module do not share classes of errors. */
export type Turn = Permit | Refusal;

/** The call may be sent. */
export interface Permit {
  /** Separates it from a `Refusal`. */
  readonly ok: true;
  /** Call it with the head of the answer, or without one when none came. Only the first call of it counts. */
  done(answer?: AnswerHead): void;
}

/** The call must not be sent. */
export interface Refusal {
  /** Separates it from a `Permit`. */
  readonly ok: false;
  /** Why it must not be sent. */
  readonly why: NotSentReason;
}

/** The state of a budget. */
export interface BudgetStatus {
  /** How many calls wait, by lane. */
  readonly waiting: Readonly<Record<Lane, number>>;
  /** How many calls are on their way to the server. */
  readonly underWay: number;
  /** For how long a 429 still forbids calls, in milliseconds from now. */
  readonly silentMs: number;
  /** What the server's headers say; `undefined` as long as it has sent none, which mostly means that it has no limit. */
  readonly limit:
    | {
        /** How many calls fit into the full bucket. */
        readonly size: number;
        /** How many calls could be sent at once now. */
        readonly remaining: number;
        /** How many calls it regains in a second, at least. */
        readonly perSecond: number;
      }
    | undefined;
}

/** Decides what may be sent to one server, and in which order. */
export interface Budget {
  /** Asks for a turn; answers at once when nothing is in the way. */
  enter(request: TurnRequest): Turn | Promise<Turn>;
  /** Its state now, for those who want to send less when it is low. */
  status(): BudgetStatus;
}

/** How many calls may wait for the first answer of a server, which mostly has no limit, so that all of them go then. */
const maxBeforeFirstAnswer = 10_000;

interface WaitingCall extends QueuedCall {
  settle(turn: Turn): void;
}

/**
 * Makes a budget of your own, to pass to several clients. You need it only where the shared default is wrong: when
 * several addresses lead to one server, or to change how many calls may wait.
 *
 * @throws TypeError that names the option and what was expected
 */
export function createBudget(options: BudgetOptions = {}): Budget {
  checkNames(options, ['maxWaiting', 'testing']);
  const { maxWaiting = 500, testing = {} } = options;
  const now = testing.now ?? (() => performance.now());
  const sleep: Sleep = testing.sleep ?? sleepByTimer;
  if (!Number.isSafeInteger(maxWaiting) || maxWaiting < 1) {
    throw new TypeError(`maxWaiting: expected a whole number of calls, 1 or more, got ${describeValue(maxWaiting)}`);
  }
  const allowance = new Allowance();
  const queue = new Queue<WaitingCall>();
  let alarm: { readonly at: number; readonly stop: AbortController } | undefined;

  function issue(time: number): Permit {
    let end: ReturnType<Allowance['spend']> | undefined = allowance.spend(time);
    return {
      ok: true,
      done(answer) {
        end?.(answer, now());
        if (end !== undefined && queue.size > 0) settleDue();
        end = undefined;
      },
    };
  }

  /** Refuses the waiting calls that have expired, and gives the others the turns that are free now. */
  function settleDue(): void {
    const time = now();
    for (const call of queue.removeExpired(Math.max(time, allowance.silentUntil))) call.settle(refusal('too-late'));
    for (;;) {
      const { free, size } = allowance.room(time);
      const next = queue.first(nextLane(queue.counts(), free, size));
      if (next === undefined) break;
      queue.remove(next);
      next.settle(issue(time));
    }
    setAlarm(time);
  }

  function setAlarm(time: number): void {
    const counts = queue.counts();
    const lane = lanes.find(lane => counts[lane] > 0);
    if (lane === undefined) {
      stopAlarm();
      return;
    }
    // A turn that is due and was not given depends on an answer, and `done` looks again when that comes.
    const turnAt = allowance.turnAt(lane, 0, time).latest;
    const at = Math.min(queue.nextExpiry(), turnAt > time ? turnAt : Number.POSITIVE_INFINITY);
    if (alarm !== undefined && alarm.at <= at) return;
    stopAlarm();
    const current = { at, stop: new AbortController() };
    alarm = current;
    const ring = () => {
      if (alarm !== current) return;
      alarm = undefined;
      settleDue();
    };
    sleep(Math.min(at - time, longestSleepMs), current.stop.signal).then(ring, () => {});
  }

  function stopAlarm(): void {
    alarm?.stop.abort();
    alarm = undefined;
  }

  function wait({ signal, ...queued }: TurnRequest): Promise<Turn> {
    return new Promise((resolve, reject) => {
      const call: WaitingCall = {
        ...queued,
        settle(turn) {
          signal?.removeEventListener('abort', leave);
          resolve(turn);
        },
      };
      function leave() {
        queue.remove(call);
        reject(signal?.reason);
        settleDue();
      }
      signal?.addEventListener('abort', leave, { once: true });
      const older = call.lane === 'preview' ? queue.supersededBy(call) : undefined;
      const max = allowance.isUnknown ? Math.max(maxWaiting, maxBeforeFirstAnswer) : maxWaiting;
      if (older === undefined) queue.add(call, max)?.settle(refusal('queue-full'));
      else {
        queue.replace(older, call);
        older.settle(refusal('superseded'));
      }
      setAlarm(now());
    });
  }

  return {
    enter(request) {
      const time = now();
      const { lane, expiresAt } = request;
      const before = queue.size === 0 ? 0 : countAhead(queue.counts(), lane);
      const { free, size } = allowance.room(time);
      const older = queue.supersededBy(request);
      if (older !== undefined && lane !== 'preview') {
        queue.remove(older);
        older.settle(refusal('superseded'));
      }
      if (before === 0 && free >= roomNeeded(lane, size)) return issue(time);
      // Only when it is certain: a guess must not cost a call that has time.
      if (allowance.turnAt(lane, before, time).earliest >= expiresAt) return refusal('too-late');
      return wait(request);
    },
    status() {
      const time = now();
      const { bucket, underWay, silentUntil } = allowance;
      return {
        waiting: queue.counts(),
        underWay,
        silentMs: Math.max(0, silentUntil - time),
        limit: bucket && {
          size: bucket.size,
          remaining: Math.floor(tokensAt(bucket, time)),
          perSecond: bucket.perSecond,
        },
      };
    },
  };
}

function refusal(why: NotSentReason): Refusal {
  return { ok: false, why };
}
