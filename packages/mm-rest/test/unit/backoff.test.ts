import fc from 'fast-check';
import { expect, it } from 'vitest';
import { backoff } from '../../src/backoff.ts';

/** As `Math.random`: from 0 to below 1. */
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

it('is never shorter than 250 ms and never longer than 5 s', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), random, (attempts, chance) => {
      const ms = backoff(attempts, () => chance);
      expect(ms).toBeGreaterThanOrEqual(250);
      expect(ms).toBeLessThanOrEqual(5_000);
    }),
  );
});

it('grows with the number of attempts, whatever chance says of each', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), random, random, (attempts, one, other) => {
      expect(backoff(attempts + 2, () => one)).toBeGreaterThanOrEqual(
        Math.min(
          2_500,
          backoff(attempts, () => other),
        ),
      );
    }),
  );
});

it('leaves half of the pause to chance', () => {
  expect(backoff(1, () => 0)).toBe(250);
  expect(backoff(1, () => 0.5)).toBe(375);
});
