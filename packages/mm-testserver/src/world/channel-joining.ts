import { AppError } from '../errors.ts';
import { addMember, type ChannelMember, channelMember, removeMember } from './channel-members.ts';
import type { Channel } from './channels.ts';
import { publish } from './events.ts';
import { insist, mayInChannel, mayInTeam } from './permissions.ts';
import { postSystemMessage } from './system-posts.ts';
import { userById } from './users.ts';
import type { World } from './world.ts';

/** Adds a user to a channel. The user joins when `actorId` is the user, and is added by a member otherwise. */
export function addToChannel(world: World, actorId: string, channel: Channel, userId: string): ChannelMember {
  const { id, type } = channel;
  if (type === 'D' || type === 'G') {
    const errorId = 'api.channel.add_user_to_channel.type.app_error';
    throw new AppError(400, errorId, 'Direct and group channels take no new members.');
  }
  const present = world.channelMembers.get(id)?.get(userId);
  const joins = actorId === userId;
  if (present && joins) return present;
  if (type === 'O' && joins) insist(mayInTeam(world, actorId, channel.team_id, 'join_public_channels'));
  else insist(mayInChannel(world, actorId, id, memberPermission(type)));
  if (present) return present;
  const user = userById(world, userId);
  const member = addMember(world, channel, userId);
  const shown = { ...member };
  if (joins) postSystemMessage(world, 'system_join_channel', channel, user);
  else postSystemMessage(world, 'system_add_to_channel', channel, userById(world, actorId), user);
  return shown;
}

function memberPermission(type: 'O' | 'P'): 'manage_public_channel_members' | 'manage_private_channel_members' {
  return type === 'O' ? 'manage_public_channel_members' : 'manage_private_channel_members';
}

/** Removes a user from a channel. The user leaves when `actorId` is the user, and is removed by a member otherwise. */
export function removeFromChannel(world: World, actorId: string, channel: Channel, userId: string): void {
  const { id, type } = channel;
  const user = userById(world, userId);
  if (type === 'D' || type === 'G') {
    const errorId = 'api.channel.remove_channel_member.type.app_error';
    throw new AppError(400, errorId, 'Members of direct and group channels cannot be removed.');
  }
  if (actorId !== userId) insist(mayInChannel(world, actorId, id, memberPermission(type)));
  if (channel.name === 'town-square') {
    throw new AppError(400, 'api.channel.remove.default.app_error', 'Members cannot leave the default channel.');
  }
  channelMember(world, id, userId);
  removeMember(world, channel, userId);
  const inChannel = { user_id: userId, remover_id: actorId };
  publish(world, { event: 'user_removed', data: inChannel, to: { channel_id: id } });
  // The removed user is no longer in the channel, and gets an event of their own.
  const toUser = { channel_id: id, remover_id: actorId };
  publish(world, { event: 'user_removed', data: toUser, to: { user_id: userId } });
  if (actorId === userId) postSystemMessage(world, 'system_leave_channel', channel, user);
  else postSystemMessage(world, 'system_remove_from_channel', channel, userById(world, actorId), user);
}
