import { fillIn, isRecord, isTextList, type ReadField, recordsIn, unreadable } from './fields.ts';

// The types here are those that `@clawmost/mm-rest` has for the same objects, so that one function of a bot can take a
// post from an event as well as one from a call. The libraries do not depend on each other: a test compares the types.

/** A file that hangs on a post; fetch its bytes with `GET /files/{id}`. */
export interface FileInfo {
  /** 26 characters. */
  id: string;
  /** What the uploader called it: a stranger's text, not a safe file name. */
  name: string;
  /** The end of the name, without the dot. */
  extension: string;
  /** In bytes. */
  size: number;
  /** As the server guessed it from the name. */
  mime_type: string;
  /** In pixels; 0 unless it is an image. */
  width: number;
  /** In pixels; 0 unless it is an image. */
  height: number;
  /** Whether the server has a smaller picture of it under `GET /files/{id}/preview`. */
  has_preview_image: boolean;
  /** Fields without a type here, as the server sent them. */
  [field: string]: unknown;
}

/** What the server adds to a post so that clients can draw it without asking further. */
export interface PostMetadata {
  /** The attached files, in the order of their upload, which may differ from that of `file_ids`. */
  files: FileInfo[];
  /** What clients show below the text: link previews, attachments, quoted posts. */
  embeds: Record<string, unknown>[];
  /** The custom emoji in the text and in the reactions. */
  emojis: Record<string, unknown>[];
  /** The reactions, oldest first, each as `Reaction` describes it. */
  reactions: Record<string, unknown>[];
  /** Fields without a type here, as the server sent them. */
  [field: string]: unknown;
}

/** A post. Times are in milliseconds since 1970. */
export interface Post {
  /** 26 characters. */
  id: string;
  /** Who wrote it; with `props.from_webhook`, the owner of the webhook or the person who typed the slash command. */
  user_id: string;
  /** Where it was written. */
  channel_id: string;
  /** The first post of the thread that it replies to; empty outside threads. */
  root_id: string;
  /** Set on the copy of an earlier text that an edit leaves behind; empty on posts that people see. */
  original_id: string;
  /** The text, in Markdown. */
  message: string;
  /** Empty for what people write; `system_…` for what the server writes; also `me`, `slack_attachment`, `custom_…`. */
  type: string;
  /** Attachments and marks such as `from_bot` and `from_webhook`, which hold the text `"true"`. */
  props: Record<string, unknown>;
  /** The ids of the attached files. */
  file_ids: string[];
  /** What the server adds for drawing the post. Empty lists in `post_deleted`. */
  metadata: PostMetadata;
  /** The key that the author sent along to recognise the post by; empty when none was sent. */
  pending_post_id: string;
  /** Whether it is pinned to its channel. */
  is_pinned: boolean;
  /** When it was written. */
  create_at: number;
  /** When it last changed in any way: edits, reactions and replies count. */
  update_at: number;
  /** When its text was last edited; 0 if never. */
  edit_at: number;
  /** When it was deleted; 0 if it was not. */
  delete_at: number;
  /** Fields without a type here, as the server sent them. */
  [field: string]: unknown;
}

/** A reaction to a post. */
export interface Reaction {
  /** Who reacted. */
  user_id: string;
  /** The post. */
  post_id: string;
  /** The emoji's name, without colons. */
  emoji_name: string;
  /** When it was added, in milliseconds since 1970; 0 in `reaction_removed`. */
  create_at: number;
  /** Fields without a type here, as the server sent them. */
  [field: string]: unknown;
}

const emptyFile = {
  name: '',
  extension: '',
  size: 0,
  mime_type: '',
  width: 0,
  height: 0,
  has_preview_image: false,
} as const;

/** Reads a post. One without an id, an author, a channel, a text or its times is not a post. */
export const readPost: ReadField<Post> = value => {
  if (!isRecord(value)) return unreadable;
  const { id, user_id, channel_id, message, create_at, update_at } = value;
  const isPost =
    typeof id === 'string' &&
    typeof user_id === 'string' &&
    typeof channel_id === 'string' &&
    typeof message === 'string' &&
    typeof create_at === 'number' &&
    typeof update_at === 'number';
  if (!isPost) return unreadable;
  // Field by field: posts are the most frequent object, and fixed names are faster than a loop.
  if (typeof value['root_id'] !== 'string') value['root_id'] = '';
  if (typeof value['original_id'] !== 'string') value['original_id'] = '';
  if (typeof value['type'] !== 'string') value['type'] = '';
  if (typeof value['pending_post_id'] !== 'string') value['pending_post_id'] = '';
  if (typeof value['is_pinned'] !== 'boolean') value['is_pinned'] = false;
  if (typeof value['edit_at'] !== 'number') value['edit_at'] = 0;
  if (typeof value['delete_at'] !== 'number') value['delete_at'] = 0;
  if (!isRecord(value['props'])) value['props'] = {};
  if (!isTextList(value['file_ids'])) value['file_ids'] = [];
  value['metadata'] = readMetadata(value['metadata']);
  return value as Post;
};

/** Reads a reaction. */
export const readReaction: ReadField<Reaction> = value => {
  if (!isRecord(value)) return unreadable;
  const { user_id, post_id, emoji_name } = value;
  if (typeof user_id !== 'string' || typeof post_id !== 'string' || typeof emoji_name !== 'string') return unreadable;
  fillIn(value, { create_at: 0 });
  return value as Reaction;
};

function readMetadata(metadata: unknown): PostMetadata {
  // Of most posts it is empty, and a new object costs less than adding four fields to one that was parsed.
  if (!isRecord(metadata) || isEmpty(metadata)) return { files: [], embeds: [], emojis: [], reactions: [] };
  metadata['files'] = readFiles(metadata['files']);
  metadata['embeds'] = recordsIn(metadata['embeds']);
  metadata['emojis'] = recordsIn(metadata['emojis']);
  metadata['reactions'] = recordsIn(metadata['reactions']);
  return metadata as PostMetadata;
}

function readFiles(value: unknown): FileInfo[] {
  const files = recordsIn(value).filter(({ id }) => typeof id === 'string');
  for (const file of files) fillIn(file, emptyFile);
  return files as FileInfo[];
}

function isEmpty(record: Record<string, unknown>): boolean {
  for (const _ in record) return false;
  return true;
}
