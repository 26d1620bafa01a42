import { AppError, ConnectionDropped, notPermitted } from '../errors.ts';
import { toJson, withSortedKeys } from '../json.ts';
import { withFullAttachments } from './attachments.ts';
import { cachedChannel, channelById } from './channels.ts';
import { compareAttachments } from './comparing-attachments.ts';
import { publish } from './events.ts';
import { attachFiles, deleteFiles } from './files.ts';
import { forgetLastPostTime } from './last-post-times.ts';
import { insist, mayAtPost } from './permissions.ts';
import { type PostJson, postJson } from './post-json.ts';
import { insistOnNoNul, insistOnValidPost } from './post-rules.ts';
import { hashtagsIn, livingPost, type Props, postById, type StoredPost, savePost } from './posts.ts';
import type { World } from './world.ts';

/** The fields of a post to change. */
export interface PostPatch {
  readonly message?: string | undefined;
  readonly props?: Props | undefined;
  readonly is_pinned?: boolean | undefined;
  readonly has_reactions?: boolean | undefined;
  /** Has an effect from version 11 on. */
  readonly file_ids?: readonly string[] | undefined;
}

/** `PUT /posts/{post_id}/patch`: replaces the props as a whole. */
export function patchPost(world: World, userId: string, postId: string, patch: PostPatch): PostJson {
  return change(world, editablePost(world, userId, postId), patch, world.traits.editsChangeFiles);
}

/** `PUT /posts/{post_id}`: empties the fields that are absent. */
export function replacePost(world: World, userId: string, postId: string, input: PostPatch): PostJson {
  const { message = '', props = {}, is_pinned = false, has_reactions = false, file_ids } = input;
  const patch = { message, props, is_pinned, has_reactions, file_ids };
  return change(world, editablePost(world, userId, postId), patch, world.traits.editsChangeFiles, {
    way: 'update',
    userId,
  });
}

/** The new content of a post after a click. */
export interface IntegrationUpdate {
  readonly message: string;
  readonly props: Props;
  readonly file_ids: readonly string[];
}

/** Changes a post for an integration: any author's post, and with its files on every version. */
export function updateByIntegration(world: World, clickerId: string, postId: string, update: IntegrationUpdate): void {
  change(world, postById(world, postId), update, true, { way: 'update', userId: clickerId });
}

/** Pins or unpins a post, which every reader of the channel can do. */
export function pinPost(world: World, userId: string, postId: string, pinned: boolean): void {
  insist(mayAtPost(world, userId, postId, 'read_channel'));
  change(world, postById(world, postId), { is_pinned: pinned }, false);
}

// An unknown post gets the same error as one that the user may not edit.
function editablePost(world: World, userId: string, postId: string): StoredPost {
  const post = livingPost(world, postId);
  if (!post) throw notPermitted();
  insist(mayAtPost(world, userId, postId, post.user_id === userId ? 'edit_post' : 'edit_others_posts'));
  return post;
}

/** How a post is changed, and under whose session. */
interface ChangedBy {
  readonly way: 'patch' | 'update';
  readonly userId: string;
}

function change(
  world: World,
  post: StoredPost,
  patch: PostPatch,
  takesFiles: boolean,
  by: ChangedBy = { way: 'patch', userId: post.user_id },
): PostJson {
  const { message = post.message, is_pinned = post.is_pinned, has_reactions = post.has_reactions } = patch;
  insistOnChange(world, post, message, by.way);
  const { add_channel_member: _, ...given } = patch.props ?? {};
  const props = patch.props ? withFullAttachments(withSortedKeys(given), world.newId) : post.props;
  const rewritten = message !== post.message;
  const fileIds = (takesFiles && patch.file_ids) || post.file_ids;
  const sameFiles = toJson(fileIds) === toJson(post.file_ids);
  // The server stops comparing after the first difference.
  const found = rewritten || !sameFiles;
  const likeness = found ? 'different' : compareAttachments(post.props, props, world.traits.dropsOnStrippedButtons);
  if (likeness === 'crash') throw new ConnectionDropped();
  insistOnValidPost(world, { ...post, message, props, file_ids: fileIds });
  insistOnNoNul(world, { ...post, message, props }, 'update');
  const before = { ...post };
  const now = world.clock.tick();
  if (likeness !== 'same') post.edit_at = now;
  if (rewritten) post.hashtags = hashtagsIn(message);
  if (!sameFiles) changeFiles(world, post, fileIds, by.userId);
  Object.assign(post, { message, props, is_pinned, has_reactions, update_at: now });
  // The server keeps the earlier version as a deleted post with a new id; `since` returns it.
  savePost(world, { ...before, id: world.newId(), original_id: post.id, update_at: now, delete_at: now });
  touch(world, post, now);
  const shown = postJson(world, post);
  publish(world, { event: 'post_edited', data: { post: toJson(shown) }, to: { channel_id: post.channel_id } });
  return shown;
}

function insistOnChange(world: World, post: StoredPost, message: string, way: ChangedBy['way']): void {
  if (channelById(world, post.channel_id).delete_at !== 0) {
    const id = `api.post.${way}_post.can_not_update_post_in_deleted.error`;
    throw new AppError(400, id, 'Posts of an archived channel cannot be changed.');
  }
  if (post.type.startsWith('system_')) {
    throw new AppError(400, 'api.post.update_post.system_message.app_error', 'System messages cannot be changed.');
  }
  const limitMs = world.config.PostEditTimeLimit * 1_000;
  if (limitMs < 0 || message === post.message || world.clock.now() <= post.create_at + limitMs) return;
  const id = 'api.post.update_post.permissions_time_limit.app_error';
  throw new AppError(400, id, 'The time in which the post could be edited is over.');
}

/** Attaches only files that this user has uploaded. */
function changeFiles(world: World, post: StoredPost, ids: readonly string[], userId: string): void {
  if (!world.traits.editsChangeFiles) {
    post.file_ids = ids;
    return;
  }
  const kept = post.file_ids.filter(id => ids.includes(id));
  deleteFiles(
    world,
    post.file_ids.filter(id => !ids.includes(id)),
  );
  post.file_ids = [...kept, ...attachFiles(world, post.id, userId, ids)];
}

// An edit moves the times of the channel and of the thread, like a new post.
function touch(world: World, post: StoredPost, now: number): void {
  forgetLastPostTime(world, post.channel_id);
  const channel = channelById(world, post.channel_id);
  cachedChannel(world, channel);
  channel.last_post_at = Math.max(channel.last_post_at, now);
  const root = world.posts.get(post.root_id);
  if (root) root.update_at = Math.max(root.update_at, now);
}
