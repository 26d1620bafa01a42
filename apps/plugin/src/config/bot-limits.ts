import type { BotExchangeLimits } from '@clawmost/mm-policy';
import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';

/** Limits bots that are too slow for the limit per window. */
const mostPerHour = 60;

/**
 * How often another bot or a webhook may wake this one, by `channels.defaults.botLoopProtection`. `undefined` when that is
 * switched off.
 */
export function botLimits(cfg: OpenClawConfig): BotExchangeLimits | undefined {
  const { enabled, maxEventsPerWindow, windowSeconds, cooldownSeconds } =
    cfg.channels?.defaults?.botLoopProtection ?? {};
  if (enabled === false) return undefined;
  return {
    mostPerWindow: maxEventsPerWindow,
    windowMs: windowSeconds === undefined ? undefined : windowSeconds * 1_000,
    cooldownMs: cooldownSeconds === undefined ? undefined : cooldownSeconds * 1_000,
    mostPerHour: Math.max(mostPerHour, maxEventsPerWindow ?? 0),
  };
}
