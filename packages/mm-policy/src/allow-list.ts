import type { AccessGroup, AllowList } from './settings.ts';

/** A sender to look for in a list. */
export interface ListedSubject {
  /** A user id, or `webhook:<name>`. */
  readonly subject: string;
  /** The username. Leave it out for webhooks: any name can be given to a webhook. */
  readonly username?: string | undefined;
}

/** How to read a list. */
export interface AllowListOptions {
  /** The access groups by name, for entries such as `accessGroup:<name>`. */
  readonly accessGroups?: Readonly<Record<string, AccessGroup | undefined>> | undefined;
  /** Whether usernames count. @default false */
  readonly nameMatching?: boolean | undefined;
}

/** Normalises an entry of a list for comparison: without `mattermost:`, `user:` and `@`, in lower case. */
export function normalizeAllowEntry(entry: string | number): string {
  return String(entry)
    .trim()
    .replace(/^(?:mattermost:|user:)+/i, '')
    .replace(/^@/, '')
    .trim()
    .toLowerCase();
}

/** Whether a list contains `"*"` itself, as `dmPolicy: "open"` requires. A `"*"` inside an access group does not count. */
export function hasWildcard(list: AllowList): boolean {
  return list.some(isWildcard);
}

function isWildcard(entry: string | number): boolean {
  return String(entry).trim() === '*';
}

/**
 * Whether a list contains a sender: by `*`, by id, by an access group, or by username where that is allowed.
 *
 * An access group that is not defined, or that has another type than `message.senders`, is empty.
 */
export function isListed(list: AllowList, who: ListedSubject, options: AllowListOptions = {}): boolean {
  return list.some(entry => {
    const group = accessGroupName(entry);
    if (group === undefined) return isMatch(entry, who, options.nameMatching === true);
    return membersOf(group, options.accessGroups).some(member => isMatch(member, who, options.nameMatching === true));
  });
}

function accessGroupName(entry: string | number): string | undefined {
  return /^accessGroup:(.*)$/s.exec(String(entry).trim())?.[1]?.trim();
}

function membersOf(name: string, groups: AllowListOptions['accessGroups'] = {}): AllowList {
  const group = Object.hasOwn(groups, name) ? groups[name] : undefined;
  if (group?.type !== 'message.senders') return [];
  const members = group.members ?? {};
  return ['*', 'mattermost'].flatMap(channel => (Object.hasOwn(members, channel) ? (members[channel] ?? []) : []));
}

function isMatch(entry: string | number, { subject, username }: ListedSubject, nameMatching: boolean): boolean {
  const name = normalizeAllowEntry(entry);
  if (name === '') return false;
  if (isWildcard(entry) || name === subject.toLowerCase()) return true;
  // A user can choose a username that looks like a listed id.
  return nameMatching && username !== undefined && !isUserId(name) && name === username.toLowerCase();
}

/** Whether a text has the form of an id of Mattermost. */
export function isUserId(text: string): boolean {
  return /^[a-z0-9]{26}$/.test(text);
}
