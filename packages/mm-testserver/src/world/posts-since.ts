import { createHash } from 'node:crypto';
import { rememberedLastPostTime, rememberLastPostTime } from './last-post-times.ts';
import { type PostList, postList } from './post-lists.ts';
import type { StoredPost } from './posts.ts';
import type { World } from './world.ts';

/** How many changed posts a list has at most; the roots of their threads come on top. */
const maxRows = 1_000;

/**
 * What changed since a time: deleted posts and earlier versions of edited ones too, at most 1,000 of them.
 *
 * When there are more, nobody can say which ones come: the query has no order. Here it depends on their ids, so that it
 * is the same for the same `random`, and no use to anybody who hopes for the oldest or the newest.
 */
export function postsSince(world: World, channelId: string, since: number, skipFetchThreads: boolean): PostList {
  const remembered = rememberedLastPostTime(world, channelId);
  if (remembered !== undefined && remembered <= since) return postList(world, { ordered: [] });
  const rows = changedSince(world, channelId, since);
  const listed = new Set(rows);
  for (const { root_id } of rows) {
    const root = world.posts.get(root_id);
    if (root) listed.add(root);
  }
  const all = [...listed].sort((a, b) => b.create_at - a.create_at);
  rememberLastPostTime(
    world,
    channelId,
    all.reduce((latest, { update_at }) => Math.max(latest, update_at), since),
  );
  return postList(world, {
    // A root that has not changed itself is shown, and not counted among what has.
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
