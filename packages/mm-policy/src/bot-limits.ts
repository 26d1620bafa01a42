/** How often two bots may answer each other. */
export interface BotExchangeLimits {
  /** The limit of exchanges in one window. @default 20 */
  readonly mostPerWindow?: number | undefined;
  /** The length of the window in milliseconds. @default 60_000 */
  readonly windowMs?: number | undefined;
  /** How long the other bot is ignored after a full window, in milliseconds. @default 60_000 */
  readonly cooldownMs?: number | undefined;
  /** The limit of exchanges in one hour, against bots that are slow but never stop. @default 60 */
  readonly mostPerHour?: number | undefined;
  /** How many pairs are remembered; the one that was quiet longest is forgotten first. @default 1000 */
  readonly mostPairs?: number | undefined;
}

/** The exchanges with one other bot in one channel. */
export interface BotExchangeRecord {
  /** The times in the last hour at which it woke this bot. */
  readonly at: readonly number[];
  /** It is ignored until this time. */
  readonly quietUntil: number;
}

/** Exchanges with other bots, by a key of yours such as channel and bot; the pair that was quiet longest comes first. */
export type BotExchanges = ReadonlyMap<string, BotExchangeRecord>;

const hourMs = 60 * 60 * 1000;

/** Whether another bot has reached the limit: give the result to `decide` as `isBotLimitReached`. */
export function isBotLimitReached(
  exchanges: BotExchanges,
  pair: string,
  now: number,
  { mostPerHour = 60 }: BotExchangeLimits = {},
): boolean {
  const record = exchanges.get(pair);
  if (!record) return false;
  return now < record.quietUntil || record.at.filter(at => now - at < hourMs).length >= mostPerHour;
}

/** Adds one exchange and returns a new map; the given map stays as it is. */
export function noteBotExchange(
  exchanges: BotExchanges,
  pair: string,
  now: number,
  limits: BotExchangeLimits = {},
): BotExchanges {
  const { mostPerWindow = 20, windowMs = 60_000, cooldownMs = 60_000, mostPerHour = 60, mostPairs = 1000 } = limits;
  const before = exchanges.get(pair);
  const at = [...(before?.at ?? []).filter(then => now - then < hourMs), now].slice(-Math.max(1, mostPerHour));
  const full = at.filter(then => now - then < windowMs).length >= mostPerWindow;
  const quietUntil = full ? now + cooldownMs : (before?.quietUntil ?? 0);
  const kept = [...exchanges].filter(([key]) => key !== pair);
  return new Map([...kept, [pair, { at, quietUntil }] as const].slice(-Math.max(1, mostPairs)));
}
