import { attachmentsOf, withoutIntegrations } from './attachments.ts';
import { type EmojiJson, emojisWith } from './emojis.ts';
import { type FileJson, fileJson, filesOf } from './files.ts';
import { type Props, replyCount, type StoredPost } from './posts.ts';
import { type Reaction, reactionsTo } from './reactions.ts';
import type { World } from './world.ts';

/** A post as the API and the events show it: which fields it has depends on the version. */
export interface PostJson {
  readonly id: string;
  readonly create_at: number;
  readonly update_at: number;
  readonly edit_at: number;
  readonly delete_at: number;
  readonly is_pinned: boolean;
  readonly user_id: string;
  readonly channel_id: string;
  readonly root_id: string;
  /** The same as `root_id`, on 5.37 only. */
  readonly parent_id?: string;
  readonly original_id: string;
  readonly message: string;
  readonly type: string;
  readonly props: Readonly<Record<string, unknown>>;
  readonly hashtags: string;
  /** Without files: empty, absent before 10.11, and `null` on ephemeral posts and when every file was refused. */
  readonly file_ids?: readonly string[] | null;
  /** Only in the answer to the creation of the post and in its event; empty otherwise. */
  readonly pending_post_id: string;
  /** Present only when it is true. */
  readonly has_reactions?: boolean;
  /** From 9.11 on, and not on posts of the server and of integrations. */
  readonly remote_id?: string;
  readonly reply_count: number;
  readonly last_reply_at: number;
  /** Only on the root of a collapsed thread. */
  readonly participants: readonly Readonly<Record<string, unknown>>[] | null;
  /** Only on the root of a collapsed thread that the caller follows. */
  readonly is_following?: boolean;
  readonly metadata?: MetadataJson;
}

interface MetadataJson {
  /** The custom emoji in the text and in the reactions. */
  readonly emojis?: readonly EmojiJson[];
  /** One of type `message_attachment` when the post has attachments. */
  readonly embeds?: readonly { readonly type: string }[];
  /** In the order of uploading. */
  readonly files?: readonly FileJson[];
  /** Oldest first. */
  readonly reactions?: readonly Reaction[];
}

/** What the JSON of a post depends on. */
export interface Showing {
  readonly pendingPostId?: string;
  /** False in some lists. */
  readonly countReplies?: boolean;
  /** False in the answer to a repeated request and, from version 6 on, in `post_deleted`. */
  readonly withMetadata?: boolean;
}

/** The JSON of a post. */
export function postJson(world: World, post: StoredPost, showing: Showing = {}): PostJson {
  const { pendingPostId = '', countReplies = true, withMetadata = true } = showing;
  const { traits } = world;
  const {
    has_reactions,
    byApi,
    filesRefused,
    props,
    hashtags,
    file_ids,
    type,
    message,
    original_id,
    root_id,
    ...rest
  } = post;
  return {
    ...rest,
    root_id,
    ...(traits.parentIdOnPosts && { parent_id: root_id }),
    original_id,
    message: post.delete_at === 0 ? message : '',
    type,
    props: withoutIntegrations(props),
    hashtags,
    ...((traits.fileIdsOnAllPosts || file_ids.length > 0) && { file_ids: filesRefused ? null : file_ids }),
    pending_post_id: pendingPostId,
    ...(has_reactions && { has_reactions }),
    ...(traits.remoteIdOnPosts && byApi && { remote_id: '' }),
    reply_count: countReplies ? replyCount(world, post) : 0,
    last_reply_at: 0,
    participants: null,
    ...(withMetadata && { metadata: metadataOf(world, post) }),
  };
}

function metadataOf(world: World, post: StoredPost): MetadataJson {
  const deleted = post.delete_at !== 0;
  const embedded = 'attachments' in post.props && (!deleted || world.traits.embedsOnDeletedPosts);
  const files = deleted || post.file_ids.length === 0 ? [] : filesOf(world, post.file_ids);
  const emojis = deleted || world.emojis.size === 0 ? [] : customEmojisOf(world, post);
  return {
    ...(emojis.length > 0 && { emojis }),
    ...(embedded && { embeds: [{ type: 'message_attachment' }] }),
    ...(files.length > 0 && { files: files.map(file => fileJson(world, file)) }),
    ...(post.has_reactions && !deleted && { reactions: reactionsTo(world, post.id) }),
  };
}

function customEmojisOf(world: World, post: StoredPost): EmojiJson[] {
  const written = textsOf(post).flatMap(text => [...text.matchAll(/:([a-zA-Z0-9+_-]+):/g)].map(([, name]) => name));
  const names = new Set([...written, ...reactionsTo(world, post.id).map(({ emoji_name }) => emoji_name)]);
  return emojisWith(world, name => names.has(name));
}

/** The texts of a post that can contain mentions. */
export function textsOf({ message, props }: { readonly message: string; readonly props: Props }): string[] {
  const texts = attachmentsOf(props).flatMap(({ pretext, text }) => [pretext, text]);
  return [message, ...texts].filter((text): text is string => typeof text === 'string' && text !== '');
}
