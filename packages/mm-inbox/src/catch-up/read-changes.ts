import type { InboxPost } from '../post.ts';
import type { CallOptions, InboxRest, ListedChannel } from '../rest.ts';
import { postsOf, readPages } from './read-pages.ts';

/** What a channel has of the time that was missed. */
export interface ChannelChanges {
  /** New, edited and deleted posts, each once. */
  readonly posts: InboxPost[];
  /** Whether all new posts are among them. If not, older ones are missing. */
  readonly isComplete: boolean;
  /** The time from which on the channel was read. */
  readonly from: number;
}

/** What to read of a channel. */
export interface ChangesRequest {
  readonly channel: ListedChannel;
  /** Posts that were written or changed after this time. */
  readonly from: number;
  /** Reading may stop after this many new posts. */
  readonly limit: number;
}

/** An answer to `since` with this many changes may be cut off, which the server does not say. */
const cutOffAt = 1_000;

/**
 * Reads what happened in a channel since a time. One `since` is enough when its answer is trustworthy; it also shows edits
 * and deleted posts. Otherwise the channel is read in pages, and the answer to `since` is merged into them.
 *
 * The answer is not trustworthy when it may be cut off, or when it does not reach the activity that the list of channels
 * showed: the server answers `since` from a cache that can be outdated.
 */
export async function readChanges(rest: InboxRest, wanted: ChangesRequest, call: CallOptions): Promise<ChannelChanges> {
  const { channel, limit } = wanted;
  // The server reads 0 as "not given".
  const from = Math.max(1, Math.floor(wanted.from));
  const changes = await rest.posts.since(channel.id, from, call);
  const posts = postsOf(changes);
  const latest = Math.max(0, ...posts.map(({ update_at }) => update_at));
  const isUpToDate = channel.last_post_at <= from || latest >= channel.last_post_at;
  if (changes.order.length < cutOffAt && isUpToDate) return { posts, isComplete: true, from };

  const pages = await readPages(rest.posts, { channelId: channel.id, from, limit }, call);
  const byId = new Map(pages.posts.map(post => [post.id, post]));
  // A page was read later than `since`, so its version of a post counts.
  for (const post of posts) if (!byId.has(post.id)) byId.set(post.id, post);
  return { posts: [...byId.values()], isComplete: pages.isComplete, from };
}
