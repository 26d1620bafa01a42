/** A reply as OpenClaw hands it over, as far as it is posted today. */
export interface ReplyPayload {
  readonly text?: string;
  readonly mediaUrl?: string;
  readonly mediaUrls?: readonly string[];
  /** The names of the files in `mediaUrls`, in the same order. */
  readonly attachments?: readonly { readonly name?: string }[];
}

/** The text of a reply. */
export function replyText({ text }: Pick<ReplyPayload, 'text'>): string {
  return text?.trim() ?? '';
}
