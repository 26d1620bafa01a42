/** A time by which some work has to be over. */
export interface Deadline {
  /** Aborts when the time is up, or with the caller's own signal; its reason says which. */
  readonly signal: AbortSignal;
  /** Waits for `work`, but no longer than the signal allows. One at a time. */
  race<T>(work: Promise<T>): Promise<T>;
  /** Call it once the work is over; leaves neither timer nor listener. */
  stop(): void;
}

/**
 * Starts the clock. The timer is our own, because an `AbortSignal.timeout` joined by `AbortSignal.any` runs on when the
 * work is done.
 *
 * @throws the signal's own reason if it has aborted already
 */
export function startDeadline(ms: number, signal: AbortSignal | undefined, expired: () => Error): Deadline {
  signal?.throwIfAborted();
  const controller = new AbortController();
  let lose: ((reason: unknown) => void) | undefined;
  const end = (reason: unknown) => {
    controller.abort(reason);
    lose?.(reason);
  };
  const relay = () => end(signal?.reason);
  const timer = setTimeout(() => end(expired()), ms);
  signal?.addEventListener('abort', relay, { once: true });
  return {
    signal: controller.signal,
    race: work =>
      new Promise((resolve, reject) => {
        if (controller.signal.aborted) reject(controller.signal.reason);
        lose = reject;
        work.then(resolve, reject);
      }),
    stop() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', relay);
    },
  };
}

/**
 * Runs `work` until it ends, `ms` have passed or `signal` aborts, whichever is first; even when `work` ignores the signal
 * it gets, as a `fetch` from the caller may.
 *
 * @throws the signal's own reason, or the error that `expired` makes
 */
export async function withDeadline<T>(
  ms: number,
  signal: AbortSignal | undefined,
  expired: () => Error,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const deadline = startDeadline(ms, signal, expired);
  try {
    return await deadline.race(work(deadline.signal));
  } finally {
    deadline.stop();
  }
}
