import { forgetLastPostTime } from './last-post-times.ts';
import { erasePost } from './posts.ts';
import type { World } from './world.ts';

/**
 * Removes the rows of posts that were made before a time; returns how many.
 *
 * Replies that are younger than that stay, without their root, and nothing else changes: neither the counts of the
 * channel nor `last_post_at`. Nobody is told.
 */
export function removeOldPosts(world: World, before: number, channelId?: string): number {
  const old = [...world.posts.values()].filter(
    ({ create_at, channel_id }) => create_at < before && (channelId === undefined || channel_id === channelId),
  );
  for (const post of old) {
    erasePost(world, post);
    world.reactions.delete(post.id);
    forgetLastPostTime(world, post.channel_id);
  }
  return old.length;
}
