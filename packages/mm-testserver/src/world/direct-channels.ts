import { createHash } from 'node:crypto';
import { AppError, invalidBodyParam } from '../errors.ts';
import { isValidId } from '../ids.ts';
import { saveMember } from './channel-members.ts';
import { type Channel, findChannel, saveChannel } from './channels.ts';
import { forgetSessions, publish } from './events.ts';
import { insist, isSystemAdmin, mayOnSystem } from './permissions.ts';
import { teamsOf } from './teams.ts';
import { usernamesOf } from './users.ts';
import type { World } from './world.ts';

/** `POST /channels/direct`: only administrators can open a direct channel between two other users. */
export function requestDirectChannel(world: World, callerId: string, ids: readonly string[]): Channel {
  const alone = world.traits.directChannelFromOwnId && ids.length === 1 && ids[0] === callerId;
  const [one, other] = alone ? [callerId, callerId] : ids;
  if (one === undefined || other === undefined || ids.length > 2) throw invalidBodyParam('user_ids');
  if (!isValidId(one) || !isValidId(other)) throw invalidBodyParam('user_id');
  insist(mayOnSystem(world, callerId, 'create_direct_channel'));
  if (one !== callerId && other !== callerId) insist(isSystemAdmin(world, callerId));
  return openDirectChannel(world, one, other);
}

/** Finds the direct channel of two users, or creates it. The server may also write where they could not. */
export function openDirectChannel(world: World, creatorId: string, otherId: string, byServer = false): Channel {
  const name = [creatorId, otherId].sort().join('__');
  const present = findChannel(world, '', name);
  if (present) return present;
  if (!byServer) insistOnDirectChannel(world, creatorId, otherId);
  const channel = saveChannel(world, { team_id: '', name, display_name: '', type: 'D', creator_id: creatorId });
  for (const userId of new Set([creatorId, otherId])) {
    saveMember(world, channel, userId);
    forgetSessions(world, userId);
  }
  const data = { creator_id: creatorId, teammate_id: otherId };
  publish(world, { event: 'direct_added', data, to: { channel_id: channel.id } });
  return channel;
}

function insistOnDirectChannel(world: World, creatorId: string, otherId: string): void {
  const [creator, other] = [world.users.get(creatorId), world.users.get(otherId)];
  if (!creator || !other) {
    const id = 'api.channel.create_direct_channel.invalid_user.app_error';
    throw new AppError(400, id, 'Invalid user ID for direct channel creation.');
  }
  const withBot = creator.bot !== undefined || other.bot !== undefined;
  if (world.config.RestrictDirectMessage === 'any' || (withBot && !world.traits.restrictsChannelsOfBots)) return;
  const common = teamsOf(world, creatorId).some(team => teamsOf(world, otherId).includes(team));
  if (common || isSystemAdmin(world, creatorId)) return;
  const id = 'api.channel.create_channel.direct_channel.team_restricted_error';
  throw new AppError(403, id, 'Both users must be in a common team.');
}

/** Finds the group channel of the caller and others, or creates it. */
export function openGroupChannel(world: World, callerId: string, others: readonly string[]): Channel {
  const ids = [...others, ...(others.includes(callerId) ? [] : [callerId])];
  if (ids.length < 3 || ids.length > 8) {
    const id = 'api.channel.create_group.bad_size.app_error';
    throw new AppError(400, id, 'A group channel is for three to eight users.');
  }
  if (new Set(ids).size < ids.length || ids.some(id => !world.users.has(id))) {
    const id = 'api.channel.create_group.bad_user.app_error';
    throw new AppError(400, id, 'One of the users does not exist.');
  }
  const name = createHash('sha1')
    .update([...ids].sort().join(''))
    .digest('hex');
  const present = findChannel(world, '', name);
  if (present) return present;
  const display_name = usernamesOf(world, ids).slice(0, 64);
  const channel = saveChannel(world, { team_id: '', name, display_name, type: 'G', creator_id: '' });
  for (const userId of ids) {
    saveMember(world, channel, userId);
    forgetSessions(world, userId);
  }
  announceGroup(world, channel, ids);
  return channel;
}

function announceGroup(world: World, channel: Channel, ids: readonly string[]): void {
  const data = { teammate_ids: JSON.stringify([...ids].sort()) };
  if (!world.traits.groupAddedPerUser) publish(world, { event: 'group_added', data, to: { channel_id: channel.id } });
  else for (const userId of ids) publish(world, { event: 'group_added', data, to: { user_id: userId } });
}
