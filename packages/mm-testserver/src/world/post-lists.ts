import type { Page } from './pages.ts';
import { type PostJson, postJson, type Showing } from './post-json.ts';
import { indexAfter, indexFrom, livingPosts, postById, repliesTo, type StoredPost } from './posts.ts';
import type { World } from './world.ts';

/** The JSON of a list of posts. */
export interface PostList {
  /** The ids of the requested posts, mostly newest first. */
  readonly order: readonly string[];
  /** These posts and others of their threads, by id. */
  readonly posts: Readonly<Record<string, PostJson>>;
  /** The next newer post, in some lists; empty otherwise. */
  readonly next_post_id: string;
  /** The next older post, in some lists; empty otherwise. */
  readonly prev_post_id: string;
  /** Not on every version. */
  readonly has_next?: boolean;
  /** Always 0: only hosted servers hide old posts. From 9.11 on. */
  readonly first_inaccessible_post_time?: number;
}

/** The content of a list of posts. */
export interface Listing {
  readonly ordered: readonly StoredPost[];
  readonly others?: readonly StoredPost[];
  readonly next?: string | undefined;
  readonly previous?: string | undefined;
  readonly showing?: Showing;
  /** @default false */
  readonly isThread?: boolean;
  /** Only for pages of a thread. @default false */
  readonly hasNext?: boolean;
}

/** Builds the JSON of a list of posts. */
export function postList(world: World, listing: Listing): PostList {
  const { ordered, others = [], next = '', previous = '', showing, isThread = false, hasNext = false } = listing;
  return {
    order: ordered.map(({ id }) => id),
    posts: Object.fromEntries([...ordered, ...others].map(post => [post.id, postJson(world, post, showing)])),
    next_post_id: next,
    prev_post_id: previous,
    ...(world.traits.inaccessiblePostTime && { first_inaccessible_post_time: 0 }),
    ...(world.traits[isThread ? 'hasNextOnThreads' : 'hasNextOnChannelPosts'] && { has_next: hasNext }),
  };
}

/** A page of a channel, newest first. */
export function channelPage(world: World, channelId: string, page: Page, skipFetchThreads: boolean): PostList {
  const posts = livingPosts(world, channelId);
  const ordered = pageFromEnd(posts, page);
  const replies = ordered.filter(({ root_id }) => root_id !== '');
  return postList(world, {
    ordered,
    others: postsOfThreads(world, replies, skipFetchThreads),
    ...neighbours(posts, ordered),
    // The server counts replies only when the client skips threads.
    showing: { countReplies: skipFetchThreads },
  });
}

/** A page of the posts after a post; page 0 is the nearest. Empty for an unknown post. */
export function postsAfter(
  world: World,
  channelId: string,
  anchorId: string,
  page: Page,
  skipFetchThreads: boolean,
): PostList {
  const posts = livingPosts(world, channelId);
  const ordered = nearestAfter(posts, world.posts.get(anchorId), page);
  const { next, previous } = neighbours(posts, ordered);
  return postList(world, {
    ordered,
    others: postsOfThreads(world, ordered, skipFetchThreads),
    next: ordered.length < page.perPage ? '' : next,
    previous: page.page === 0 ? anchorId : previous,
  });
}

/** A page of the posts before a post, newest first. */
export function postsBefore(
  world: World,
  channelId: string,
  anchorId: string,
  page: Page,
  skipFetchThreads: boolean,
): PostList {
  const posts = livingPosts(world, channelId);
  const ordered = nearestBefore(posts, world.posts.get(anchorId), page);
  const { next, previous } = neighbours(posts, ordered);
  return postList(world, {
    ordered,
    others: postsOfThreads(world, ordered, skipFetchThreads),
    next: page.page === 0 ? anchorId : next,
    previous: ordered.length < page.perPage ? '' : previous,
  });
}

/** The thread of a post. Like the real server before 9.11, it lists the post itself first, and again within the thread. */
export function threadOf(world: World, postId: string): PostList {
  const post = postById(world, postId);
  // Data retention can remove a root and leave its replies.
  const root = world.posts.get(post.root_id || post.id);
  const replies = repliesTo(world, post.root_id || post.id);
  const roots = root ? [root] : [];
  const thread = world.traits.threadInOrder || replies.length === 0 ? [...roots, ...replies] : [...replies, ...roots];
  const ordered = world.traits.threadWithoutRepeat ? thread : [post, ...thread];
  return postList(world, { ordered, isThread: true });
}

/** A page of the posts after another, newest first, without posts of the same millisecond. */
export function nearestAfter(
  posts: readonly StoredPost[],
  anchor: StoredPost | undefined,
  { page, perPage }: Page,
): StoredPost[] {
  if (!anchor) return [];
  const first = indexAfter(posts, anchor.create_at) + page * perPage;
  return posts.slice(first, first + perPage).reverse();
}

/** A page of the posts before another, newest first, without posts of the same millisecond. */
export function nearestBefore(posts: readonly StoredPost[], anchor: StoredPost | undefined, page: Page): StoredPost[] {
  return anchor ? pageFromEnd(posts, page, indexFrom(posts, anchor.create_at)) : [];
}

function pageFromEnd(posts: readonly StoredPost[], { page, perPage }: Page, end = posts.length): StoredPost[] {
  const last = Math.max(end - page * perPage, 0);
  return posts.slice(Math.max(last - perPage, 0), last).reverse();
}

/** The posts next to a page that is ordered newest first. */
export function neighbours(
  posts: readonly StoredPost[],
  ordered: readonly StoredPost[],
): { readonly next: string | undefined; readonly previous: string | undefined } {
  const [newest] = ordered;
  const oldest = ordered.at(-1);
  return {
    next: newest && posts[indexAfter(posts, newest.create_at)]?.id,
    previous: oldest && posts[indexFrom(posts, oldest.create_at) - 1]?.id,
  };
}

/** The other posts of a list: the threads of its posts, or only the roots when the client skips threads. */
export function postsOfThreads(world: World, posts: readonly StoredPost[], skipFetchThreads: boolean): StoredPost[] {
  const rootIds = new Set(posts.map(({ id, root_id }) => root_id || id));
  return [...rootIds].flatMap(rootId => {
    const root = world.posts.get(rootId);
    if (root?.delete_at !== 0) return [];
    return skipFetchThreads ? [root] : [root, ...repliesTo(world, rootId)];
  });
}
