import { AppError } from '../errors.ts';
import { mayInChannel } from './permissions.ts';
import { livingPost, type StoredPost } from './posts.ts';
import type { World } from './world.ts';

/** The recent `pending_post_id`s, so that a repeated request creates no second post. */
export type PendingPosts = Map<string, { readonly expiresAt: number; readonly postId: string | undefined }>;

const lifetimeMs = 30_000;
const capacity = 25_000;

/**
 * Finds the post that a request with this id created in the last 30 seconds; otherwise records that one is running.
 *
 * All users share one table, so a request of another user with the same id can find the post too.
 *
 * @throws {AppError} 500 while the first request is still running, and when its post has been deleted.
 */
export function findPendingPost(world: World, userId: string, pendingPostId: string): StoredPost | undefined {
  if (pendingPostId === '') return undefined;
  const seen = world.pendingPosts.get(pendingPostId);
  if (!seen || seen.expiresAt <= world.clock.now()) {
    note(world, pendingPostId, undefined);
    return undefined;
  }
  if (seen.postId === undefined) {
    const id = 'api.post.deduplicate_create_post.pending';
    throw new AppError(500, id, 'The post is being created by an earlier request.');
  }
  const post = livingPost(world, seen.postId);
  if (!post) {
    const id = 'api.post.deduplicate_create_post.failed_to_get';
    throw new AppError(500, id, 'The post of the earlier request is gone.');
  }
  const shown = !world.traits.pendingPostsForReaders || mayInChannel(world, userId, post.channel_id, 'read_channel');
  return shown ? post : undefined;
}

/** Records the post that the request created; with `undefined` it failed and can be repeated. */
export function settlePendingPost(world: World, pendingPostId: string, postId: string | undefined): void {
  if (pendingPostId === '') return;
  if (postId === undefined) world.pendingPosts.delete(pendingPostId);
  else note(world, pendingPostId, postId);
}

function note({ pendingPosts, clock }: World, pendingPostId: string, postId: string | undefined): void {
  pendingPosts.delete(pendingPostId);
  pendingPosts.set(pendingPostId, { expiresAt: clock.now() + lifetimeMs, postId });
  const [oldest] = pendingPosts.keys();
  if (pendingPosts.size > capacity && oldest !== undefined) pendingPosts.delete(oldest);
}
