import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BotExchanges, botExchangesSpent, noteBotExchange } from '../../src/index.ts';

const minute = 60_000;
const none: BotExchanges = new Map();

/** Two bots that answer each other every so often; says how many exchanges came through. */
function pingPong(everyMs: number, forMs: number): number {
  let exchanges = none;
  let heard = 0;
  for (let now = 0; now < forMs; now += everyMs) {
    if (botExchangesSpent(exchanges, 'pair', now)) continue;
    exchanges = noteBotExchange(exchanges, 'pair', now);
    heard += 1;
  }
  return heard;
}

describe('bot exchanges', () => {
  it('are not spent before there were any', () => {
    expect(botExchangesSpent(none, 'pair', 0)).toBe(false);
  });

  it('are spent for a while after twenty in a minute', () => {
    let exchanges = none;
    for (let now = 0; now < 20; now += 1) {
      expect(botExchangesSpent(exchanges, 'pair', now)).toBe(false);
      exchanges = noteBotExchange(exchanges, 'pair', now);
    }
    expect(botExchangesSpent(exchanges, 'pair', 20)).toBe(true);
    expect(botExchangesSpent(exchanges, 'other pair', 20)).toBe(false);
    expect(botExchangesSpent(exchanges, 'pair', 19 + minute)).toBe(false);
  });

  it('are at most sixty an hour, however slowly the bots answer', () => {
    expect(pingPong(10, 60 * minute)).toBe(60);
    expect(pingPong(10_000, 60 * minute)).toBe(60);
    expect(pingPong(10_000, 24 * 60 * minute)).toBeLessThanOrEqual(24 * 60);
  });

  it('do not bound a bot that speaks now and then', () => {
    expect(pingPong(2 * minute, 24 * 60 * minute)).toBe(24 * 30);
  });

  it('keep to other limits where they are given', () => {
    const limits = { mostPerWindow: 2, windowMs: 10, cooldownMs: 100 };
    const exchanges = noteBotExchange(noteBotExchange(none, 'pair', 0, limits), 'pair', 5, limits);
    expect(botExchangesSpent(exchanges, 'pair', 104, limits)).toBe(true);
    expect(botExchangesSpent(exchanges, 'pair', 105, limits)).toBe(false);
    const apart = noteBotExchange(noteBotExchange(none, 'pair', 0, limits), 'pair', 10, limits);
    expect(botExchangesSpent(apart, 'pair', 11, limits)).toBe(false);
  });

  it('never remember more than their bounds, nor change the value given', () => {
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
});
