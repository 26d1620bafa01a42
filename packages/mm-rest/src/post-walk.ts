import { largestPage } from './paging.ts';
import type { Post, PostList } from './schemas/post.ts';

/** Fetches the 200 posts next to an anchor; without one, the newest of the channel. */
export type FetchPosts = (anchor: string | undefined) => Promise<PostList>;

/**
 * Goes through a channel from an anchor, away from it, one post at a time; a page is fetched when it is needed.
 *
 * Each page hangs on a post of the one before, not on a page number: what is written or deleted meanwhile shifts page
 * numbers, so that posts would be missed. The server compares times alone and leaves out posts of the anchor's very
 * millisecond, so that the next anchor is not the last post of a page but the last one of another millisecond, and what
 * comes twice for that is left out.
 */
export async function* walkPosts(
  direction: 'after' | 'before',
  start: string | undefined,
  fetchPosts: FetchPosts,
): AsyncGenerator<Post> {
  let anchor = start;
  let seen = new Set<string>();
  for (;;) {
    const list = await fetchPosts(anchor);
    const posts = list.order.flatMap(id => list.posts[id] ?? []);
    if (direction === 'after') posts.reverse();
    yield* posts.filter(({ id }) => !seen.has(id));
    const more = direction === 'after' ? list.next_post_id : list.prev_post_id;
    const last = posts.at(-1);
    if (last === undefined || (posts.length < largestPage && more === '')) return;
    const next = posts.findLast(({ create_at }) => create_at !== last.create_at) ?? last;
    if (next.id === anchor) return;
    anchor = next.id;
    seen = new Set(posts.map(({ id }) => id));
  }
}
