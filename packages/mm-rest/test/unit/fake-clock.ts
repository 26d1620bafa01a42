import type { Sleep } from '../../src/sleep.ts';

/** Time that passes only when told to, and runs to the next sleeper by itself when asked. */
export interface FakeClock {
  now: () => number;
  sleep: Sleep;
  /** Lets so much time pass, waking sleepers on the way, in their order. */
  pass: (ms: number) => Promise<void>;
}

export function fakeClock(): FakeClock {
  let time = 0;
  const sleepers = new Set<{ at: number; wake: () => void }>();

  const sleep: Sleep = (ms, signal) =>
    new Promise((resolve, reject) => {
      const sleeper = { at: time + ms, wake: resolve };
      sleepers.add(sleeper);
      signal?.addEventListener('abort', () => {
        sleepers.delete(sleeper);
        reject(signal.reason);
      });
    });

  async function pass(ms: number): Promise<void> {
    const end = time + ms;
    await settled();
    for (;;) {
      const next = [...sleepers].sort((a, b) => a.at - b.at)[0];
      if (next === undefined || next.at > end) break;
      time = Math.max(time, next.at);
      sleepers.delete(next);
      next.wake();
      await settled();
    }
    time = end;
    await settled();
  }

  return { now: () => time, sleep, pass };
}

/** Lets everything run that is only waiting for promises. */
export function settled(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}
