import { normalizeAllowEntry } from '@clawmost/mm-policy';

// One meaning for lists, whoever reads them
export { normalizeAllowEntry };

/** Whether an entry of an allow list means the same tomorrow: an id, everybody, an access group or a webhook. */
export function isStableEntry(entry: string): boolean {
  const text = entry.trim();
  if (text === '*' || /^(accessGroup|webhook):/i.test(text)) return true;
  return /^[a-z0-9]{26}$/.test(normalizeAllowEntry(text));
}
