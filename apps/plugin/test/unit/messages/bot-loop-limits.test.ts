import { describe, expect, it } from 'vitest';
import { botLimits } from '../../../src/config/bot-limits.ts';
import { createBotPairs } from '../../../src/messages/bot-loop-limits.ts';

/** How often a bot is heard that writes once a second, until it is not heard any more. */
function heard(
  botLoopProtection: object | undefined,
  most = 500,
): { count: number; later: (seconds: number) => boolean } {
  let now = 0;
  const pairs = createBotPairs(botLimits({ channels: { defaults: { botLoopProtection } } }), () => now);
  let count = 0;
  while (count < most && !pairs.spent('town', 'robo')) {
    pairs.note('town', 'robo');
    now += 1_000;
    count += 1;
  }
  expect(pairs.spent('hall', 'robo')).toBe(false);
  expect(pairs.spent('town', 'webhook:Builds')).toBe(false);
  return {
    count,
    later(seconds) {
      now += seconds * 1_000;
      return !pairs.spent('town', 'robo');
    },
  };
}

describe('exchanges with another bot', () => {
  it('are spent after 20 in a minute, for this bot in this channel alone, and come back a minute later', () => {
    const { count, later } = heard(undefined);
    expect(count).toBe(20);
    expect(later(58)).toBe(false);
    expect(later(2)).toBe(true);
  });

  it('are counted as channels.defaults.botLoopProtection says', () => {
    const { count, later } = heard({ maxEventsPerWindow: 3, windowSeconds: 10, cooldownSeconds: 100 });
    expect(count).toBe(3);
    expect(later(98)).toBe(false);
    expect(later(2)).toBe(true);
    expect(heard({ maxEventsPerWindow: 100, windowSeconds: 200 }).count).toBe(100);
  });

  it('end after an hour’s worth, where a bot is slow and does not stop', () => {
    expect(heard({ windowSeconds: 1 }).count).toBe(60);
  });

  it('never end where that is switched off', () => {
    expect(heard({ enabled: false }).count).toBe(500);
  });
});
