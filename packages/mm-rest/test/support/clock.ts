import { manualTime } from '@clawmost/mm-testserver';

/** A clock that stands still until a test moves it, for the `testing` option. */
export interface Clock {
  now(): number;
  sleep(ms: number, signal: AbortSignal | undefined): Promise<void>;
  /** Moves the clock, ends the sleeps that are due in their order, and lets what follows from each run first. */
  pass(ms: number): Promise<void>;
}

export function createClock(): Clock {
  const time = manualTime(0);
  const sleeps = new Set<{ readonly until: number }>();

  async function pass(ms: number): Promise<void> {
    const end = time.now() + ms;
    await settled();
    for (;;) {
      const next = Math.min(...[...sleeps].map(({ until }) => until));
      if (next > end) break;
      time.advance(Math.max(0, next - time.now()));
      await settled();
    }
    time.advance(end - time.now());
    await settled();
  }

  return {
    now: () => time.now(),
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const sleep = { until: time.now() + ms };
        const end = (settle: () => void) => {
          cancel();
          sleeps.delete(sleep);
          signal?.removeEventListener('abort', abort);
          settle();
        };
        const abort = () => end(() => reject(signal?.reason));
        const cancel = time.schedule(ms, () => end(resolve));
        sleeps.add(sleep);
        signal?.addEventListener('abort', abort);
      }),
    pass,
  };
}

/** Lets everything run that only waits for promises. */
export function settled(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}
