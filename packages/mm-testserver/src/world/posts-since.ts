import { createHash } from 'node:crypto';
import { cachedLastPostTime, cacheLastPostTime } from './last-post-times.ts';
import { type PostList, postList } from './post-lists.ts';
import type { StoredPost } from './posts.ts';
import type { World } from './world.ts';

/** The largest number of changed posts in a list; roots of their threads come on top. */
const maxRows = 1_000;

/**
 * The posts that changed since a time, with deleted posts and earlier versions of edited ones; at most 1,000.
 *
 * When there are more, the real server returns any 1,000, because its query has no order. Here the choice depends on the
 * ids: it is the same for the same `random`, and never exactly the oldest or the newest.
 */
export function postsSince(world: World, channelId: string, since: number, skipFetchThreads: boolean): PostList {
  const remembered = cachedLastPostTime(world, channelId);
  if (remembered !== undefined && remembered <= since) return postList(world, { ordered: [] });
  const rows = changedSince(world, channelId, since);
  const listed = new Set(rows);
  for (const { root_id } of rows) {
    const root = world.posts.get(root_id);
    if (root) listed.add(root);
  }
  const all = [...listed].sort((a, b) => b.create_at - a.create_at);
  cacheLastPostTime(
    world,
    channelId,
    all.reduce((latest, { update_at }) => Math.max(latest, update_at), since),
  );
  return postList(world, {
    // A root that has not changed is in `posts`, but not in `order`.
    ordered: all.filter(({ update_at }) => update_at > since),
    others: all.filter(({ update_at }) => update_at <= since),
    showing: { countReplies: skipFetchThreads },
  });
}

function changedSince(world: World, channelId: string, since: number): StoredPost[] {
  const rows = world.postsOf.get(channelId)?.rows ?? [];
  const changed = rows.filter(({ update_at }) => update_at > since);
  if (changed.length <= maxRows) return changed;
  const shuffled = changed.map(post => ({ post, rank: createHash('md5').update(post.id).digest('hex') }));
  shuffled.sort((a, b) => (a.rank < b.rank ? -1 : 1));
  return shuffled.slice(0, maxRows).map(({ post }) => post);
}
