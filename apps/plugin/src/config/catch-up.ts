import type { MattermostAccount } from './accounts.ts';

/** How much of what was written in the bot's absence is answered. */
export interface CatchUpLimits {
  /** How old a post may be, in milliseconds. */
  readonly maxAgeMs: number;
  readonly maxPostsPerChannel: number;
  readonly maxPosts: number;
}

/** The limits of an account, defaults filled in. */
export function catchUpLimits({ config }: Pick<MattermostAccount, 'config'>): CatchUpLimits {
  const { maxAgeMs = 24 * 60 * 60_000, maxPostsPerChannel = 1_000, maxPosts = 10_000 } = config.catchUp ?? {};
  return { maxAgeMs, maxPostsPerChannel, maxPosts };
}
