import { forgetLastPostTime } from './last-post-times.ts';
import { deleteRow } from './posts.ts';
import type { World } from './world.ts';

/**
 * Deletes the posts before a time for good, without an event; returns how many.
 *
 * Newer replies stay without their root. The counts of the channel and its `last_post_at` do not change.
 */
export function removeOldPosts(world: World, before: number, channelId?: string): number {
  const old = [...world.posts.values()].filter(
    ({ create_at, channel_id }) => create_at < before && (channelId === undefined || channel_id === channelId),
  );
  for (const post of old) {
    deleteRow(world, post);
    world.reactions.delete(post.id);
    forgetLastPostTime(world, post.channel_id);
  }
  return old.length;
}
