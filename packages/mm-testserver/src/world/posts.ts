import { AppError } from '../errors.ts';
import type { World } from './world.ts';

/** A post as the server keeps it; what depends on other rows is added when it is shown. */
export interface StoredPost {
  readonly id: string;
  readonly create_at: number;
  update_at: number;
  edit_at: number;
  /** Not 0 once deleted, and on earlier versions of an edited post. */
  delete_at: number;
  is_pinned: boolean;
  readonly user_id: string;
  readonly channel_id: string;
  readonly root_id: string;
  /** On an earlier version: the id of the post that was edited. */
  readonly original_id: string;
  message: string;
  readonly type: string;
  props: Props;
  hashtags: string;
  file_ids: readonly string[];
  has_reactions: boolean;
}

/** What a post carries beside its text: anything, with some keys that the server knows. */
export type Props = Readonly<Record<string, unknown>>;

/** The posts of one channel. */
export interface ChannelPosts {
  /** In the order of saving, with deleted posts and with the earlier versions of edited ones. */
  readonly rows: StoredPost[];
  /** Those that can be read, by `create_at`; those of the same millisecond stay in the order of saving. */
  readonly living: StoredPost[];
}

/** Puts a post, or an earlier version of one, into the table. */
export function savePost(world: World, post: StoredPost): void {
  world.posts.set(post.id, post);
  const posts = world.postsOf.get(post.channel_id);
  posts?.rows.push(post);
  if (post.delete_at !== 0) return;
  if (posts) insert(posts.living, post);
  if (post.root_id === '') return;
  const replies = world.repliesTo.get(post.root_id) ?? [];
  world.repliesTo.set(post.root_id, replies);
  insert(replies, post);
}

/** Marks a post as deleted. */
export function buryPost(world: World, post: StoredPost, deleteAt: number): void {
  leaveTheLiving(world, post);
  post.delete_at = deleteAt;
  post.update_at = deleteAt;
}

/** Takes a row out of the table, as if it had never been there. */
export function erasePost(world: World, post: StoredPost): void {
  leaveTheLiving(world, post);
  world.posts.delete(post.id);
  const rows = world.postsOf.get(post.channel_id)?.rows;
  const at = rows?.indexOf(post) ?? -1;
  if (at >= 0) rows?.splice(at, 1);
}

function leaveTheLiving(world: World, post: StoredPost): void {
  remove(world.postsOf.get(post.channel_id)?.living, post);
  remove(world.repliesTo.get(post.root_id), post);
}

function insert(posts: StoredPost[], post: StoredPost): void {
  posts.splice(indexAfter(posts, post.create_at), 0, post);
}

function remove(posts: StoredPost[] | undefined, post: StoredPost): void {
  const at = posts?.indexOf(post, indexFrom(posts, post.create_at)) ?? -1;
  if (at >= 0) posts?.splice(at, 1);
}

/** Where the posts begin that were made later than a time. */
export function indexAfter(posts: readonly StoredPost[], time: number): number {
  return indexFrom(posts, time + 1);
}

/** Where the posts begin that were made at a time, or later. */
export function indexFrom(posts: readonly StoredPost[], time: number): number {
  let [low, high] = [0, posts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const post = posts[middle];
    if (post && post.create_at < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The post, unless it was deleted. */
export function livingPost(world: World, id: string): StoredPost | undefined {
  const post = world.posts.get(id);
  return post?.delete_at === 0 ? post : undefined;
}

/** @throws {AppError} 404 for a post that is not there, or no longer. */
export function postById(world: World, id: string): StoredPost {
  const post = livingPost(world, id);
  if (!post) throw new AppError(404, 'app.post.get.app_error', 'Unable to get the post.');
  return post;
}

/** The posts of a channel that were not deleted, oldest first. */
export function livingPosts(world: World, channelId: string): readonly StoredPost[] {
  return world.postsOf.get(channelId)?.living ?? [];
}

/** The living replies of a root, oldest first. */
export function repliesTo(world: World, rootId: string): readonly StoredPost[] {
  return world.repliesTo.get(rootId) ?? [];
}

/** How many living replies the thread of this post has. */
export function replyCount(world: World, post: StoredPost): number {
  return repliesTo(world, post.root_id || post.id).length;
}

/** Words that begin with `#`, with blanks between them. */
export function hashtagsIn(message: string): string {
  if (!message.includes('#')) return '';
  const words = message.split(/\s+/).map(word =>
    word
      .replace(/^[^\p{L}\d\s#]+/u, '')
      .replace(/[^\p{L}\d\s]+$/u, '')
      .replace(/^#{2,}/, '#'),
  );
  return words.filter(word => /^#\p{L}[\p{L}\d\-_.]*[\p{L}\d]$/u.test(word)).join(' ');
}
