import fc from 'fast-check';
import { expect, it } from 'vitest';
import { retryDelay } from '../../src/backoff.ts';

const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

it('The first reconnect comes at random within 250 ms', () => {
  expect(retryDelay(1, () => 0)).toBe(0);
  expect(retryDelay(1, () => 0.999)).toBeCloseTo(249.75);
});

it('A later reconnect waits between half and all of a delay that doubles up to a minute', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 5_000 }), share, (attempt, random) => {
      const longest = Math.min(60_000, 1_000 * 2 ** (attempt - 2));
      const delay = retryDelay(attempt, () => random);
      expect(delay).toBeGreaterThanOrEqual(longest / 2);
      expect(delay).toBeLessThanOrEqual(longest);
    }),
  );
});

it('A reconnect never comes sooner than the server asked for, up to 5 minutes', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), share, fc.nat(), (attempt, random, asked) => {
      const delay = retryDelay(attempt, () => random, asked);
      expect(delay).toBeGreaterThanOrEqual(Math.min(asked, 300_000));
      expect(delay).toBeLessThanOrEqual(300_000);
    }),
  );
});
