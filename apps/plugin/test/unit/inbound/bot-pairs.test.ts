import { describe, expect, it } from 'vitest';
import { createBotPairs } from '../../../src/inbound/bot-pairs.ts';

describe('exchanges with another bot', () => {
  it('are spent after some, for this bot in this channel alone, and come back with time', () => {
    let now = 0;
    const pairs = createBotPairs(() => now);
    let count = 0;
    while (!pairs.spent('town', 'robo')) {
      pairs.note('town', 'robo');
      now += 1_000;
      count += 1;
      expect(count).toBeLessThan(100);
    }
    expect(count).toBeGreaterThan(1);
    expect(pairs.spent('hall', 'robo')).toBe(false);
    expect(pairs.spent('town', 'webhook:Builds')).toBe(false);
    now += 24 * 60 * 60_000;
    expect(pairs.spent('town', 'robo')).toBe(false);
  });
});
