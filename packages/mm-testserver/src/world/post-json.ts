import { attachmentsOf, withoutIntegrations } from './attachments.ts';
import { type FileInfo, fileJson, filesOf } from './files.ts';
import { type Props, replyCount, type StoredPost } from './posts.ts';
import { type Reaction, reactionsTo } from './reactions.ts';
import type { World } from './world.ts';

/** A post, as the server shows it. */
export interface Post {
  /** 26 characters. */
  readonly id: string;
  /** In milliseconds. */
  readonly create_at: number;
  /** In milliseconds; raised by edits, and on a root by replies and reactions too. */
  readonly update_at: number;
  /** In milliseconds; 0 until the post is edited. */
  readonly edit_at: number;
  /** In milliseconds; 0 unless the post was deleted, or is the earlier version of an edited one. */
  readonly delete_at: number;
  /** Whether the post is pinned to its channel. */
  readonly is_pinned: boolean;
  /** Who wrote it. */
  readonly user_id: string;
  /** Where. */
  readonly channel_id: string;
  /** The first post of the thread; empty on that post itself, and outside threads. */
  readonly root_id: string;
  /** The same as `root_id`, on 5.37 only. */
  readonly parent_id?: string;
  /** On the earlier version of an edited post: the id of that post. */
  readonly original_id: string;
  /** The text, in Markdown. */
  readonly message: string;
  /** Empty for what people write; `system_…` for what the server writes. */
  readonly type: string;
  /** What the post carries beside its text, such as `attachments` and `from_bot`. */
  readonly props: Readonly<Record<string, unknown>>;
  /** The words with a `#`, with blanks between them. */
  readonly hashtags: string;
  /** The attached files; absent before version 11 when there are none. */
  readonly file_ids?: readonly string[];
  /** The client's own name for the post; echoed in the answer to its creation and in the event, empty otherwise. */
  readonly pending_post_id: string;
  /** Present when somebody has reacted. */
  readonly has_reactions?: boolean;
  /** Where a shared channel's post comes from; from version 11 on. */
  readonly remote_id?: string;
  /** How many replies the thread has. */
  readonly reply_count: number;
  /** Always 0 unless a client asks for collapsed threads. */
  readonly last_reply_at: number;
  /** Always `null` unless a client asks for collapsed threads. */
  readonly participants: null;
  /** What the server knows about the content. */
  readonly metadata?: PostMetadata;
}

/** Something that is shown below the text of a post. */
export interface PostEmbed {
  /** Such as `message_attachment`. */
  readonly type: string;
}

/** What the server adds to a post for clients that show it. */
export interface PostMetadata {
  /** What is shown below the text; an entry of type `message_attachment` when there are attachments. */
  readonly embeds?: readonly PostEmbed[];
  /** The attached files, in the order of uploading. */
  readonly files?: readonly FileInfo[];
  /** The reactions, oldest first. */
  readonly reactions?: readonly Reaction[];
}

/** How a post is shown in this answer. */
export interface Showing {
  readonly pendingPostId?: string;
  /** Some lists do not count replies. */
  readonly countReplies?: boolean;
  /** A deduplicated answer and, from version 6 on, a `post_deleted` event have none. */
  readonly withMetadata?: boolean;
}

/** A post as everybody may see it. */
export function postJson(world: World, post: StoredPost, showing: Showing = {}): Post {
  const { pendingPostId = '', countReplies = true, withMetadata = true } = showing;
  const { traits } = world;
  const { has_reactions, props, hashtags, file_ids, type, message, original_id, root_id, ...rest } = post;
  return {
    ...rest,
    root_id,
    ...(traits.parentIdOnPosts && { parent_id: root_id }),
    original_id,
    message: post.delete_at === 0 ? message : '',
    type,
    props: withoutIntegrations(props),
    hashtags,
    ...((traits.emptyFieldsOnPosts || file_ids.length > 0) && { file_ids }),
    pending_post_id: pendingPostId,
    ...(has_reactions && { has_reactions }),
    ...(traits.emptyFieldsOnPosts && { remote_id: '' }),
    reply_count: countReplies ? replyCount(world, post) : 0,
    last_reply_at: 0,
    participants: null,
    ...(withMetadata && { metadata: metadataOf(world, post) }),
  };
}

function metadataOf(world: World, post: StoredPost): PostMetadata {
  const deleted = post.delete_at !== 0;
  const embedded = 'attachments' in post.props && (!deleted || world.traits.embedsOnDeletedPosts);
  const files = deleted || post.file_ids.length === 0 ? [] : filesOf(world, post.file_ids);
  return {
    ...(embedded && { embeds: [{ type: 'message_attachment' }] }),
    ...(files.length > 0 && { files: files.map(file => fileJson(world, file)) }),
    ...(post.has_reactions && !deleted && { reactions: reactionsTo(world, post.id) }),
  };
}

/** The texts of a post in which somebody can be mentioned. */
export function textsOf({ message, props }: { readonly message: string; readonly props: Props }): string[] {
  const texts = attachmentsOf(props).flatMap(({ pretext, text }) => [pretext, text]);
  return [message, ...texts].filter((text): text is string => typeof text === 'string' && text !== '');
}
