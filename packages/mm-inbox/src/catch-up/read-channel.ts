import type { InboxPost } from '../post.ts';
import type { InboxCall, InboxChannel, InboxRest } from '../rest.ts';
import { listed, readPages } from './read-pages.ts';

/** What a channel holds of the time that was missed. */
export interface ChannelRead {
  /** New, edited and deleted posts, each once. */
  readonly posts: InboxPost[];
  /** Whether all new posts are among them; if not, older ones are missing. */
  readonly complete: boolean;
  /** From when on it was read. */
  readonly from: number;
}

/** What to read of a channel. */
export interface ChannelWanted {
  readonly channel: InboxChannel;
  /** What was written or changed after this time. */
  readonly from: number;
  /** So many new posts are enough. */
  readonly limit: number;
}

/** With so many changes, `since` may have left some out, without saying so. */
const cutAt = 1_000;

/**
 * Reads what happened in a channel since a time: by one `since`, which shows edits and deleted posts too, if its answer
 * can be believed; and else by pages, to which what `since` showed is added.
 *
 * It cannot be believed when it may have been cut, or when it does not reach the activity that the listing of the
 * channel showed: it comes out of a cache that can be behind.
 */
export async function readChannel(rest: InboxRest, wanted: ChannelWanted, call: InboxCall): Promise<ChannelRead> {
  const { channel, limit } = wanted;
  // The server takes 0 for "not given".
  const from = Math.max(1, Math.floor(wanted.from));
  const changes = await rest.posts.since(channel.id, from, call);
  const posts = listed(changes);
  const latest = Math.max(0, ...changes.order.map(id => changes.posts[id]?.update_at ?? 0));
  const reaches = channel.last_post_at <= from || latest >= channel.last_post_at;
  if (changes.order.length < cutAt && reaches) return { posts, complete: true, from };

  const pages = await readPages(rest, { channelId: channel.id, from, limit }, call);
  const byId = new Map(pages.posts.map(post => [post.id, post]));
  // Of what pages can show, theirs is the later word.
  for (const post of posts) if (!byId.has(post.id)) byId.set(post.id, post);
  return { posts: [...byId.values()], complete: pages.complete, from };
}
