import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxAttempts, patience, retryAfterMs } from '../../src/retry.ts';

describe('retries', () => {
  it('come after 1, 5, 25 and 120 s at the latest, and end after five failures', () => {
    const latest = [1, 2, 3, 4, 5, 6].map(failures => retryAfterMs(failures, () => 1));
    expect(latest).toEqual([1_000, 5_000, 25_000, 120_000, undefined, undefined]);
    expect(maxAttempts).toBe(5);
  });

  it('wait at least half of that', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (failures, random) => {
          const longest = retryAfterMs(failures, () => 1) ?? 0;
          const pause = retryAfterMs(failures, () => random) ?? 0;
          expect(pause).toBeGreaterThanOrEqual(longest / 2);
          expect(pause).toBeLessThanOrEqual(longest);
        },
      ),
    );
  });

  it('of what must work in the end never wait longer than 30 s', () => {
    expect([1, 2, 3, 4, 5, 6, 100].map(failures => patience(failures, () => 1))).toEqual([
      1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000,
    ]);
  });
});
