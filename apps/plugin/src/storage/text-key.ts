import { createHash } from 'node:crypto';

/** A hash of a text. The store keeps it when the text is forgotten, to recognise the same text. */
export function textKey(text: string): string {
  return createHash('sha256').update(text.trim()).digest('hex');
}
