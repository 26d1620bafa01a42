import * as v from 'valibot';
import { flag, number, text } from './lenient.ts';

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

/** A user's membership of a channel. */
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

/** Checks a {@link Channel}. */
export const channelSchema: v.GenericSchema<unknown, Channel> = v.looseObject({
  id: v.string(),
  type: v.string(),
  team_id: text,
  name: text,
  display_name: text,
  header: text,
  purpose: text,
  last_post_at: number,
  total_msg_count: number,
  delete_at: number,
});

/** Checks a {@link ChannelMember}. */
export const channelMemberSchema: v.GenericSchema<unknown, ChannelMember> = v.looseObject({
  channel_id: v.string(),
  user_id: v.string(),
  roles: text,
  scheme_admin: flag,
  last_viewed_at: number,
  msg_count: number,
  mention_count: number,
});
