import fc from 'fast-check';
import { expect, it } from 'vitest';
import { backoffMs, isDue, maxAttempts, retryPauseMs, suspectPauseMs } from '../../src/retry.ts';

it('Retries come after at most 1, 5, 25 and 120 s and end after five failures', () => {
  const latest = [1, 2, 3, 4, 5, 6].map(failures => retryPauseMs(failures, () => 1));
  expect(latest).toEqual([1_000, 5_000, 25_000, 120_000, undefined, undefined]);
  expect(maxAttempts).toBe(5);
});

it('A retry waits at least half of its longest pause', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (failures, random) => {
      const longest = retryPauseMs(failures, () => 1) ?? 0;
      const pause = retryPauseMs(failures, () => random) ?? 0;
      expect(pause).toBeGreaterThanOrEqual(longest / 2);
      expect(pause).toBeLessThanOrEqual(longest);
    }),
  );
});

it('The backoff of calls that must succeed never exceeds 30 s', () => {
  expect([1, 2, 3, 4, 5, 6, 100].map(failures => backoffMs(failures, () => 1))).toEqual([
    1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000,
  ]);
});

it('A post that was interrupted three times or more waits longer and longer after a start', () => {
  const pauses = [1, 2, 3, 4, 5, 6, 9].map(interruptions => suspectPauseMs(interruptions, () => 1));
  expect(pauses).toEqual([0, 0, 1_000, 5_000, 25_000, 120_000, 120_000]);
});

it('A time further away than any pause counts as due, because the clock was set back', () => {
  expect([isDue(5, 5), isDue(6, 5), isDue(120_005, 5), isDue(120_006, 5)]).toEqual([true, false, false, true]);
});
