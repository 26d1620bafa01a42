/** How often two bots may answer each other. */
export interface BotExchangeLimits {
  /** How many exchanges the window holds. @default 20 */
  readonly mostPerWindow?: number | undefined;
  /** How long the window is. @default 60_000 */
  readonly windowMs?: number | undefined;
  /** How long the other bot is not heard once the window is full. @default 60_000 */
  readonly cooldownMs?: number | undefined;
  /** How many exchanges an hour holds, for bots that are slow but do not stop. @default 60 */
  readonly mostPerHour?: number | undefined;
  /** How many pairs of channel and bot are remembered; the one that was quiet longest is forgotten. @default 1000 */
  readonly mostPairs?: number | undefined;
}

/** What is known of one other bot in one channel. */
export interface BotExchangeRecord {
  /** When it woke us, in the last hour. */
  readonly at: readonly number[];
  /** Until when it is not heard. */
  readonly quietUntil: number;
}

/** The exchanges with other bots, by the key you give, such as channel and bot; the longest quiet first. */
export type BotExchanges = ReadonlyMap<string, BotExchangeRecord>;

const hourMs = 60 * 60 * 1000;

/** Whether another bot has used up its exchanges: give it to `decide` as `botExchangesSpent`. */
export function botExchangesSpent(
  exchanges: BotExchanges,
  pair: string,
  now: number,
  { mostPerHour = 60 }: BotExchangeLimits = {},
): boolean {
  const record = exchanges.get(pair);
  if (!record) return false;
  return now < record.quietUntil || record.at.filter(at => now - at < hourMs).length >= mostPerHour;
}

/** Remembers that another bot woke this one, and returns what is then known; the value given stays as it is. */
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
