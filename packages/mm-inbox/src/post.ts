/** A post, as far as the inbox and most handlers read it; whatever else the server sent is there too, untyped. */
export interface InboxPost {
  /** The post's id. */
  readonly id: string;
  /** Where it was written. */
  readonly channel_id: string;
  /** The thread's first post, or empty when this post is not a reply. */
  readonly root_id: string;
  /** Who wrote it; with `props.from_webhook`, who triggered the slash command or owns the webhook that did. */
  readonly user_id: string;
  /** The text, in Mattermost's Markdown. */
  readonly message: string;
  /** Empty for what people write, `system_…` for what the server writes; also `me`, `slack_attachment`, `custom_…`. */
  readonly type: string;
  /** Attachments and marks such as `from_bot` and `from_webhook`. */
  readonly props: Readonly<Record<string, unknown>>;
  /** The attached files' ids. */
  readonly file_ids?: readonly string[];
  /** When it was written, in milliseconds since 1970 on the server's clock. */
  readonly create_at: number;
  /** When it last changed in any way; a reaction counts. */
  readonly update_at: number;
  /** When its text was last edited; 0 means never. */
  readonly edit_at: number;
  /** When it was deleted; 0 means not. */
  readonly delete_at: number;
  /** Set on the copy of an earlier text that an edit leaves behind; empty on posts that people see. */
  readonly original_id: string;
}

/** Whether what came has what every post has; a broken one is better left alone than kept for ever. */
export function isPost(value: unknown): value is InboxPost {
  if (typeof value !== 'object' || value === null) return false;
  const { id, channel_id, create_at } = value as Partial<InboxPost>;
  return typeof id === 'string' && id !== '' && typeof channel_id === 'string' && Number.isFinite(create_at);
}
