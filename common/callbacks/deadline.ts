/** What {@link Deadline.wait} resolves to when the deadline passes first. */
export const timedOut: unique symbol = Symbol('timed out');

/** The time by which the receiver must answer. */
export interface Deadline {
  /** Aborted when the deadline has passed. */
  readonly signal: AbortSignal;
  /** Resolves as `work` does, or to {@link timedOut}. When `work` rejects after that, the caller must handle it. */
  wait<T>(work: Promise<T>): Promise<T | typeof timedOut>;
  /** Clears the timer. */
  stop(): void;
}

/** Starts a deadline that passes after `ms` milliseconds. */
export function startDeadline(ms: number): Deadline {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), ms);
  const passed = new Promise<typeof timedOut>(resolve => {
    controller.signal.addEventListener('abort', () => resolve(timedOut), { once: true });
  });
  return {
    signal: controller.signal,
    wait(work) {
      return Promise.race([work, passed]);
    },
    stop() {
      clearTimeout(timer);
    },
  };
}
