import fc from 'fast-check';
import { expect, it } from 'vitest';
import table from '../../../../tests/cases/retry-after.json' with { type: 'json' };
import { readRetryAfter } from '../../src/retry-after.ts';

it.each(table.cases)('Retry-After $value is read as $ms ms: $why', ({ value, ms }) => {
  expect(readRetryAfter(value, Date.parse(table.now)) ?? null).toBe(ms);
});

it('A missing Retry-After header asks for no wait', () => {
  expect(readRetryAfter(undefined, 0)).toBeUndefined();
  expect(readRetryAfter(null, 0)).toBeUndefined();
});

it('No Retry-After header makes the wait negative or endless', () => {
  const part = fc.oneof(
    fc.string(),
    fc.nat().map(String),
    fc.date().map(date => (Number.isNaN(+date) ? '' : date.toUTCString())),
  );
  fc.assert(
    fc.property(
      fc.array(part).map(parts => parts.join()),
      header => {
        const ms = readRetryAfter(header, 0) ?? 0;
        expect(ms).toBeGreaterThanOrEqual(0);
        expect(ms).toBeLessThan(Number.POSITIVE_INFINITY);
      },
    ),
  );
});
