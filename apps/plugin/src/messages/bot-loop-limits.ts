import { type BotExchangeLimits, type BotExchanges, botExchangesSpent, noteBotExchange } from '@clawmost/mm-policy';

/** Counts how often other bots and webhooks have woken this one, so that two do not answer each other for ever. */
export interface BotPairs {
  spent(channelId: string, subject: string): boolean;
  note(channelId: string, subject: string): void;
}

/**
 * Keeps the counts in memory: after a restart two bots may begin anew.
 *
 * @param limits how often they may; `undefined` for as often as they like
 */
export function createBotPairs(limits: BotExchangeLimits | undefined, now: () => number = Date.now): BotPairs {
  let exchanges: BotExchanges = new Map();
  const pair = (channelId: string, subject: string): string => `${channelId} ${subject}`;
  return {
    spent: (channelId, subject) =>
      limits !== undefined && botExchangesSpent(exchanges, pair(channelId, subject), now(), limits),
    note: (channelId, subject) => {
      if (limits) exchanges = noteBotExchange(exchanges, pair(channelId, subject), now(), limits);
    },
  };
}
