import { expect, it } from 'vitest';
import type { Budget } from '../../src/budget.ts';
import { type RestOptions, resolveOptions } from '../../src/options.ts';

const good: RestOptions = { baseUrl: 'https://chat.example.com', token: 'xyz' };

it('Options that are not given have the documented defaults', () => {
  expect(resolveOptions(good)).toMatchObject({
    timeoutMs: 30_000,
    attemptTimeoutMs: 15_000,
    maxResponseBytes: 8_388_608,
  });
});

it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31, '15'])('The timeout %j is refused', timeoutMs => {
  expect(() => resolveOptions({ ...good, timeoutMs: timeoutMs as number })).toThrow(
    /^timeoutMs: expected a whole number of milliseconds from 1 to .+, got /,
  );
});

it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('The limit %j for answers is refused', maxResponseBytes => {
  expect(() => resolveOptions({ ...good, maxResponseBytes })).toThrow(
    /^maxResponseBytes: expected a whole number of bytes, 1 or more, got /,
  );
});

it('A fetch that is not a function is refused', () => {
  expect(() => resolveOptions({ ...good, fetch: {} as typeof fetch })).toThrow(
    /^fetch: expected a function like globalThis.fetch, got an object$/,
  );
});

it('The global fetch and console are accepted as they are', () => {
  expect(resolveOptions({ ...good, fetch, logger: console })).toMatchObject({ fetch });
});

it('An option that does not exist is refused, with the one that was meant', () => {
  const resolve = (more: object) => () => resolveOptions({ ...good, ...more });
  expect(resolve({ timeout: 5 })).toThrow(
    new TypeError('timeout: expected timeoutMs, got an option that does not exist'),
  );
  expect(resolve({ retries: 3 })).toThrow(/^retries: expected one of baseUrl, token, .+, got an option that does not/);
  expect(resolve({ testing: { clock: 1 } })).toThrow(/^clock: expected one of now, sleep, random, got an option/);
});

it.each([
  [{}, 'an object'],
  [{ enter: 1 }, 'an object'],
  [null, 'null'],
])('The budget %j is refused', (budget, got) => {
  const resolve = () => resolveOptions({ ...good, budget: budget as unknown as Budget });
  expect(resolve).toThrow(new TypeError(`budget: expected one that createBudget makes, got ${got}`));
});

it('Every option may be an explicit undefined', () => {
  const none = { fetch: undefined, timeoutMs: undefined, budget: undefined, logger: undefined, testing: undefined };
  expect(resolveOptions({ ...good, ...none })).toMatchObject({ timeoutMs: 30_000 });
});
