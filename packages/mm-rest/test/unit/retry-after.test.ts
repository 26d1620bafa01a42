import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readRetryAfter } from '../../src/retry-after.ts';

const now = Date.parse('2026-11-21T12:00:00Z');

it.each([
  ['3', 3000],
  ['0', 0],
  [' 12 ', 12_000],
  ['4, 4', 4000],
  ['Sat, 21 Nov 2026 12:00:30 GMT', 30_000],
  ['Sat, 21 Nov 2026 11:00:00 GMT', 0],
])('understands %j', (header, ms) => {
  expect(readRetryAfter(header, now)).toBe(ms);
});

it.each([null, '', 'soon', '-5', '99999999999999999999'])('makes nothing of %j', header => {
  expect(readRetryAfter(header, now)).toBeUndefined();
});

it('never waits a negative or endless time, whatever the header says', () => {
  fc.assert(
    fc.property(fc.string(), header => {
      const ms = readRetryAfter(header, now) ?? 0;
      expect(ms).toBeGreaterThanOrEqual(0);
      expect(ms).toBeLessThan(Number.POSITIVE_INFINITY);
    }),
  );
});
