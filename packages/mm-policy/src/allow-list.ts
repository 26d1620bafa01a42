import type { AccessGroup, AllowList } from './settings.ts';

/** Somebody whom a list may name. */
export interface ListedSubject {
  /** A user id, or `webhook:<name>`. */
  readonly subject: string;
  /** The username; left out for webhooks, whose names nobody vouches for. */
  readonly username?: string | undefined;
}

/** How lists are read. */
export interface AllowListReading {
  /** What `accessGroup:<name>` entries stand for. */
  readonly accessGroups?: Readonly<Record<string, AccessGroup | undefined>> | undefined;
  /** Whether usernames count. @default false */
  readonly nameMatching?: boolean | undefined;
}

/** Brings an entry of a list to the form that is compared: without `mattermost:`, `user:` and `@`, in lower case. */
export function normalizeAllowEntry(entry: string | number): string {
  return String(entry)
    .trim()
    .replace(/^(?:mattermost:|user:)+/i, '')
    .replace(/^@/, '')
    .trim()
    .toLowerCase();
}

/** Whether a list has `"*"` itself, which is what `dmPolicy: "open"` asks for; one inside an access group is not that. */
export function hasWildcard(list: AllowList): boolean {
  return list.some(isWildcard);
}

function isWildcard(entry: string | number): boolean {
  return String(entry).trim() === '*';
}

/**
 * Whether a list names somebody: by `*`, by id, by an access group, and by username where that is allowed.
 *
 * An access group that is not defined, or of a type other than `message.senders`, contains nobody.
 */
export function isListed(list: AllowList, who: ListedSubject, reading: AllowListReading = {}): boolean {
  return list.some(entry => {
    const group = accessGroupName(entry);
    if (group === undefined) return isNamed(entry, who, reading.nameMatching === true);
    return membersOf(group, reading.accessGroups).some(member => isNamed(member, who, reading.nameMatching === true));
  });
}

function accessGroupName(entry: string | number): string | undefined {
  return /^accessGroup:(.*)$/s.exec(String(entry).trim())?.[1]?.trim();
}

function membersOf(name: string, groups: AllowListReading['accessGroups'] = {}): AllowList {
  const group = Object.hasOwn(groups, name) ? groups[name] : undefined;
  if (group?.type !== 'message.senders') return [];
  const members = group.members ?? {};
  return ['*', 'mattermost'].flatMap(channel => (Object.hasOwn(members, channel) ? (members[channel] ?? []) : []));
}

function isNamed(entry: string | number, { subject, username }: ListedSubject, nameMatching: boolean): boolean {
  const name = normalizeAllowEntry(entry);
  if (name === '') return false;
  if (isWildcard(entry) || name === subject.toLowerCase()) return true;
  // Somebody could take a listed id for a username.
  return nameMatching && username !== undefined && !isUserId(name) && name === username.toLowerCase();
}

/** Whether this has the shape of a Mattermost id. */
function isUserId(text: string): boolean {
  return /^[a-z0-9]{26}$/.test(text);
}
