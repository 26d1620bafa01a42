/** An event of the socket, as far as targets read it. The events of `@clawmost/mm-ws` fit. */
export interface TargetsEvent {
  /** Mattermost's name for what happened. */
  readonly event: string;
  /** What happened. */
  readonly data: object;
  /** Where the server sent it. */
  readonly broadcast: {
    /** Sent to this channel's members; empty when to others. */
    readonly channel_id: string;
    /** Sent to this user only; empty when to others. */
    readonly user_id: string;
  };
}

/** What an event changes. */
type Change =
  /** The account's channels, or their names; `id` is one that changed, if it was one. */
  | { readonly of: 'channels'; readonly id: string | undefined }
  /** A user's names. */
  | { readonly of: 'user'; readonly id: string; readonly username: string | undefined }
  /** A post that is gone. */
  | { readonly of: 'post'; readonly id: string };

/** Events that are about a channel or a team, and sent to all who see it. */
const aboutPlaces = [
  'channel_created',
  'channel_updated',
  'channel_deleted',
  'channel_restored',
  'channel_converted',
  'update_team',
  'delete_team',
  'restore_team',
] as const;

/** Events that are about one member; only the account's own memberships matter. */
const aboutMembers = ['user_added', 'user_removed', 'added_to_team', 'leave_team'] as const;

/** The name of an event that targets need. */
export type TargetsEventName =
  | (typeof aboutPlaces)[number]
  | (typeof aboutMembers)[number]
  | 'user_updated'
  | 'post_deleted';

/**
 * The events that targets need. Listen to these by name: a listener to all events has a socket of `@clawmost/mm-ws` parse
 * those without a listener too, which are most of them on a busy server.
 */
export const targetsEventNames: readonly TargetsEventName[] = [
  ...aboutPlaces,
  ...aboutMembers,
  'user_updated',
  'post_deleted',
];

const places: ReadonlySet<string> = new Set(aboutPlaces);
const members: ReadonlySet<string> = new Set(aboutMembers);

/** What of the remembered results an event makes doubtful; `undefined` when it changes none. */
export function changeOf({ event, data, broadcast }: TargetsEvent, me: string | undefined): Change | undefined {
  const channelId = textOf(data, 'channel_id') ?? (broadcast.channel_id || undefined);
  if (places.has(event)) return { of: 'channels', id: channelId };
  if (members.has(event)) {
    const member = textOf(data, 'user_id') ?? (broadcast.user_id || undefined);
    const isOther = me !== undefined && member !== undefined && member !== me;
    return isOther ? undefined : { of: 'channels', id: channelId };
  }
  if (event === 'user_updated') {
    const user = objectOf(data, 'user');
    const id = textOf(user, 'id');
    return id === undefined ? undefined : { of: 'user', id, username: textOf(user, 'username') };
  }
  const id = event === 'post_deleted' ? textOf(objectOf(data, 'post'), 'id') : undefined;
  return id === undefined ? undefined : { of: 'post', id };
}

function textOf(data: object, key: string): string | undefined {
  const value = (data as Readonly<Record<string, unknown>>)[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function objectOf(data: object, key: string): object {
  const value = (data as Readonly<Record<string, unknown>>)[key];
  return typeof value === 'object' && value !== null ? value : {};
}
