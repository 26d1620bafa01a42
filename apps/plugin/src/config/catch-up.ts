import type { MattermostAccount } from './accounts.ts';

/** How many of the posts that the bot missed are read. */
export interface CatchUpLimits {
  /** How old a post may be, in milliseconds. @default 24 hours */
  readonly maxAgeMs: number;
  /** @default 1_000 */
  readonly maxPostsPerChannel: number;
  /** @default 10_000 */
  readonly maxPosts: number;
}

/** The limits of an account, with the defaults. */
export function catchUpLimits({ config }: Pick<MattermostAccount, 'config'>): CatchUpLimits {
  const { maxAgeMs = 24 * 60 * 60_000, maxPostsPerChannel = 1_000, maxPosts = 10_000 } = config.catchUp ?? {};
  return { maxAgeMs, maxPostsPerChannel, maxPosts };
}
