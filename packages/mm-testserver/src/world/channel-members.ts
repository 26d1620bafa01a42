import { AppError } from '../errors.ts';
import type { Channel } from './channels.ts';
import { forgetSessions, publish } from './events.ts';
import type { World } from './world.ts';

/** A membership of a channel, as the server saves and shows it. */
export interface ChannelMember {
  readonly channel_id: string;
  readonly user_id: string;
  readonly roles: string;
  last_viewed_at: number;
  msg_count: number;
  mention_count: number;
  mention_count_root: number;
  /** From 9.11 on; always 0. */
  readonly urgent_mention_count?: number;
  msg_count_root: number;
  readonly notify_props: Readonly<Record<string, string>>;
  last_update_at: number;
  readonly scheme_guest: boolean;
  readonly scheme_user: boolean;
  readonly scheme_admin: boolean;
  readonly explicit_roles: string;
}

/** Saves a membership, without an event. */
export function saveMember(world: World, channel: Channel, userId: string, asAdmin = false): ChannelMember {
  const member: ChannelMember = {
    channel_id: channel.id,
    user_id: userId,
    roles: asAdmin ? 'channel_user channel_admin' : 'channel_user',
    last_viewed_at: 0,
    msg_count: 0,
    mention_count: 0,
    mention_count_root: 0,
    ...(world.traits.threadFieldsOnMembers && { urgent_mention_count: 0 }),
    msg_count_root: 0,
    notify_props: {
      ...(world.traits.threadFieldsOnMembers && { channel_auto_follow_threads: 'off' }),
      desktop: 'default',
      email: 'default',
      ignore_channel_mentions: 'default',
      mark_unread: 'all',
      push: 'default',
    },
    last_update_at: world.clock.now(),
    scheme_guest: false,
    scheme_user: true,
    scheme_admin: asAdmin,
    explicit_roles: '',
  };
  world.channelMembers.get(channel.id)?.set(userId, member);
  return member;
}

/** Adds a user to a channel of a team, with an event to all members. */
export function addMember(
  world: World,
  channel: Channel,
  userId: string,
  as: { asAdmin?: boolean } = {},
): ChannelMember {
  const present = world.channelMembers.get(channel.id)?.get(userId);
  if (present) return present;
  insistOnTeamMember(world, channel, userId);
  const member = saveMember(world, channel, userId, as.asAdmin);
  forgetSessions(world, userId);
  const event = { event: 'user_added', data: { team_id: channel.team_id, user_id: userId } };
  const to = { channel_id: channel.id };
  if (world.traits.userAddedTwice) {
    publish(world, { ...event, to: { ...to, omit_users: { [userId]: true } } });
    publish(world, { ...event, to: { ...to, user_id: userId } });
  } else {
    publish(world, { ...event, to });
  }
  return member;
}

/** The JSON of a membership for this user. */
export function memberJson({ traits }: World, viewerId: string, member: ChannelMember): ChannelMember {
  if (!traits.hiddenTimesOfMembers || member.user_id === viewerId) return member;
  return { ...member, last_viewed_at: -1, last_update_at: -1 };
}

function insistOnTeamMember(world: World, { team_id }: Channel, userId: string): void {
  const inTeam = world.teamMembers.get(team_id)?.get(userId);
  if (!inTeam) throw new AppError(404, 'app.team.get_member.missing.app_error', 'The user is not in that team.');
  if (inTeam.delete_at === 0) return;
  const id = 'api.channel.add_user.to.channel.failed.deleted.app_error';
  throw new AppError(400, id, 'The user has left that team.');
}

/** Removes a user from a channel, without an event. */
export function removeMember(world: World, channel: Channel, userId: string): void {
  world.channelMembers.get(channel.id)?.delete(userId);
  forgetSessions(world, userId);
}

/** @throws {AppError} 404 when the user is not a member. */
export function channelMember(world: World, channelId: string, userId: string): ChannelMember {
  const member = world.channelMembers.get(channelId)?.get(userId);
  if (!member) {
    throw new AppError(404, 'app.channel.get_member.missing.app_error', 'The user is not in that channel.');
  }
  return member;
}

/** The members of a channel, in the order in which they joined. */
export function channelMembers(world: World, channelId: string): ChannelMember[] {
  return [...(world.channelMembers.get(channelId)?.values() ?? [])];
}
