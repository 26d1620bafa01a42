/** What a race gives when time was up first. */
export const tooLate: unique symbol = Symbol('too late');

/** The moment by which an answer has to be given. */
export interface Deadline {
  /** Aborted when it has passed. */
  readonly signal: AbortSignal;
  /** Resolves as `work` does, or to {@link tooLate}. A late rejection of `work` is yours to look at. */
  wait<T>(work: Promise<T>): Promise<T | typeof tooLate>;
  /** Leaves no timer behind. */
  stop(): void;
}

/** Starts the clock. */
export function startDeadline(ms: number): Deadline {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), ms);
  const over = new Promise<typeof tooLate>(resolve => {
    controller.signal.addEventListener('abort', () => resolve(tooLate), { once: true });
  });
  return {
    signal: controller.signal,
    wait(work) {
      return Promise.race([work, over]);
    },
    stop() {
      clearTimeout(timer);
    },
  };
}
