import * as v from 'valibot';
import { type FileInfo, fileInfoSchema } from './file-info.ts';
import { flag, list, members, number, text } from './lenient.ts';

/** A post. Times are in milliseconds since 1970. */
export interface Post {
  /** 26 characters. */
  id: string;
  /** Who wrote it; with `props.from_webhook`, the owner of the webhook or the person who typed the slash command. */
  user_id: string;
  /** The channel that it is in. */
  channel_id: string;
  /** The first post of the thread that it replies to; empty outside threads. */
  root_id: string;
  /** Set on the copy of an earlier text that an edit leaves behind; only listings with `since` contain such copies. */
  original_id: string;
  /** The text, in Markdown. */
  message: string;
  /** Empty for what people write, `system_…` for what the server writes; also `me`, `slack_attachment`, `custom_…`. */
  type: string;
  /** Attachments, overrides and what plugins add. Reads lack the buttons' integrations: never send these back. */
  props: Record<string, unknown>;
  /** The ids of the attached files. */
  file_ids: string[];
  /** What the server adds for drawing the post. */
  metadata: PostMetadata;
  /** The author's own id for it, only in the answer to its creation and in its event. */
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

/** Several posts at once. */
export interface PostList {
  /** The ids of the posts that were asked for, newest first, each once; those of a thread are not dependably sorted. */
  order: string[];
  /** Those posts, and others of their threads, by id. */
  posts: Record<string, Post>;
  /** The next newer post; empty at the end. */
  next_post_id: string;
  /** The next older post; empty at the end. */
  prev_post_id: string;
  /** Whether a page of a thread is not its last; false where the server does not page threads. */
  has_next: boolean;
  /** Fields without a type here, as the server sent them. */
  [field: string]: unknown;
}

const record = v.record(v.string(), v.unknown());
const metadataSchema: v.GenericSchema<unknown, PostMetadata> = v.looseObject({
  files: list(fileInfoSchema),
  embeds: list(record),
  emojis: list(record),
  reactions: list(record),
});

/** Checks a {@link Post}. */
export const postSchema: v.GenericSchema<unknown, Post> = v.looseObject({
  id: v.string(),
  user_id: v.string(),
  channel_id: v.string(),
  root_id: text,
  original_id: text,
  message: v.string(),
  type: text,
  props: members,
  file_ids: list(v.string()),
  // Absent from the answer to a creation that was sent again.
  metadata: v.nullish(metadataSchema, {}),
  pending_post_id: text,
  is_pinned: flag,
  create_at: v.number(),
  update_at: v.number(),
  edit_at: number,
  delete_at: number,
});

/** Checks a {@link PostList}. */
export const postListSchema: v.GenericSchema<unknown, PostList> = v.looseObject({
  // Of a thread, servers name the first post twice.
  order: v.pipe(
    list(v.string()),
    v.transform(ids => [...new Set(ids)]),
  ),
  posts: v.nullish(v.record(v.string(), postSchema), {}),
  next_post_id: text,
  prev_post_id: text,
  has_next: flag,
});
