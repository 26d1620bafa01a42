import type { Channel } from './channels.ts';
import { postAsServer } from './post-creation.ts';
import type { User } from './users.ts';
import type { World } from './world.ts';

/** The types of system posts about members and archiving; their author is the user who acted. */
export type SystemPostType =
  | 'system_join_team'
  | 'system_join_channel'
  | 'system_leave_channel'
  | 'system_add_to_channel'
  | 'system_remove_from_channel'
  | 'system_channel_deleted'
  | 'system_channel_restored';

/** Writes a system post; `other` is the user who was added or removed. */
export function postSystemMessage(
  world: World,
  type: SystemPostType,
  channel: Channel,
  user: User,
  other: User = user,
): void {
  const [message, props] = contentOf(type, user, other);
  postAsServer(world, { channel_id: channel.id, user_id: user.id, type, message, props });
}

function contentOf(type: SystemPostType, user: User, other: User): [message: string, props: Record<string, unknown>] {
  const { username } = user;
  switch (type) {
    case 'system_join_team':
      return [`${username} joined the team.`, { username }];
    case 'system_join_channel':
      return [`${username} joined the channel.`, { username }];
    // With an `@`, unlike the others, so it can mention the user who left.
    case 'system_leave_channel':
      return [`@${username} left the channel.`, { username }];
    case 'system_remove_from_channel':
      return [
        `@${other.username} removed from the channel.`,
        { removedUserId: other.id, removedUsername: other.username },
      ];
    case 'system_add_to_channel':
      return [
        `${other.username} added to the channel by ${username}.`,
        { addedUserId: other.id, addedUsername: other.username, userId: user.id, username },
      ];
    case 'system_channel_deleted':
      return [`${username} archived the channel.`, { username }];
    case 'system_channel_restored':
      return [`${username} unarchived the channel.`, { username }];
  }
}

const changes = {
  display_name: { type: 'system_displayname_change', words: 'channel display name', prop: 'displayname' },
  header: { type: 'system_header_change', words: 'channel header', prop: 'header' },
  purpose: { type: 'system_purpose_change', words: 'channel purpose', prop: 'purpose' },
} as const;

/** Writes the system post about a new display name, header or purpose. */
export function postChange(
  world: World,
  channel: Channel,
  user: User,
  what: keyof typeof changes,
  before: string,
  after: string,
): void {
  const { type, words, prop } = changes[what];
  const from = before === '' ? '' : ` from: ${before}`;
  const message =
    after === ''
      ? `${user.username} removed the ${words} (was: ${before})`
      : `${user.username} updated the ${words}${from} to: ${after}`;
  const props = { [`new_${prop}`]: after, [`old_${prop}`]: before, username: user.username };
  postAsServer(world, { channel_id: channel.id, user_id: user.id, type, message, props });
}
