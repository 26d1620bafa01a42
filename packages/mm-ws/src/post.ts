/** A file that hangs on a post; fetch its bytes with `GET /files/{id}`. */
export interface FileInfo {
  /** The file's id. */
  readonly id: string;
  /** The name it was uploaded under. */
  readonly name: string;
  /** The name's ending, without the dot. */
  readonly extension: string;
  /** In bytes. */
  readonly size: number;
  /** Guessed by the server from the name. */
  readonly mime_type: string;
}

/** What the server adds to a post so that clients can draw it without asking further. */
export interface PostMetadata {
  /** The attached files, in order. */
  readonly files?: readonly FileInfo[];
}

/** A post as the server sends it: the fields that a bot reads. Others are there too, untyped. */
export interface Post {
  /** The post's id. */
  readonly id: string;
  /** When it was written, in milliseconds since 1970. */
  readonly create_at: number;
  /** When it last changed in any way; a reaction counts. */
  readonly update_at: number;
  /** When its text was last edited; 0 means never. */
  readonly edit_at: number;
  /** When it was deleted; 0 means not. */
  readonly delete_at: number;
  /** Whether it is pinned to its channel. */
  readonly is_pinned: boolean;
  /** Set on the copy of an earlier text that an edit leaves behind; empty on posts that people see. */
  readonly original_id: string;
  /** Who wrote it. A slash command's answer carries the person who typed the command, so see `props.from_webhook`. */
  readonly user_id: string;
  /** Where it was written. */
  readonly channel_id: string;
  /** The thread's first post, or empty when this post is not a reply. */
  readonly root_id: string;
  /** The text, in Mattermost's Markdown. */
  readonly message: string;
  /** Empty for what people write; `system_…` for joins, renames and the like; `me`, `slack_attachment`, `custom_…`. */
  readonly type: string;
  /** Attachments and marks such as `from_bot` and `from_webhook`, which hold the text `"true"`. */
  readonly props: Readonly<Record<string, unknown>>;
  /** What the author sent along to recognise the post by; empty when nothing was sent. */
  readonly pending_post_id: string;
  /** The attached files' ids; 5.37 leaves the field out when there are none. */
  readonly file_ids?: readonly string[];
  /** Left out of `post_deleted`. */
  readonly metadata?: PostMetadata;
}

/** A reaction to a post. */
export interface Reaction {
  /** Who reacted. */
  readonly user_id: string;
  /** To which post. */
  readonly post_id: string;
  /** The emoji's name, without colons. */
  readonly emoji_name: string;
  /** When it was added; 0 in `reaction_removed`. */
  readonly create_at: number;
}
