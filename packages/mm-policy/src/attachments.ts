import { type PolicyPost, readProp } from './facts.ts';

/** Limits on what is read of attachments, so that one post cannot keep the bot busy. */
const maxAttachments = 20;
const maxText = 16_383;
const maxTextOfAll = 32_768;

/** The texts of one attachment. */
interface AttachmentTexts {
  /** Those in which servers look for mentions: the text before it, the text, and since version 10 the fields. */
  readonly mentionTexts: readonly string[];
  /** What a person reads, in order. */
  readonly lines: readonly string[];
}

/** The attached texts in which a mention counts. The title and the fallback are not among them, as on the server. */
export function attachedMentionTexts(post: PolicyPost): string[] {
  return readAttachments(post).flatMap(({ mentionTexts }) => mentionTexts);
}

/**
 * The text of a post's attachments as a person reads it: of each the text before it, its title, its text and its fields,
 * and its fallback if it has nothing else. Empty without attachments.
 */
export function attachmentText(post: PolicyPost): string {
  return readAttachments(post)
    .flatMap(({ lines }) => lines)
    .join('\n');
}

/** Whether a post has files or attachments. */
export function hasFilesOrAttachments(post: PolicyPost): boolean {
  const attachments = readProp(post, 'attachments');
  return (post.file_ids?.length ?? 0) > 0 || (Array.isArray(attachments) && attachments.length > 0);
}

function readAttachments(post: PolicyPost): AttachmentTexts[] {
  const attachments = readProp(post, 'attachments');
  if (!Array.isArray(attachments)) return [];
  let left = maxTextOfAll;
  const limited = (value: unknown): string => {
    const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
    if (typeof text !== 'string') return '';
    const cut = text.slice(0, Math.min(maxText, left));
    left -= cut.length;
    return cut;
  };
  return attachments.slice(0, maxAttachments).flatMap((attachment: unknown) => {
    if (typeof attachment !== 'object' || attachment === null) return [];
    const { pretext, title, text, fields, fallback } = attachment as Record<string, unknown>;
    const [before, heading, body] = [limited(pretext), limited(title), limited(text)];
    const rows = (Array.isArray(fields) ? fields : []).map((field: unknown) => {
      const { title, value } = (typeof field === 'object' && field !== null ? field : {}) as Record<string, unknown>;
      return { name: limited(title).trim(), value: limited(value) };
    });
    const fieldLines = rows.map(({ name, value }) => [name, value].filter(part => part !== '').join(': '));
    const lines = [before, heading, body, ...fieldLines].filter(line => line.trim() !== '');
    const mentionTexts = [before, body, ...rows.map(({ value }) => value)].filter(line => line !== '');
    return [{ mentionTexts, lines: lines.length > 0 ? lines : [limited(fallback)].filter(line => line.trim() !== '') }];
  });
}
