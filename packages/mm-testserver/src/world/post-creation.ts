import { AppError, invalidParam } from '../errors.ts';
import { withSortedKeys } from '../json.ts';
import { withFullAttachments } from './attachments.ts';
import { type Channel, channelById } from './channels.ts';
import { attachFiles } from './files.ts';
import { forgetLastPostTime } from './last-post-times.ts';
import { announcePost } from './notifications.ts';
import { findPendingPost, settlePendingPost } from './pending-posts.ts';
import { insist, isSystemAdmin, mayInChannel } from './permissions.ts';
import { type PostJson, postJson } from './post-json.ts';
import { withServerProps } from './post-props.ts';
import { insistOnNoNul, insistOnValidPost } from './post-rules.ts';
import { hashtagsIn, livingPost, type Props, type StoredPost, savePost } from './posts.ts';
import { isRestricted } from './restricted-channels.ts';
import { setStatus } from './statuses.ts';
import { followsThreads } from './threads.ts';
import { userById } from './users.ts';
import { markViewed } from './viewing.ts';
import type { World } from './world.ts';

/** The fields of a new post; the server ignores others. */
export interface PostInput {
  readonly channel_id?: string | undefined;
  readonly message?: string | undefined;
  readonly root_id?: string | undefined;
  readonly type?: string | undefined;
  readonly props?: Props | undefined;
  readonly file_ids?: readonly string[] | undefined;
  readonly pending_post_id?: string | undefined;
  /** An error when given: the server chooses ids. */
  readonly id?: string | undefined;
  /** Only system administrators can set it. */
  readonly create_at?: number | undefined;
}

/** Creates a post at once, for a person of the story. */
export function submitPost(world: World, userId: string, input: PostInput, setOnline = true): PostJson {
  return beginPost(world, userId, input, setOnline)();
}

/**
 * `POST /posts` in two steps: this records the `pending_post_id`, and the function that it returns creates the post.
 *
 * In between, a repeated request gets the error that the first is still running.
 */
export function beginPost(world: World, userId: string, input: PostInput, setOnline: boolean): () => PostJson {
  const { channel_id = '', type = '', pending_post_id = '', props = {} } = input;
  insist(mayInChannel(world, userId, channel_id, 'create_post'));
  const channel = channelById(world, channel_id);
  if (type.startsWith('system_')) throw invalidParam('post.type');
  if (channel.delete_at !== 0) {
    throw new AppError(400, 'api.post.create_post.can_not_post_to_deleted.error', 'Can not post to deleted channel.');
  }
  insistOnCommonTeam(world, channel);
  const repeated = findPendingPost(world, userId, pending_post_id);
  return () => {
    const post = repeated ?? createOnce(world, userId, channel, input, setOnline);
    // A post of a bot does not mark the channel as read; for a repeated request the server does not know the author.
    const isBot = repeated === undefined && userById(world, userId).bot !== undefined;
    // A reply changes what is unread in its thread, not in its channel.
    const isReply = post.root_id !== '' && followsThreads(world);
    if (!isBot && !isReply && !('from_bot' in props) && !('from_webhook' in props)) markViewed(world, channel, userId);
    if (setOnline) setStatus(world, userId, 'online');
    return repeated
      ? postJson(world, post, { withMetadata: false })
      : postJson(world, post, { pendingPostId: pending_post_id });
  };
}

function insistOnCommonTeam(world: World, channel: Channel): void {
  if (!world.traits.restrictsDirectPosts || !isRestricted(world, channel)) return;
  const id = 'api.post.create_post.can_not_post_in_restricted_dm.error';
  throw new AppError(400, id, 'Its members have no team in common.');
}

function createOnce(world: World, userId: string, channel: Channel, input: PostInput, setOnline: boolean): StoredPost {
  const { pending_post_id = '' } = input;
  try {
    const post = createPost(world, userId, channel, input, { byApi: true });
    settlePendingPost(world, pending_post_id, post.id);
    announcePost(world, channel, post, { pendingPostId: pending_post_id, setOnline });
    world.afterPost(world, channel, post);
    return post;
  } catch (error) {
    settlePendingPost(world, pending_post_id, undefined);
    throw error;
  }
}

