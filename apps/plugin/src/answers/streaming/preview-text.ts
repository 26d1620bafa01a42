import { partsOf } from '../parts.ts';

/** The text with which an agent chooses not to answer. */
const silentReply = 'NO_REPLY';

/**
 * What a preview shows of a text that still grows: as much as fits into one post. `undefined` while there is nothing to
 * show: no word yet, or the beginning of the text with which the agent chooses not to answer.
 */
export function previewText(text: string, account: Parameters<typeof partsOf>[1]): string | undefined {
  // The text may have been cut within a character.
  const whole = text.replace(/[\uD800-\uDBFF]$/, '').trim();
  if (silentReply.startsWith(whole)) return undefined;
  return partsOf({ text: whole }, account)[0];
}

/** Whether a preview should change: not back to the beginning of what it shows, when the model's answer is tried again. */
export function isNews(shown: string, next: string): boolean {
  return !shown.startsWith(next);
}
