/** A reply as OpenClaw hands it over, as far as it is posted today. */
export interface ReplyPayload {
  readonly text?: string;
  readonly mediaUrl?: string;
  readonly mediaUrls?: readonly string[];
}

/** The text of a reply, followed by the addresses of what it shows. */
export function replyText({ text, mediaUrl, mediaUrls }: ReplyPayload): string {
  const media = mediaUrls ?? (mediaUrl ? [mediaUrl] : []);
  const links = media.filter(url => /^https?:\/\//i.test(url));
  return [text?.trim() ?? '', ...links].filter(Boolean).join('\n');
}
