import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pauseBetweenEdits } from '../../../../src/answers/streaming/edit-pace.ts';

const left = (remaining: number) => ({ silentMs: 0, limit: { size: 100, remaining, perSecond: 10 } });

it.each([
  ['the server has no limit', { silentMs: 0, limit: undefined }, 600],
  ['most of the limit is left', left(80), 600],
  ['half of it is left', left(50), 1_200],
  ['a quarter of it is left', left(25), 2_400],
  ['nothing is left', left(0), 4_800],
])('A preview is edited at this pace when %s', (_, budget, ms) => {
  expect(pauseBetweenEdits(budget)).toBe(ms);
});

it('The pause grows with each edit that fails', () => {
  const pauses = [0, 1, 2, 3, 4, 9].map(failures => pauseBetweenEdits(left(100), failures));
  expect(pauses).toEqual([600, 1_200, 2_400, 4_800, 9_600, 9_600]);
});

it('After a 429, the pause is never shorter than the server asks for, and it never shrinks when less is left', () => {
  const numbers = fc.tuple(fc.nat(100), fc.nat(100), fc.nat(60_000));
  fc.assert(
    fc.property(numbers, ([one, other, silentMs]) => {
      const [less = 0, more = 0] = [one, other].sort((a, b) => a - b);
      expect(pauseBetweenEdits({ ...left(less), silentMs })).toBeGreaterThanOrEqual(silentMs);
      expect(pauseBetweenEdits(left(less))).toBeGreaterThanOrEqual(pauseBetweenEdits(left(more)));
    }),
  );
});
