import { type BotExchangeLimits, type BotExchanges, isBotLimitReached, noteBotExchange } from '@clawmost/mm-policy';

/** Counts how often other bots and webhooks have woken this one, so that two bots do not answer each other for ever. */
export interface BotLoopLimits {
  /** Whether a bot or webhook has used up its exchanges in a channel. */
  areSpent(channelId: string, subject: string): boolean;
  note(channelId: string, subject: string): void;
}

/**
 * Keeps the counts in memory: after a restart two bots may begin again.
 *
 * @param limits how often they may; without it, as often as they like
 */
export function createBotLoopLimits(
  limits: BotExchangeLimits | undefined,
  now: () => number = Date.now,
): BotLoopLimits {
  let exchanges: BotExchanges = new Map();
  const pair = (channelId: string, subject: string): string => `${channelId} ${subject}`;
  return {
    areSpent: (channelId, subject) =>
      limits !== undefined && isBotLimitReached(exchanges, pair(channelId, subject), now(), limits),
    note: (channelId, subject) => {
      if (limits) exchanges = noteBotExchange(exchanges, pair(channelId, subject), now(), limits);
    },
  };
}
