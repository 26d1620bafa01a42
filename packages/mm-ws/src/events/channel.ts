import { fillIn, isRecord, type ReadField, unreadable } from './fields.ts';

// As in `post.ts`, the types are those of `@clawmost/mm-rest`.

/** A channel, a group message or a direct message. */
export interface Channel {
  /** 26 characters. */
  id: string;
  /** `O` public, `P` private, `D` direct, `G` group. */
  type: string;
  /** Empty for direct and group messages: those belong to no team. */
  team_id: string;
  /** The name in addresses; a direct message's is the ids of both people, joined by two underscores. */
  name: string;
  /** The name that people see; empty for a direct message. */
  display_name: string;
  /** The line above the posts, in Markdown. */
  header: string;
  /** What the channel is for, as plain text. */
  purpose: string;
  /** When the last post was written, in milliseconds since 1970; 0 if there is none. */
  last_post_at: number;
  /** How many posts were written in it. */
  total_msg_count: number;
  /** When it was archived, in milliseconds since 1970; 0 if it was not. */
  delete_at: number;
  /** Fields without a type here, as the server sent them. */
  [field: string]: unknown;
}

/** The bot's own membership of a channel. */
export interface ChannelMember {
  /** The channel. */
  channel_id: string;
  /** The member. */
  user_id: string;
  /** Roles in this channel, separated by blanks, such as `channel_user channel_admin`. */
  roles: string;
  /** Whether the member administers the channel. */
  scheme_admin: boolean;
  /** Up to when the member has seen the channel, in milliseconds since 1970. */
  last_viewed_at: number;
  /** How many posts the member has seen; the channel's `total_msg_count` minus this is unread. */
  msg_count: number;
  /** How many unread posts mention the member. */
  mention_count: number;
  /** Fields without a type here, as the server sent them. */
  [field: string]: unknown;
}

/** A team. */
export interface Team {
  /** 26 characters. */
  id: string;
  /** The name in addresses. */
  name: string;
  /** The name that people see. */
  display_name: string;
  /** `O` for a team that everyone can join, `I` for one by invitation. */
  type: string;
  /** When it was archived, in milliseconds since 1970; 0 if it was not. */
  delete_at: number;
  /** Fields without a type here, as the server sent them. */
  [field: string]: unknown;
}

/** A person or a bot. */
export interface User {
  /** 26 characters. */
  id: string;
  /** Lower case, without the `@`; it can change, the id cannot. */
  username: string;
  /** The only reliable mark of a bot account. */
  is_bot: boolean;
  /** A bot's display name; empty where the server hides full names. */
  first_name: string;
  /** Empty where the server hides full names. */
  last_name: string;
  /** Often empty. */
  nickname: string;
  /** Empty where the server hides addresses. */
  email: string;
  /** System-wide roles, separated by blanks, such as `system_user system_admin`. */
  roles: string;
  /** When the account was deactivated, in milliseconds since 1970; 0 if it is active. */
  delete_at: number;
  /** Fields without a type here, as the server sent them. */
  [field: string]: unknown;
}

const emptyChannel = {
  team_id: '',
  name: '',
  display_name: '',
  header: '',
  purpose: '',
  last_post_at: 0,
  total_msg_count: 0,
  delete_at: 0,
} as const;

const emptyMember = { roles: '', scheme_admin: false, last_viewed_at: 0, msg_count: 0, mention_count: 0 } as const;

const emptyUser = {
  is_bot: false,
  first_name: '',
  last_name: '',
  nickname: '',
  email: '',
  roles: '',
  delete_at: 0,
} as const;

/** Reads a channel. */
export const readChannel: ReadField<Channel> = value => {
  if (!isRecord(value) || typeof value['id'] !== 'string' || typeof value['type'] !== 'string') return unreadable;
  fillIn(value, emptyChannel);
  return value as Channel;
};

/** Reads a membership of a channel. */
export const readChannelMember: ReadField<ChannelMember> = value => {
  if (!isRecord(value)) return unreadable;
  if (typeof value['channel_id'] !== 'string' || typeof value['user_id'] !== 'string') return unreadable;
  fillIn(value, emptyMember);
  return value as ChannelMember;
};

/** Reads a team. */
export const readTeam: ReadField<Team> = value => {
  if (!isRecord(value) || typeof value['id'] !== 'string' || typeof value['name'] !== 'string') return unreadable;
  fillIn(value, { display_name: '', type: '', delete_at: 0 });
  return value as Team;
};

/** Reads a user. */
export const readUser: ReadField<User> = value => {
  if (!isRecord(value) || typeof value['id'] !== 'string' || typeof value['username'] !== 'string') return unreadable;
  fillIn(value, emptyUser);
  return value as User;
};
