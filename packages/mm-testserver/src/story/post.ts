import type { FileJson } from '../world/files.ts';
import type { PostJson } from '../world/post-json.ts';
import type { Reaction } from '../world/reactions.ts';

// Types and not interfaces: only a type fits a parameter with an index signature, such as `mm-rest`'s `Post`.

/**
 * A post, with the same fields on every version: what the server leaves out is empty here, as it is in a post that
 * `mm-rest` reads. Times are in milliseconds since 1970.
 */
export type Post = {
  /** 26 characters. */
  readonly id: string;
  /** When it was written. */
  readonly create_at: number;
  /** When it last changed in any way: edits, reactions and replies count. */
  readonly update_at: number;
  /** When its text was last edited; 0 if never. */
  readonly edit_at: number;
  /** When it was deleted; 0 if it was not. */
  readonly delete_at: number;
  /** Whether it is pinned to its channel. */
  readonly is_pinned: boolean;
  /** Who wrote it. */
  readonly user_id: string;
  /** The channel that it is in. */
  readonly channel_id: string;
  /** The first post of the thread that it replies to; empty outside threads. */
  readonly root_id: string;
  /** On the copy that an edit leaves behind: the id of the post that was edited. */
  readonly original_id: string;
  /** The text, in Markdown. */
  readonly message: string;
  /** Empty for what people write; `system_…` for what the server writes. */
  readonly type: string;
  /** The free fields, such as `attachments` and `from_bot`. */
  readonly props: Record<string, unknown>;
  /** The words of the text that begin with `#`, separated by blanks. */
  readonly hashtags: string;
  /** The ids of the attached files. */
  readonly file_ids: string[];
  /** The author's own id for the post, only in the answer to its creation and in its event. */
  readonly pending_post_id: string;
  /** How many replies the thread has. */
  readonly reply_count: number;
  /** What the server adds so that clients can draw the post. */
  readonly metadata: PostMetadata;
};

/** What the server adds to a post so that clients can draw it without asking further. */
export type PostMetadata = {
  /** What clients show below the text: one of type `message_attachment` when there are attachments. */
  readonly embeds: PostEmbed[];
  /** Always empty: this server has no custom emoji. */
  readonly emojis: never[];
  /** The attached files, in the order of uploading. */
  readonly files: FileInfo[];
  /** The reactions, oldest first. */
  readonly reactions: Reaction[];
};

/** What clients show below the text of a post. */
export type PostEmbed = {
  /** Such as `message_attachment`. */
  readonly type: string;
};

/** A file that is attached to a post. */
export type FileInfo = {
  /** 26 characters. */
  readonly id: string;
  /** Who uploaded it. */
  readonly user_id: string;
  /** The post that it is attached to. */
  readonly post_id: string;
  /** Where it was uploaded; empty before version 11. */
  readonly channel_id: string;
  /** When it was uploaded. */
  readonly create_at: number;
  /** What the uploader called it, without folders. */
  readonly name: string;
  /** The end of the name in lower case, without the dot. */
  readonly extension: string;
  /** In bytes. */
  readonly size: number;
  /** As the server guessed it from the name; empty if it cannot. */
  readonly mime_type: string;
  /** In pixels; 0 unless it is a picture whose size the server can read. */
  readonly width: number;
  /** In pixels; 0 unless it is a picture whose size the server can read. */
  readonly height: number;
  /** Whether `/files/{id}/preview` and `/thumbnail` answer. */
  readonly has_preview_image: boolean;
};

/** What names a thread: any post in it. */
export type ThreadPost = Pick<Post, 'id' | 'root_id'>;

/** The id of the first post of a thread. */
export function rootOf({ id, root_id }: ThreadPost): string {
  return root_id || id;
}

/** Fills in what the server leaves out of a post. */
export function toPost({
  file_ids,
  metadata: { embeds = [], files = [], reactions = [] } = {},
  ...rest
}: PostJson): Post {
  const { props } = rest;
  return {
    ...rest,
    props: { ...props },
    file_ids: [...(file_ids ?? [])],
    metadata: { embeds: [...embeds], emojis: [], files: files.map(toFile), reactions: [...reactions] },
  };
}

function toFile({ post_id = '', width = 0, height = 0, ...rest }: FileJson): FileInfo {
  return { ...rest, post_id, width, height, has_preview_image: rest.has_preview_image ?? false };
}
