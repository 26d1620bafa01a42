import type { Permit, Turn } from './budget.ts';
import { NotSentError, type NotSentReason, OutcomeUnknownError, RestError } from './errors.ts';
import type { Lane } from './lanes.ts';
import type { ResolvedOptions } from './options.ts';
import { classifyFailure, isOutcomeUnknown, isServerDown, type Progress, planRetry, type Retryable } from './retry.ts';

/** A call with everything decided, except what is sent. */
export interface Plan {
  /** Its name in errors and the log, such as `POST /posts`. */
  readonly label: string;
  readonly lane: Lane;
  /** The name of what it edits, if it is an edit. */
  readonly edits: string | undefined;
  readonly retryable: Retryable;
  /** For a new post: the id by which the server recognises it. */
  readonly pendingPostId: string | undefined;
  /** For the whole call: waiting, attempts, bodies. */
  readonly timeoutMs: number;
  /** For one attempt. */
  readonly attemptTimeoutMs: number;
  readonly maxAttempts: number;
  readonly isUpload: boolean;
  readonly signal: AbortSignal | undefined;
}

/** One attempt, which has its turn and has to be over in time. */
export interface Attempt {
  readonly timeoutMs: number;
  readonly permit: Permit;
}

/** Makes a call: waits for its turn, tries, and retries where that is safe and useful. */
export type RunCall = <T>(plan: Plan, attempt: (attempt: Attempt) => Promise<T>) => Promise<T>;

/** People see "is typing" for 5 s; a sign of typing that comes much later than meant is worse than none. */
const typingIsUsefulMs = 3_000;

const notSentMessages: Readonly<Record<NotSentReason, string>> = {
  superseded: 'a newer edit of the same post took its place',
  'queue-full': 'too many calls already wait for the rate limit of the server, or for its first answer',
  'too-late': 'its turn would come after its deadline, because the server limits calls or has not answered yet',
};

/** Makes the loop that every call goes through. */
export function createRunCall({ budget, logger, now, sleep, random }: ResolvedOptions): RunCall {
  return async (plan, attempt) => {
    const { label, lane, signal } = plan;
    const calledAt = now();
    const deadline = calledAt + plan.timeoutMs;
    let progress: Progress | undefined;
    let failure: RestError | undefined;
    let latest = lane === 'typing' ? Math.min(deadline, calledAt + typingIsUsefulMs) : deadline;

    for (;;) {
      signal?.throwIfAborted();
      const asked = budget.enter({ lane, edits: plan.edits, expiresAt: latest, signal });
      const turn: Turn = asked instanceof Promise ? await asked : asked;
      if (!turn.ok) throw finalError(failure ?? new NotSentError(notSentMessages[turn.why], label, turn.why));
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
        retryable: plan.retryable,
        maxAttempts: plan.maxAttempts,
        isUpload: plan.isUpload,
        deadline,
        firstSentAt: progress?.mayHaveActed ? progress.firstSentAt : sentAt,
        attempts: (progress?.attempts ?? 0) + 1,
        mayHaveActed: progress?.mayHaveActed || classifyFailure(failure).effect === 'unknown',
        mayHaveRestarted: progress?.mayHaveRestarted || (progress?.mayHaveActed === true && isServerDown(failure)),
      };
      const retry = planRetry(failure, progress, now(), random);
      if (retry === undefined) throw finalError(failure);
      logger.warn(`${failure.message}; retrying in ${Math.round(retry.waitMs)} ms (attempt ${progress.attempts + 1})`);
      if (retry.waitMs > 0) await sleep(retry.waitMs, signal);
      latest = retry.latest;
    }

    /** The error that the call throws: its last failure, unless that hides that the server may have acted. */
    function finalError(error: RestError): RestError {
      return progress !== undefined && isOutcomeUnknown(error, progress)
        ? new OutcomeUnknownError(error, plan.pendingPostId)
        : error;
    }
  };
}
