import { normalizeAllowEntry } from '@clawmost/mm-policy';

// The plugin and mm-policy read entries in the same way
export { normalizeAllowEntry };

/** Whether an entry always means the same: an id, `*`, an access group or a webhook. A username can be given to another person. */
export function isStableEntry(entry: string): boolean {
  const text = entry.trim();
  if (text === '*' || /^(accessGroup|webhook):/i.test(text)) return true;
  return /^[a-z0-9]{26}$/.test(normalizeAllowEntry(text));
}
