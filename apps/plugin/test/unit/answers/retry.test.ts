import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pauseMs } from '../../../src/answers/retry.ts';

it('pauses longer after each failure, a minute at most', () => {
  const longest = [0, 1, 2, 3, 4, 5, 6, 7].map(attempt => pauseMs(attempt, () => 1));
  expect(longest).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
});

it('pauses for at least half of that, so that many who failed together come back one by one', () => {
  fc.assert(
    fc.property(fc.nat(1_000), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (attempt, random) => {
      const pause = pauseMs(attempt, () => random);
      expect(pause).toBeGreaterThanOrEqual(pauseMs(attempt, () => 1) / 2);
      expect(pause).toBeLessThanOrEqual(60_000);
    }),
  );
});
