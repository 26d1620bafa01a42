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

it('An option that does not exist is refused, with the one that was meant', () => {
  const create = (more: object) => () => createSocket({ ...good, ...more });
  expect(create({ pingInterval: 5 })).toThrow(
    new TypeError('pingInterval: expected pingIntervalMs, got an option that does not exist'),
  );
  expect(create({ retries: 3 })).toThrow(/^retries: expected one of baseUrl, token, .+, got an option that does not/);
  expect(create({ testing: { clock: 1 } })).toThrow(/^clock: expected one of now, random, sleep, got an option/);
});

it.each([
  ['connect', 7, 'a function, got 7'],
  ['fetch', {}, 'a function, got an object'],
  ['signal', {}, 'an AbortSignal, got an object'],
  ['logger', {}, 'an object with the methods debug, info, warn, error, got one without debug'],
])('The option %s refuses %j', (name, value, message) => {
  expect(() => createSocket({ ...good, [name]: value })).toThrow(new TypeError(`${name}: expected ${message}`));
});
