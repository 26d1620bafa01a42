import { expect, it } from 'vitest';
import { createSocket } from '../../src/index.ts';
import { resolveOptions } from '../../src/options.ts';

const good = { baseUrl: 'https://chat.example.com', token: 'secret-token' };

it('Options that are not given have the documented defaults', () => {
  expect(resolveOptions(good)).toMatchObject({ pingIntervalMs: 8_000, signInTimeoutMs: 15_000, signal: undefined });
});

it('A dead connection is noticed within 20 s by default', () => {
  // A ping just missed, and then one that stays without an answer.
  expect(resolveOptions(good).pingIntervalMs * 2).toBeLessThan(20_000);
});

it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '7'])('The concurrency %j is refused', value => {
  const concurrency = value as number;
  expect(() => createSocket({ ...good, concurrency })).toThrow(/^concurrency: expected a whole number above 0, got /);
});

it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31, '15'])('The time %j is refused', value => {
  const ms = value as number;
  expect(() => createSocket({ ...good, pingIntervalMs: ms })).toThrow(
    /^pingIntervalMs: expected milliseconds, above 0/,
  );
  expect(() => createSocket({ ...good, signInTimeoutMs: ms })).toThrow(/^signInTimeoutMs: expected milliseconds/);
});

it('An option that is explicitly undefined has its default', () => {
  const { baseUrl, token, ...none } = {
    ...good,
    connect: undefined,
    fetch: undefined,
    logger: undefined,
    signal: undefined,
    pingIntervalMs: undefined,
    signInTimeoutMs: undefined,
    concurrency: undefined,
    testing: undefined,
  };
  expect(resolveOptions({ baseUrl, token, ...none })).toMatchObject({ pingIntervalMs: 8_000, concurrency: 1_000 });
});
