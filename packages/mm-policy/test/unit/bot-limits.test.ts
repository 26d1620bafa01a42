import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type BotExchanges, isBotLimitReached, noteBotExchange } from '../../src/index.ts';

const minute = 60_000;
const none: BotExchanges = new Map();

/** Lets two bots answer each other at an interval and counts the exchanges that the limit allows. */
function pingPong(everyMs: number, forMs: number): number {
  let exchanges = none;
  let heard = 0;
  for (let now = 0; now < forMs; now += everyMs) {
    if (isBotLimitReached(exchanges, 'pair', now)) continue;
    exchanges = noteBotExchange(exchanges, 'pair', now);
    heard += 1;
  }
  return heard;
}

it('The limit is not reached before the first exchange', () => {
  expect(isBotLimitReached(none, 'pair', 0)).toBe(false);
});

it('The limit is reached for a minute after twenty exchanges in a minute', () => {
  let exchanges = none;
  for (let now = 0; now < 20; now += 1) {
    expect(isBotLimitReached(exchanges, 'pair', now)).toBe(false);
    exchanges = noteBotExchange(exchanges, 'pair', now);
  }
  expect(isBotLimitReached(exchanges, 'pair', 20)).toBe(true);
  expect(isBotLimitReached(exchanges, 'other pair', 20)).toBe(false);
  expect(isBotLimitReached(exchanges, 'pair', 19 + minute)).toBe(false);
});

it('No more than sixty exchanges happen in an hour, however slowly the bots answer', () => {
  expect(pingPong(10, 60 * minute)).toBe(60);
  expect(pingPong(10_000, 60 * minute)).toBe(60);
  expect(pingPong(10_000, 24 * 60 * minute)).toBeLessThanOrEqual(24 * 60);
});

it('A bot that speaks now and then never reaches the limit', () => {
  expect(pingPong(2 * minute, 24 * 60 * minute)).toBe(24 * 30);
});

it('Limits of your own replace the defaults', () => {
  const limits = { mostPerWindow: 2, windowMs: 10, cooldownMs: 100 };
  const exchanges = noteBotExchange(noteBotExchange(none, 'pair', 0, limits), 'pair', 5, limits);
  expect(isBotLimitReached(exchanges, 'pair', 104, limits)).toBe(true);
  expect(isBotLimitReached(exchanges, 'pair', 105, limits)).toBe(false);
  const apart = noteBotExchange(noteBotExchange(none, 'pair', 0, limits), 'pair', 10, limits);
  expect(isBotLimitReached(apart, 'pair', 11, limits)).toBe(false);
});

it('The exchanges stay within their limits and the given map is not changed', () => {
  const pairs = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.nat(1000)));
  fc.assert(
    fc.property(pairs, noted => {
      const limits = { mostPairs: 2, mostPerHour: 3 };
      let exchanges = none;
      for (const [pair, now] of noted) exchanges = noteBotExchange(exchanges, pair, now, limits);
      expect(exchanges.size).toBeLessThanOrEqual(2);
      for (const { at } of exchanges.values()) expect(at.length).toBeLessThanOrEqual(3);
      expect(none.size).toBe(0);
    }),
  );
});
