import { ConnectionDropped } from '../errors.ts';
import { type PostJson, postJson } from './post-json.ts';
import { type PostList, postList } from './post-lists.ts';
import { postById, repliesTo, type StoredPost } from './posts.ts';
import { followsThreads } from './threads.ts';
import type { World } from './world.ts';

/** Which part of a thread to show. */
export interface ThreadPage {
  /** 0 for all posts. */
  readonly perPage: number;
  /** Empty for the order of the database; what it leaves out is the same as with `up`. */
  readonly direction: '' | 'up' | 'down';
  /** The last post of the page before, for posts of the same millisecond. */
  readonly fromPost: string;
  /** The time of that post; 0 begins at the end of the thread. */
  readonly fromCreateAt: number;
  /** The same by the time of the last change. */
  readonly fromUpdateAt: number;
  /** Sorts by the time of the last change. */
  readonly updatesOnly: boolean;
  /** Shows only the post itself. */
  readonly skipFetchThreads: boolean;
  /** Shows who takes part in the thread, and counts only replies as posts of a page. */
  readonly collapsed: boolean;
}

/** A page of the thread of a post; the post itself always comes first. */
export function threadPage(world: World, userId: string, postId: string, page: ThreadPage): PostList {
  const post = postById(world, postId);
  if (page.skipFetchThreads && !page.collapsed) {
    const { has_next, ...list } = postList(world, { ordered: [post], isThread: true });
    return world.traits.hasNextOnChannelPosts ? { ...list, has_next: has_next ?? false } : list;
  }
  // A real server crashes, because it removes the last of no posts.
  if (page.perPage === -1) throw new ConnectionDropped();
  const rootId = page.collapsed ? postId : post.root_id || post.id;
  const root = page.collapsed ? undefined : world.posts.get(rootId);
  // Each reply changes the root, so that the database mostly has it last.
  const rows = [...repliesTo(world, rootId), ...(root ? [root] : [])].filter(row => isOnPage(row, page));
  const sorted = page.direction === '' ? rows : rows.sort((a, b) => compare(a, b, page));
  const hasNext = page.perPage > 0 && sorted.length > page.perPage;
  const shown = hasNext ? sorted.slice(0, page.perPage) : sorted;
  const ordered = [post, ...(world.traits.threadWithoutRepeat ? shown.filter(({ id }) => id !== post.id) : shown)];
  const list = postList(world, { ordered, isThread: true, hasNext, showing: { countReplies: !page.collapsed } });
  return page.collapsed ? { ...list, posts: { ...list.posts, [postId]: collapsedRoot(world, userId, post) } } : list;
}

function isOnPage({ id, create_at, update_at }: StoredPost, page: ThreadPage): boolean {
  const isBeyond = (time: number, from: number): boolean => {
    if (from === 0) return true;
    if (time === from && page.fromPost !== '')
      return page.direction === 'down' ? id > page.fromPost : id < page.fromPost;
    return page.direction === 'down' ? time > from : time < from;
  };
  return isBeyond(create_at, page.fromCreateAt) && isBeyond(update_at, page.fromUpdateAt);
}

function compare(a: StoredPost, b: StoredPost, { direction, updatesOnly }: ThreadPage): number {
  const time = updatesOnly ? 'update_at' : 'create_at';
  const order = a[time] - b[time] || (a.id < b.id ? -1 : 1);
  return direction === 'down' ? order : -order;
}

function collapsedRoot(world: World, userId: string, post: StoredPost): PostJson {
  const replies = repliesTo(world, post.id);
  const authors = [...new Set(replies.map(({ user_id }) => user_id).reverse())].reverse();
  const follows = followsThreads(world) && world.threadMemberships.get(post.id)?.has(userId);
  return {
    ...postJson(world, post),
    last_reply_at: replies.at(-1)?.create_at ?? 0,
    participants: authors.map(bareUser),
    ...(follows && { is_following: true }),
  };
}

/** A user as the table of threads has it: nothing but the id. */
function bareUser(id: string): Readonly<Record<string, unknown>> {
  const empty = [
    'username',
    'auth_service',
    'email',
    'nickname',
    'first_name',
    'last_name',
    'position',
    'roles',
    'locale',
  ];
  return {
    id,
    delete_at: 0,
    ...Object.fromEntries(empty.map(name => [name, ''])),
    timezone: null,
    disable_welcome_email: false,
  };
}