/** Writes a system post: without checks of permissions, and with any type. */
export function postAsServer(
  world: World,
  input: { channel_id: string; user_id: string; type: string; message: string; root_id?: string; props?: Props },
  setOnline = true,
): StoredPost {
  const channel = channelById(world, input.channel_id);
  const post = createPost(world, input.user_id, channel, input, { byApi: false });
  announcePost(world, channel, post, { setOnline });
  return post;
}

/** Saves a post of the past: without an event, and with the given time. */
export function savePastPost(world: World, userId: string, input: PostInput): StoredPost {
  return createPost(world, userId, channelById(world, input.channel_id ?? ''), input, { byApi: true, trusted: true });
}

function createPost(
  world: World,
  userId: string,
  channel: Channel,
  input: PostInput,
  { byApi, trusted = isSystemAdmin(world, userId) }: { readonly byApi: boolean; readonly trusted?: boolean },
): StoredPost {
  const { root_id = '', type = '' } = input;
  const message = wholeCharacters(input.message ?? '');
  if (root_id !== '') insistOnRoot(world, channel, root_id);
  if (input.id) {
    throw new AppError(400, 'app.post.save.existing.app_error', 'An existing post cannot be created again.');
  }
  const props = withServerProps(world, channel, userById(world, userId), message, input.props ?? {});
  const createAt = (trusted && input.create_at) || world.clock.tick();
  const post: StoredPost = {
    id: world.newId(),
    create_at: createAt,
    update_at: createAt,
    edit_at: 0,
    delete_at: 0,
    is_pinned: false,
    user_id: userId,
    channel_id: channel.id,
    root_id,
    original_id: '',
    message,
    type,
    props: withFullAttachments(withSortedKeys(props), world.newId),
    hashtags: hashtagsIn(message),
    file_ids: namedFiles(world, input.file_ids ?? []),
    has_reactions: false,
    byApi,
    filesRefused: false,
  };
  insistOnValidPost(world, post);
  insistOnNoNul(world, post, 'save');
  savePost(world, post);
  countPost(world, channel, post);
  const attached = attachFiles(world, post.id, userId, post.file_ids);
  // The server silently drops files that it cannot attach, and saves the post again.
  if (attached.length < post.file_ids.length) {
    post.file_ids = attached;
    post.filesRefused = attached.length === 0;
    post.update_at = world.clock.tick();
  }
  return post;
}

/** People of a story can write half of a surrogate pair, which becomes U+FFFD as over REST. */
function wholeCharacters(text: string): string {
  return Buffer.from(text).toString();
}

/** The file ids without repetitions. */
function namedFiles({ traits }: World, ids: readonly string[]): string[] {
  const named = [...new Set(ids)];
  return traits.sortedFileIds ? named.sort() : named;
}

function insistOnRoot(world: World, channel: Channel, rootId: string): void {
  const root = livingPost(world, rootId);
  if (!root) throw badRoot();
  if (root.channel_id !== channel.id) {
    const id = 'api.post.create_post.channel_root_id.app_error';
    throw new AppError(400, id, 'Invalid ChannelId for RootId parameter.');
  }
  if (root.root_id !== '') throw badRoot();
}

function badRoot(): AppError {
  return new AppError(400, 'api.post.create_post.root_id.app_error', 'Invalid RootId parameter.');
}

const joiningAndLeaving = /^system_(join|leave|add|remove)_/;

function countPost(world: World, channel: Channel, post: StoredPost): void {
  forgetLastPostTime(world, channel.id);
  const counts = joiningAndLeaving.test(post.type) ? 0 : 1;
  channel.last_post_at = Math.max(channel.last_post_at, post.create_at);
  channel.total_msg_count += counts;
  const root = world.posts.get(post.root_id);
  if (root) {
    root.update_at = post.create_at;
  } else {
    channel.last_root_post_at = Math.max(channel.last_root_post_at, post.create_at);
    channel.total_msg_count_root += counts;
  }
}
