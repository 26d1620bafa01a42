import { largestPage } from './paging.ts';
import type { Post, PostList } from './schemas/post.ts';

/** Fetches the 200 posts next to an anchor; without one, the newest of the channel. */
export type FetchPosts = (anchor: string | undefined) => Promise<PostList>;

/**
 * Walks through a channel from an anchor, away from it, one post at a time; a page is fetched when it is needed.
 *
 * Each page starts at a post of the one before, not at a page number: posts that are written or deleted meanwhile shift
 * page numbers, so that posts would be missed. The server compares times only and leaves out posts of the anchor's own
 * millisecond. So the next anchor is not the last post of a page but the last one of another millisecond, and the posts
 * that come twice because of that are left out. (`@clawmost/mm-inbox` reads pages by the same rule on its own, because
 * the libraries do not depend on each other.)
 */
export async function* walkPosts(
  direction: 'after' | 'before',
  start: string | undefined,
  fetchPosts: FetchPosts,
): AsyncGenerator<Post> {
  let anchor = start;
  let seen = new Set<string>();
  // A cache that answers with the wrong page could lead round in a circle.
  const anchors = new Set([start]);
  for (;;) {
    const list = await fetchPosts(anchor);
    const posts = list.order.flatMap(id => list.posts[id] ?? []);
    if (direction === 'after') posts.reverse();
    const last = posts.at(-1);
    if (last === undefined) return;
    const next = posts.findLast(({ create_at }) => create_at !== last.create_at) ?? last;
    if (anchors.has(next.id)) return;
    yield* posts.filter(({ id }) => !seen.has(id));
    const more = direction === 'after' ? list.next_post_id : list.prev_post_id;
    if (posts.length < largestPage && more === '') return;
    anchor = next.id;
    anchors.add(anchor);
    seen = new Set(posts.map(({ id }) => id));
  }
}

/** Fetches a page of a thread: the oldest posts, or those after a post. */
export type FetchThread = (from: { fromPost: string; fromCreateAt: number } | undefined) => Promise<PostList>;

/**
 * Walks through a thread, oldest post first. Servers repeat the first post on every page, and old ones ignore the paging
 * and send everything at once; the end is where no more follows, or nothing new comes.
 */
export async function* walkThread(fetchThread: FetchThread): AsyncGenerator<Post> {
  const seen = new Set<string>();
  let from: { fromPost: string; fromCreateAt: number } | undefined;
  for (;;) {
    const list = await fetchThread(from);
    const posts = [...new Set(list.order)].flatMap(id => (seen.has(id) ? [] : (list.posts[id] ?? [])));
    posts.sort((a, b) => a.create_at - b.create_at || (a.id < b.id ? -1 : 1));
    yield* posts;
    const last = posts.at(-1);
    if (last === undefined || !list.has_next) return;
    for (const { id } of posts) seen.add(id);
    from = { fromPost: last.id, fromCreateAt: last.create_at };
  }
}

/** The end of a thread before a post, oldest first. Old servers ignore the limits of the query, so they are kept here. */
export function postsBefore(
  { order, posts }: PostList,
  end: { readonly rootId: string; readonly id: string; readonly create_at: number },
  count: number,
): Post[] {
  const older = [...new Set(order)]
    .flatMap(id => posts[id] ?? [])
    .filter(({ id, create_at }) => create_at < end.create_at || (create_at === end.create_at && id < end.id))
    .sort((a, b) => a.create_at - b.create_at || (a.id < b.id ? -1 : 1));
  const root = older.filter(({ id }) => id === end.rootId);
  return [...root, ...older.filter(({ id }) => id !== end.rootId).slice(-count)];
}
