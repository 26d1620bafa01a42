import { normalizeAllowEntry } from '@clawmost/mm-policy';
import type { AccountConfig } from './schema.ts';

// The plugin and mm-policy read entries in the same way
export { normalizeAllowEntry };

/** Whether an entry always means the same: an id, `*`, an access group or a webhook. A username can be given to another person. */
export function isStableEntry(entry: string): boolean {
  const text = entry.trim();
  if (text === '*' || /^(accessGroup|webhook):/i.test(text)) return true;
  return /^[a-z0-9]{26}$/.test(normalizeAllowEntry(text));
}

/** An entry as OpenClaw shows it, and compares it with owners. A username keeps its `@`, so that it never looks like an id. */
export function formatAllowEntry(entry: string): string {
  const name = normalizeAllowEntry(entry);
  return entry.trim().startsWith('@') && !isStableEntry(entry) ? `@${name}` : name;
}

/** The lists of people in the settings of an account, by the keys under which they stand. */
export function listsOf(config: AccountConfig): [key: string, entries: readonly (string | number)[]][] {
  const groups = Object.entries(config.groups ?? {}).map(([id, group]) => [`groups.${id}.allowFrom`, group.allowFrom]);
  const lists = [['allowFrom', config.allowFrom], ['groupAllowFrom', config.groupAllowFrom], ...groups];
  return lists.filter((list): list is [string, (string | number)[]] => list[1] !== undefined);
}
