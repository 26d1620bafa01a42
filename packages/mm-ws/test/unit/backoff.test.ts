import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { retryAfterMs, retryDelay } from '../../src/backoff.ts';

const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('retryDelay', () => {
  it('spreads the first try over 250 ms', () => {
    expect(retryDelay(1, () => 0)).toBe(0);
    expect(retryDelay(1, () => 0.999)).toBeCloseTo(249.75);
  });

  it('lies between half and the whole of a step that doubles up to a minute', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 5_000 }), share, (attempt, random) => {
        const step = Math.min(60_000, 1_000 * 2 ** (attempt - 2));
        const delay = retryDelay(attempt, () => random);
        expect(delay).toBeGreaterThanOrEqual(step / 2);
        expect(delay).toBeLessThanOrEqual(step);
      }),
    );
  });

  it('is never shorter than the server asked for, up to 5 minutes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), share, fc.nat(), (attempt, random, asked) => {
        const delay = retryDelay(attempt, () => random, asked);
        expect(delay).toBeGreaterThanOrEqual(Math.min(asked, 300_000));
        expect(delay).toBeLessThanOrEqual(300_000);
      }),
    );
  });
});

describe('retryAfterMs', () => {
  it('reads the seconds that Mattermost sends', () => {
    expect(retryAfterMs('1', 0)).toBe(1_000);
    expect(retryAfterMs(' 120 ', 0)).toBe(120_000);
  });

  it('reads the date that a proxy may send, and takes a past one for now', () => {
    const now = Date.parse('2026-01-01T00:00:00Z');
    expect(retryAfterMs('Thu, 01 Jan 2026 00:00:30 GMT', now)).toBe(30_000);
    expect(retryAfterMs('Wed, 31 Dec 2025 00:00:00 GMT', now)).toBe(0);
  });

  it('knows nothing when there is no header or it makes no sense', () => {
    expect(retryAfterMs(undefined, 0)).toBeUndefined();
    expect(retryAfterMs('soon', 0)).toBeUndefined();
    expect(retryAfterMs('', 0)).toBeUndefined();
  });
});
