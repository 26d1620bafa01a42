import { AppError } from '../errors.ts';
import { toJson } from '../json.ts';
import { saveMember } from './channel-members.ts';
import {
  type Channel,
  channelJson,
  findChannel,
  forgetCachedChannel,
  insistOnChannelName,
  type NewChannel,
  saveChannel,
} from './channels.ts';
import { type Broadcast, publish } from './events.ts';
import { insist, mayInChannel, mayInTeam } from './permissions.ts';
import { postChange, postSystemMessage } from './system-posts.ts';
import { userById } from './users.ts';
import type { World } from './world.ts';

/** Creates a channel in a team, with its creator as administrator; returns it as it was before the system post. */
export function createChannel(world: World, creatorId: string, input: Omit<NewChannel, 'creator_id'>): Channel {
  const { team_id, type } = input;
  if (type === 'O') insist(mayInTeam(world, creatorId, team_id, 'create_public_channel'));
  if (type === 'P') insist(mayInTeam(world, creatorId, team_id, 'create_private_channel'));
  if (type === 'D' || type === 'G') {
    const id = 'api.channel.create_channel.direct_channel.app_error';
    throw new AppError(400, id, 'Direct and group channels are made by calls of their own.');
  }
  if (findChannel(world, team_id, input.name)) {
    const id = 'store.sql_channel.save_channel.exists.app_error';
    throw new AppError(400, id, 'The team has a channel of that name already.');
  }
  const channel = saveChannel(world, { ...input, creator_id: creatorId });
  const asCreated = { ...channel };
  saveMember(world, channel, creatorId, true);
  postSystemMessage(world, 'system_join_channel', channel, userById(world, creatorId));
  const data = { channel_id: channel.id, team_id };
  publish(world, { event: 'channel_created', data, to: { user_id: creatorId } });
  return asCreated;
}

/** The fields of a channel to change. */
export type ChannelPatch = Partial<Pick<Channel, 'display_name' | 'name' | 'header' | 'purpose'>>;

/** Changes a channel, with system posts about it; returns it as it was before these posts. */
export function patchChannel(world: World, userId: string, channel: Channel, patch: ChannelPatch): Channel {
  insistOnPatching(world, userId, channel);
  if (patch.name !== undefined) insistOnChannelName(world, patch.name);
  if (Object.values(patch).some(text => text.includes('\0'))) {
    throw new AppError(500, 'app.channel.update_channel.internal_error', 'The database refuses a NUL.');
  }
  const before = { ...channel };
  Object.assign(channel, patch, { update_at: world.clock.now() });
  forgetCachedChannel(world, channel.id);
  const asPatched = { ...channel };
  const data = { channel: toJson(channelJson(world, channel)) };
  publish(world, { event: 'channel_updated', data, to: { channel_id: channel.id } });
  const user = userById(world, userId);
  for (const what of ['display_name', 'header', 'purpose'] as const) {
    if (before[what] !== channel[what]) postChange(world, channel, user, what, before[what], channel[what]);
  }
  return asPatched;
}

function insistOnPatching(world: World, userId: string, { id, type }: Channel): void {
  if (type === 'O') insist(mayInChannel(world, userId, id, 'manage_public_channel_properties'));
  else if (type === 'P') insist(mayInChannel(world, userId, id, 'manage_private_channel_properties'));
  else if (!world.channelMembers.get(id)?.has(userId)) {
    const errorId = 'api.channel.patch_update_channel.forbidden.app_error';
    throw new AppError(403, errorId, 'Only members can change the channel.');
  }
}

/** Archives a channel: members can still read it, but not write. */
export function archiveChannel(world: World, userId: string, channel: Channel): void {
  const { id, type } = channel;
  if (type === 'D' || type === 'G') {
    throw new AppError(400, 'api.channel.delete_channel.type.invalid', 'Direct and group channels cannot be archived.');
  }
  const permission = type === 'O' ? 'delete_public_channel' : 'delete_private_channel';
  insist(mayInChannel(world, userId, id, permission));
  if (channel.delete_at !== 0) {
    throw new AppError(400, 'api.channel.delete_channel.deleted.app_error', 'The channel is archived already.');
  }
  if (channel.name === 'town-square') {
    throw new AppError(400, 'api.channel.delete_channel.cannot.app_error', 'The default channel cannot be archived.');
  }
  postSystemMessage(world, 'system_channel_deleted', channel, userById(world, userId));
  const now = world.clock.tick();
  channel.delete_at = now;
  channel.update_at = now;
  forgetCachedChannel(world, id);
  publish(world, {
    event: 'channel_deleted',
    data: { channel_id: id, delete_at: now },
    to: audienceOfArchiving(world, channel),
  });
}

/** Unarchives a channel; returns it as it was before the system post. */
export function unarchiveChannel(world: World, userId: string, channel: Channel): Channel {
  const { id, team_id } = channel;
  insist(mayInTeam(world, userId, team_id, 'manage_team'));
  if (channel.delete_at === 0) {
    throw new AppError(400, 'api.channel.restore_channel.restored.app_error', 'The channel is not archived.');
  }
  channel.delete_at = 0;
  channel.update_at = world.clock.tick();
  forgetCachedChannel(world, id);
  publish(world, { event: 'channel_restored', data: { channel_id: id }, to: audienceOfArchiving(world, channel) });
  const asUnarchived = { ...channel };
  postSystemMessage(world, 'system_channel_restored', channel, userById(world, userId));
  return asUnarchived;
}

function audienceOfArchiving({ traits }: World, { id, type, team_id }: Channel): Partial<Broadcast> {
  return type === 'P' && traits.privateChannelDeletedToMembers ? { channel_id: id } : { team_id };
}
