import { AppError } from '../errors.ts';
import type { World } from './world.ts';

/** A post, as the server saves it; `postJson` adds what depends on other rows. */
export interface StoredPost {
  readonly id: string;
  readonly create_at: number;
  update_at: number;
  edit_at: number;
  /** Not 0 for deleted posts and for earlier versions of edited ones. */
  delete_at: number;
  is_pinned: boolean;
  readonly user_id: string;
  readonly channel_id: string;
  readonly root_id: string;
  /** On an earlier version: the id of the edited post. */
  readonly original_id: string;
  message: string;
  readonly type: string;
  props: Props;
  hashtags: string;
  file_ids: readonly string[];
  /** None of the files that the author named could be attached. */
  filesRefused: boolean;
  has_reactions: boolean;
  /** Created by `POST /posts`, and not by the server or an integration. */
  readonly byApi: boolean;
}

/** The free fields of a post; the server knows some of them. */
export type Props = Readonly<Record<string, unknown>>;

/** The posts of one channel. */
export interface ChannelPosts {
  /** In the order of saving, with deleted posts and earlier versions of edited ones. */
  readonly rows: StoredPost[];
  /** The posts that can be read, sorted by `create_at` and then in the order of saving. */
  readonly living: StoredPost[];
}

/** Saves a post, or an earlier version of one. */
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
export function markDeleted(world: World, post: StoredPost, deleteAt: number): void {
  removeFromLists(world, post);
  post.delete_at = deleteAt;
  post.update_at = deleteAt;
}

/** Removes a post from the database for good. */
export function deleteRow(world: World, post: StoredPost): void {
  removeFromLists(world, post);
  world.posts.delete(post.id);
  const rows = world.postsOf.get(post.channel_id)?.rows;
  const at = rows?.indexOf(post) ?? -1;
  if (at >= 0) rows?.splice(at, 1);
}

function removeFromLists(world: World, post: StoredPost): void {
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

/** The index of the first post after a time. */
export function indexAfter(posts: readonly StoredPost[], time: number): number {
  return indexFrom(posts, time + 1);
}

/** The index of the first post at or after a time. */
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

/** The post with this id, unless it was deleted. */
export function livingPost(world: World, id: string): StoredPost | undefined {
  const post = world.posts.get(id);
  return post?.delete_at === 0 ? post : undefined;
}

/** @throws {AppError} 404 for an unknown or deleted post. */
export function postById(world: World, id: string): StoredPost {
  const post = livingPost(world, id);
  if (!post) throw postNotFound();
  return post;
}

export function postNotFound(): AppError {
  return new AppError(404, 'app.post.get.app_error', 'Unable to get the post.');
}

/** The posts of a channel that were not deleted, oldest first. */
export function livingPosts(world: World, channelId: string): readonly StoredPost[] {
  return world.postsOf.get(channelId)?.living ?? [];
}

/** The replies to a root that can be read, oldest first. */
export function repliesTo(world: World, rootId: string): readonly StoredPost[] {
  return world.repliesTo.get(rootId) ?? [];
}

/** How many replies the thread of a post has. */
export function replyCount(world: World, post: StoredPost): number {
  return repliesTo(world, post.root_id || post.id).length;
}

/** The hashtags of a text, separated by blanks. */
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
