/** Brings an entry of an allow list to the form that ids are compared in: without prefix, in lower case. */
export function normalizeAllowEntry(entry: string): string {
  return entry
    .trim()
    .replace(/^(mattermost|user):/i, '')
    .toLowerCase();
}

/** Whether an entry of an allow list means the same tomorrow: an id, everybody, an access group or a webhook. */
export function isStableEntry(entry: string): boolean {
  const text = entry.trim();
  if (text === '*' || /^(accessGroup|webhook):/i.test(text)) return true;
  return /^[a-z0-9]{26}$/.test(normalizeAllowEntry(text).replace(/^@/, ''));
}
