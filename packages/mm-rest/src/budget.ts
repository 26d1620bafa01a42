import { Allowance, type AnswerHead } from './allowance.ts';
import { tokensAt } from './bucket.ts';
import type { NotSentReason } from './errors.ts';
import { ahead, lanes, needed, pickLane, type Waiting } from './lanes.ts';
import { Queue, type Waiter } from './queue.ts';
import { longestSleepMs, type Sleep, sleep as sleepByTimer } from './sleep.ts';

/** What `createBudget` takes. */
export interface BudgetOptions {
  /** How many calls may wait at once; more are turned away, those of the lowest lane first. @default 500 */
  maxWaiting?: number | undefined;
  /** A clock in milliseconds that never goes back. @default performance.now */
  now?: (() => number) | undefined;
  /** How to wait. @default a timer */
  sleep?: Sleep | undefined;
}

/** A call that asks for its turn. */
export interface TurnRequest extends Waiter {
  /** Takes the call out of the queue when aborted; `enter` then rejects with the signal's reason. */
  readonly signal: AbortSignal | undefined;
}

/** Whether a call may be sent. A refusal is a value: copies of this module do not share classes of errors. */
export type Turn = Permit | Refusal;

/** The call may be sent. */
export interface Permit {
  /** It may. */
  readonly ok: true;
  /** To be called when the head of the answer is there, or without it when none came; once, later calls do nothing. */
  done(answer?: AnswerHead): void;
}

/** The call must not be sent any more. */
export interface Refusal {
  /** It must not. */
  readonly ok: false;
  /** Why. */
  readonly why: NotSentReason;
}

/** How a budget stands. */
export interface BudgetStatus {
  /** How many calls wait, by lane. */
  readonly waiting: Waiting;
  /** How many calls are on their way to the server. */
  readonly underWay: number;
  /** For how long the server has asked for silence, in milliseconds from now. */
  readonly silentMs: number;
  /** What the server's headers say; `undefined` as long as it has sent none, which mostly means that it has no limit. */
  readonly limit: BudgetLimit | undefined;
}

/** What is believed of a server's rate limit. */
export interface BudgetLimit {
  /** How many calls fit into the full bucket. */
  readonly size: number;
  /** How many calls could be sent at once now. */
  readonly remaining: number;
  /** How many calls it regains in a second, at least. */
  readonly perSecond: number;
}

/** What may be sent to one server, and in which order. */
export interface Budget {
  /** Asks for a turn; answers at once when nothing is in the way. */
  enter(request: TurnRequest): Turn | Promise<Turn>;
  /** How it stands now, for those who want to send less when it is low. */
  status(): BudgetStatus;
}

interface WaitingCall extends Waiter {
  settle(turn: Turn): void;
}

/**
 * Makes a budget of your own, to pass to several clients. Needed only where the one that is shared by default is wrong:
 * when several addresses lead to one server, or to change how many calls may wait.
 *
 * @throws TypeError for a `maxWaiting` that is not a whole number above 0.
 */
export function createBudget(options: BudgetOptions = {}): Budget {
  const { maxWaiting = 500, now = () => performance.now(), sleep = sleepByTimer } = options;
  if (!Number.isSafeInteger(maxWaiting) || maxWaiting < 1) {
    throw new TypeError('maxWaiting must be a whole number of calls, 1 or more');
  }
  const allowance = new Allowance();
  const queue = new Queue<WaitingCall>(maxWaiting);
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

  /** Gives turns to those who can have one, and none to those for whom it is too late. */
  function settleDue(): void {
    const time = now();
    for (const late of queue.expire(Math.max(time, allowance.silentUntil))) late.settle(refusal('too-late'));
    for (;;) {
      const { free, size } = allowance.room(time);
      const next = queue.first(pickLane(queue.counts(), free, size));
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
    // A turn that is due and was not given waits for an answer, which will look again by itself.
    const turnAt = allowance.turnAt(lane, 0, time);
    const at = Math.min(queue.nextExpiry(), turnAt > time ? turnAt : Number.POSITIVE_INFINITY);
    if (alarm !== undefined && alarm.at <= at) return;
    stopAlarm();
    const mine = { at, stop: new AbortController() };
    alarm = mine;
    const ring = () => {
      if (alarm !== mine) return;
      alarm = undefined;
      settleDue();
    };
    sleep(Math.min(at - time, longestSleepMs), mine.stop.signal).then(ring, () => {});
  }

  function stopAlarm(): void {
    alarm?.stop.abort();
    alarm = undefined;
  }

  function wait({ signal, ...waiter }: TurnRequest): Promise<Turn> {
    return new Promise((resolve, reject) => {
      const call: WaitingCall = {
        ...waiter,
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
      if (older === undefined) queue.add(call)?.settle(refusal('queue-full'));
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
      const before = queue.size === 0 ? 0 : ahead(queue.counts(), lane);
      const { free, size } = allowance.room(time);
      const older = queue.supersededBy(request);
      if (older !== undefined && lane !== 'preview') {
        queue.remove(older);
        older.settle(refusal('superseded'));
      }
      if (before === 0 && free >= needed(lane, size)) return issue(time);
      if (allowance.turnAt(lane, before, time) >= expiresAt) return refusal('too-late');
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
