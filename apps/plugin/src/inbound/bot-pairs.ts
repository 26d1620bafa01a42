import { type BotExchanges, botExchangesSpent, noteBotExchange } from '@clawmost/mm-policy';

/** Counts how often other bots have woken this one, so that two bots do not answer each other for ever. */
export interface BotPairs {
  spent(channelId: string, botId: string): boolean;
  note(channelId: string, botId: string): void;
}

/** Keeps the counts in memory: after a restart two bots may begin anew. */
export function createBotPairs(now: () => number = Date.now): BotPairs {
  let exchanges: BotExchanges = new Map();
  const pair = (channelId: string, botId: string): string => `${channelId} ${botId}`;
  return {
    spent: (channelId, botId) => botExchangesSpent(exchanges, pair(channelId, botId), now()),
    note: (channelId, botId) => {
      exchanges = noteBotExchange(exchanges, pair(channelId, botId), now());
    },
  };
}
