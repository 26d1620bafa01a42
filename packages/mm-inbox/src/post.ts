import type { NewEntry } from './ledger/entry.ts';

/** A file on a post. */
interface InboxFile {
  /** The file's id. */
  id: string;
  /** The name that the uploader gave it: not a safe file name. */
  name: string;
  /** The end of the name, without the dot. */
  extension: string;
  /** The size in bytes. */
  size: number;
  /** The type that the server guessed from the name. */
  mime_type: string;
  /** The width of an image in pixels; 0 for other files. */
  width: number;
  /** The height of an image in pixels; 0 for other files. */
  height: number;
  /** Whether the server has drawn a preview of it. */
  has_preview_image: boolean;
  /** Every other field, as the server sent it. */
  [field: string]: unknown;
}

/**
 * A post as handlers get it. All fields are there, whichever server version sent it and on whichever way it came, so it
 * can be used as a `Post` of `@clawmost/mm-rest`.
 */
export interface InboxPost {
  /** The post's id. */
  id: string;
  /** Who wrote it; with `props.from_webhook`, who typed the slash command or owns the webhook. */
  user_id: string;
  /** The channel of the post. */
  channel_id: string;
  /** The first post of the thread; empty when this post is not a reply. */
  root_id: string;
  /** On a copy of an earlier text, which the server keeps of an edited post: the post itself. Empty on other posts. */
  original_id: string;
  /** The text, in Mattermost's Markdown. */
  message: string;
  /** Empty for what people write, `system_…` for what the server writes; also `me`, `slack_attachment`, `custom_…`. */
  type: string;
  /** Attachments, and marks such as `from_bot` and `from_webhook`. */
  props: Record<string, unknown>;
  /** The ids of the files. */
  file_ids: string[];
  /** What the server adds when it shows the post: the files, reactions and previews of links. */
  metadata: {
    /** The files, in the order of `file_ids`. The server can leave them out of an event. */
    files: InboxFile[];
    /** What clients show below the text: link previews, attachments, quoted posts. */
    embeds: Record<string, unknown>[];
    /** The custom emoji in the text and in the reactions. */
    emojis: Record<string, unknown>[];
    /** The reactions, oldest first. */
    reactions: Record<string, unknown>[];
    /** Every other field, as the server sent it. */
    [field: string]: unknown;
  };
  /** The author's own key for the post; only its creation and its event carry it. */
  pending_post_id: string;
  /** Whether it is pinned to its channel. */
  is_pinned: boolean;
  /** When it was written, in milliseconds since 1970 on the server's clock. */
  create_at: number;
  /** When it last changed in any way, reactions and replies included. */
  update_at: number;
  /** When its text was last edited; 0 for never. */
  edit_at: number;
  /** When it was deleted; 0 if it was not. */
  delete_at: number;
  /** Every other field, as the server sent it. */
  [field: string]: unknown;
}

/** A post as it comes from a client or a socket, before it is checked. Only these fields are required. */
export interface ServerPost {
  readonly id: string;
  readonly channel_id: string;
  readonly create_at: number;
}

/** Whether a value has what every post has. Anything else is ignored rather than kept in the ledger. */
export function isPost(value: unknown): value is ServerPost {
  if (typeof value !== 'object' || value === null) return false;
  const { id, channel_id, create_at } = value as Partial<ServerPost>;
  return typeof id === 'string' && id !== '' && typeof channel_id === 'string' && Number.isFinite(create_at);
}

/** Fills in the fields that a server version, an event or an older ledger left out or sent as `null`. */
export function toInboxPost(post: ServerPost): InboxPost {
  const sent = post as ServerPost & Record<string, unknown>;
  const metadata = objectOf(sent['metadata']);
  return {
    ...sent,
    user_id: textOf(sent['user_id']),
    root_id: textOf(sent['root_id']),
    original_id: textOf(sent['original_id']),
    message: textOf(sent['message']),
    type: textOf(sent['type']),
    props: objectOf(sent['props']),
    file_ids: listOf(sent['file_ids']).filter(id => typeof id === 'string'),
    metadata: {
      ...metadata,
      files: listOf(metadata['files']).map(toInboxFile),
      embeds: listOf(metadata['embeds']).map(objectOf),
      emojis: listOf(metadata['emojis']).map(objectOf),
      reactions: listOf(metadata['reactions']).map(objectOf),
    },
    pending_post_id: textOf(sent['pending_post_id']),
    is_pinned: sent['is_pinned'] === true,
    update_at: numberOf(sent['update_at'], post.create_at),
    edit_at: numberOf(sent['edit_at'], 0),
    delete_at: numberOf(sent['delete_at'], 0),
  };
}

/** The ledger entry of a post. With `silent`, the ledger only remembers the post. */
export function toEntry(post: InboxPost, conversation: (post: InboxPost) => string, silent?: string): NewEntry {
  return {
    key: post.id,
    kind: 'post',
    conversation: conversation(post),
    channelId: post.channel_id,
    rootId: post.root_id,
    at: post.create_at,
    editedAt: post.edit_at,
    payload: post,
    silent,
  };
}

function toInboxFile(value: unknown): InboxFile {
  const file = objectOf(value);
  return {
    ...file,
    id: textOf(file['id']),
    name: textOf(file['name']),
    extension: textOf(file['extension']),
    size: numberOf(file['size'], 0),
    mime_type: textOf(file['mime_type']),
    width: numberOf(file['width'], 0),
    height: numberOf(file['height'], 0),
    has_preview_image: file['has_preview_image'] === true,
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function numberOf(value: unknown, fallback: number): number {
  return typeof value === 'number' ? value : fallback;
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
