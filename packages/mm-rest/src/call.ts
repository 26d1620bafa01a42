import type { Permit, Turn } from './budget.ts';
import { NotSentError, type NotSentReason, OutcomeUnknownError, RestError } from './errors.ts';
import type { Lane } from './lanes.ts';
import type { ResolvedOptions } from './options.ts';
import { isAway, isOutcomeUnknown, judge, type Progress, planRepeat, type Repeatable } from './retry.ts';

/** A call with everything decided, except what is sent. */
export interface Plan {
  /** What errors call it, such as `POST /posts`. */
  readonly label: string;
  readonly lane: Lane;
  /** Names what it edits, if it is an edit. */
  readonly edits: string | undefined;
  readonly repeatable: Repeatable;
  /** Of a post: the key by which the server knows it again. */
  readonly pendingPostId: string | undefined;
  /** For the whole call: waiting, attempts, bodies. */
  readonly timeoutMs: number;
  /** For one attempt. */
  readonly attemptTimeoutMs: number;
  readonly maxAttempts: number;
  readonly signal: AbortSignal | undefined;
}

/** One attempt, which has its turn and has to be over in time. */
export interface Attempt {
  readonly timeoutMs: number;
  readonly permit: Permit;
}

/** Makes a call: waits for its turn, tries, and tries again where that is safe and of use. */
export type Call = <T>(plan: Plan, attempt: (attempt: Attempt) => Promise<T>) => Promise<T>;

/** People see somebody typing for 5 s; what comes much later than it was meant is worse than nothing. */
const typingKeepsMs = 3_000;

const whyNotSent: Readonly<Record<NotSentReason, string>> = {
  superseded: 'a newer edit of the same took its place',
  'queue-full': 'too many calls wait for the rate limit of the server already',
  'too-late': 'its turn would come after its deadline, because the server limits calls or has not answered yet',
};

/** The loop that every call goes through. */
export function createCall({ budget, logger, now, sleep, random }: ResolvedOptions): Call {
  return async (plan, attempt) => {
    const { label, lane, signal } = plan;
    const calledAt = now();
    const deadline = calledAt + plan.timeoutMs;
    let progress: Progress | undefined;
    let failure: RestError | undefined;
    let latest = lane === 'typing' ? Math.min(deadline, calledAt + typingKeepsMs) : deadline;

    for (;;) {
      signal?.throwIfAborted();
      const asked = budget.enter({ lane, edits: plan.edits, expiresAt: latest, signal });
      const turn: Turn = asked instanceof Promise ? await asked : asked;
      if (!turn.ok) throw giveUp(failure ?? new NotSentError(whyNotSent[turn.why], label, turn.why));
      const sentAt = now();
      try {
        const timeoutMs = Math.ceil(Math.min(plan.attemptTimeoutMs, Math.max(1, deadline - sentAt)));
        return await attempt({ timeoutMs, permit: turn });
      } catch (error) {
        if (!(error instanceof RestError)) throw error;
        failure = error;
      } finally {
        turn.done();
      }
      progress = {
        repeatable: plan.repeatable,
        maxAttempts: plan.maxAttempts,
        deadline,
        firstSentAt: progress?.mayHaveActed ? progress.firstSentAt : sentAt,
        attempts: (progress?.attempts ?? 0) + 1,
        mayHaveActed: progress?.mayHaveActed || judge(failure).acted === 'perhaps',
        mayHaveForgotten: progress?.mayHaveForgotten || (progress?.mayHaveActed === true && isAway(failure)),
      };
      const repeat = planRepeat(failure, progress, now(), random);
      if (repeat === undefined) throw giveUp(failure);
      logger.warn(`${failure.message}; attempt ${progress.attempts + 1} follows in ${Math.round(repeat.waitMs)} ms`);
      if (repeat.waitMs > 0) await sleep(repeat.waitMs, signal);
      latest = repeat.latest;
    }

    /** What a call throws in the end: its last failure, unless that says too little. */
    function giveUp(error: RestError): RestError {
      return progress !== undefined && isOutcomeUnknown(error, progress)
        ? new OutcomeUnknownError(error, plan.pendingPostId)
        : error;
    }
  };
}
