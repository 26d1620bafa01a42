import { manualTime } from '@clawmost/mm-testserver';
import { vi } from 'vitest';

/** A clock that stands still until a test moves it, for the `testing` option. */
export interface Clock {
  now(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** How long each of the sleeps that go on was asked to last. */
  readonly waits: readonly number[];
  /** Moves the clock and ends the sleeps that are due. */
  advance(ms: number): void;
  /** Moves the clock by `ms` once a sleep of exactly that length goes on. */
  advanceOnce(ms: number): Promise<void>;
}

export function createClock(startAt = 0): Clock {
  const time = manualTime(startAt);
  const sleeps = new Set<{ readonly ms: number }>();
  const clock: Clock = {
    now: () => time.now(),
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const sleep = { ms };
        const end = (settle: () => void): void => {
          cancel();
          sleeps.delete(sleep);
          signal?.removeEventListener('abort', abort);
          settle();
        };
        const abort = (): void => end(() => reject(signal?.reason as Error));
        const cancel = time.schedule(ms, () => end(resolve));
        sleeps.add(sleep);
        signal?.addEventListener('abort', abort);
      }),
    get waits() {
      return [...sleeps].map(({ ms }) => ms);
    },
    advance: ms => time.advance(ms),
    advanceOnce: async ms => {
      await vi.waitFor(() => {
        if (!clock.waits.includes(ms)) throw new Error(`no sleep of ${ms} ms goes on, only ${clock.waits.join(', ')}`);
      }, 60_000);
      time.advance(ms);
    },
  };
  return clock;
}
