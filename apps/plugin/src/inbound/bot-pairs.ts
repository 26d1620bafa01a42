import { type BotExchanges, botExchangesSpent, noteBotExchange } from '@clawmost/mm-policy';

/** Counts how often other bots and webhooks have woken this one, so that two do not answer each other for ever. */
export interface BotPairs {
  spent(channelId: string, subject: string): boolean;
  note(channelId: string, subject: string): void;
}

/** Keeps the counts in memory: after a restart two bots may begin anew. */
export function createBotPairs(now: () => number = Date.now): BotPairs {
  let exchanges: BotExchanges = new Map();
  const pair = (channelId: string, subject: string): string => `${channelId} ${subject}`;
  return {
    spent: (channelId, subject) => botExchangesSpent(exchanges, pair(channelId, subject), now()),
    note: (channelId, subject) => {
      exchanges = noteBotExchange(exchanges, pair(channelId, subject), now());
    },
  };
}
