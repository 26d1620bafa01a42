import { expect, it } from 'vitest';
import { botLimits } from '../../../src/config/bot-limits.ts';
import { createBotLoopLimits } from '../../../src/messages/bot-loop-limits.ts';

/** Lets a bot write once a second until its exchanges are spent. */
function untilSpent(botLoopProtection: object | undefined, most = 500) {
  let now = 0;
  const limits = createBotLoopLimits(botLimits({ channels: { defaults: { botLoopProtection } } }), () => now);
  let count = 0;
  for (; count < most && !limits.areSpent('town', 'robo'); count += 1) {
    limits.note('town', 'robo');
    now += 1_000;
  }
  return {
    count,
    limits,
    /** Whether the bot may wake this one again after some more seconds. */
    mayAfter(seconds: number) {
      now += seconds * 1_000;
      return !limits.areSpent('town', 'robo');
    },
  };
}

it('The exchanges with a bot are spent after 20 in a minute, and come back a minute later', () => {
  const { count, mayAfter } = untilSpent(undefined);
  expect(count).toBe(20);
  expect(mayAfter(58)).toBe(false);
  expect(mayAfter(2)).toBe(true);
});

it('The exchanges are counted for each bot and each channel', () => {
  const { limits } = untilSpent(undefined);
  expect(limits.areSpent('town', 'robo')).toBe(true);
  expect(limits.areSpent('hall', 'robo')).toBe(false);
  expect(limits.areSpent('town', 'webhook:Builds')).toBe(false);
});

it('The exchanges are limited by channels.defaults.botLoopProtection', () => {
  const { count, mayAfter } = untilSpent({ maxEventsPerWindow: 3, windowSeconds: 10, cooldownSeconds: 100 });
  expect(count).toBe(3);
  expect(mayAfter(98)).toBe(false);
  expect(mayAfter(2)).toBe(true);
  expect(untilSpent({ maxEventsPerWindow: 100, windowSeconds: 200 }).count).toBe(100);
});

it('The exchanges with a slow bot are spent after 60 in an hour', () => {
  expect(untilSpent({ windowSeconds: 1 }).count).toBe(60);
});

it('The exchanges are never spent when the protection is switched off', () => {
  expect(untilSpent({ enabled: false }).count).toBe(500);
});
