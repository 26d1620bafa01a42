/** Brings an entry of an allow list to the form that ids are compared in: without prefix, in lower case. */
export function normalizeAllowEntry(entry: string): string {
  return entry
    .trim()
    .replace(/^(mattermost|user):/i, '')
    .toLowerCase();
}
