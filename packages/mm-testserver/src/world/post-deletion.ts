import { AppError, notPermitted } from '../errors.ts';
import { toJson } from '../json.ts';
import { channelById } from './channels.ts';
import { publish } from './events.ts';
import { deleteFiles } from './files.ts';
import { forgetLastPostTime } from './last-post-times.ts';
import { insist, mayAtPost } from './permissions.ts';
import { postJson } from './post-json.ts';
import { livingPost, markDeleted, postNotFound, repliesTo } from './posts.ts';
import type { World } from './world.ts';

/** Deletes a post; with a root, its replies too. */
export function deletePost(world: World, userId: string, postId: string): void {
  const post = livingPost(world, postId);
  if (!post) throw missing(world);
  insist(mayAtPost(world, userId, postId, post.user_id === userId ? 'delete_post' : 'delete_others_posts'));
  if (channelById(world, post.channel_id).delete_at !== 0) {
    const id = 'api.post.delete_post.can_not_delete_post_in_deleted.error';
    throw new AppError(400, id, 'Posts of an archived channel cannot be deleted.');
  }
  // The event shows the post as it was, with its text.
  const shown = toJson(postJson(world, post, { withMetadata: world.traits.metadataOnDeletedEvent }));
  const now = world.clock.tick();
  for (const deleted of [post, ...repliesTo(world, post.id)]) {
    markDeleted(world, deleted, now);
    deleted.props = { ...deleted.props, deleteBy: userId };
  }
  deleteFiles(world, post.file_ids);
  forgetLastPostTime(world, post.channel_id);
  const to = { channel_id: post.channel_id };
  const told = world.traits.sanitizedDataInBroadcast;
  publish(world, {
    event: 'post_deleted',
    data: { post: shown },
    to: { ...to, ...(told && { contains_sanitized_data: true }) },
    among: 'others',
  });
  publish(world, {
    event: 'post_deleted',
    data: { delete_by: userId, post: shown },
    to: { ...to, ...(told && { contains_sensitive_data: true }) },
    among: 'admins',
  });
}

function missing(world: World): AppError {
  if (world.traits.deleteMissingPostStatus === 403) return notPermitted();
  return postNotFound();
}
