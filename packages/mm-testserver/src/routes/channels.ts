import { AppError, invalidBodyParam, invalidUrlParam } from '../errors.ts';
import { isValidId } from '../ids.ts';
import { archiveChannel, createChannel, patchChannel, unarchiveChannel } from '../world/channel-life.ts';
import { channelMembers } from '../world/channel-members.ts';
import {
  type Channel,
  cachedChannel,
  channelById,
  channelJson,
  channelMissing,
  channelsOf,
  findChannel,
  maySeeChannel,
  visibleChannel,
} from '../world/channels.ts';
import { openGroupChannel, requestDirectChannel } from '../world/direct-channels.ts';
import { pageOf } from '../world/pages.ts';
import { insist, mayInChannel, mayInTeam, mayOnSystem } from '../world/permissions.ts';
import { livingPosts } from '../world/posts.ts';
import { teamByName } from '../world/teams.ts';
import type { World } from '../world/world.ts';
import { type Answer, type Call, idParam, ok, pageOfCall, userParam } from './call.ts';
import { fieldsOf, listOf } from './fields.ts';
import type { Route } from './router.ts';

/** The routes of channels. */
export const channelRoutes: readonly Route[] = [
  { method: 'POST', path: '/channels', handle: create },
  { method: 'POST', path: '/channels/direct', handle: direct },
  { method: 'POST', path: '/channels/group', handle: group },
  { method: 'GET', path: '/channels/:channel_id', handle: byId },
  { method: 'PUT', path: '/channels/:channel_id/patch', handle: patch },
  { method: 'DELETE', path: '/channels/:channel_id', handle: archive },
  { method: 'POST', path: '/channels/:channel_id/restore', handle: unarchive },
  { method: 'GET', path: '/channels/:channel_id/stats', handle: stats },
  { method: 'GET', path: '/teams/:team_id/channels', handle: ofTeam },
  { method: 'GET', path: '/teams/:team_id/channels/name/:channel_name', handle: byName },
  { method: 'GET', path: '/teams/name/:team_name/channels/name/:channel_name', handle: byNames },
  { method: 'GET', path: '/users/:user_id/teams/:team_id/channels', handle: ofUserInTeam },
  { method: 'GET', path: '/users/:user_id/channels', exists: traits => traits.channelsOfAllTeams, handle: ofUser },
];

const channelFields = { name: 'string', display_name: 'string', header: 'string', purpose: 'string' } as const;

function create({ world, userId, body }: Call): Answer {
  const input = fieldsOf(body, 'channel', { ...channelFields, team_id: 'string', type: 'string' });
  const { team_id = '', name = '', display_name = '', header = '', purpose = '', type } = input;
  if (type !== 'O' && type !== 'P' && type !== 'D' && type !== 'G') {
    throw new AppError(400, 'model.channel.is_valid.type.app_error', 'Invalid type.');
  }
  const trimmed = display_name.trim();
  const channel = createChannel(world, userId, { team_id, name, display_name: trimmed, header, purpose, type });
  return { status: 201, body: channelJson(world, channel) };
}

function direct(call: Call): Answer {
  const { world, userId } = call;
  const channel = requestDirectChannel(world, userId, listOf(call, 'user_ids'));
  return { status: 201, body: channelJson(world, channel) };
}

function group(call: Call): Answer {
  const { world, userId } = call;
  const ids = listOf(call, 'user_ids');
  if (!ids.every(isValidId)) throw invalidBodyParam('user_id');
  insist(mayOnSystem(world, userId, 'create_group_channel'));
  return { status: 201, body: channelJson(world, openGroupChannel(world, userId, ids)) };
}

function byId(call: Call): Answer {
  const { world, userId } = call;
  const channel = visibleChannel(world, userId, idParam(call, 'channel_id'));
  return { body: channelJson(world, cachedChannel(world, channel)) };
}

function patch(call: Call): Answer {
  const { world, userId, body } = call;
  const id = idParam(call, 'channel_id');
  const given = Object.entries(fieldsOf(body, 'channel', channelFields)).filter(([, value]) => value !== undefined);
  const channel = patchChannel(world, userId, channelById(world, id), Object.fromEntries(given));
  return { body: channelJson(world, channel) };
}

function archive(call: Call): Answer {
  archiveChannel(call.world, call.userId, channelById(call.world, idParam(call, 'channel_id')));
  return ok;
}

function unarchive(call: Call): Answer {
  const { world, userId } = call;
  const channel = unarchiveChannel(world, userId, channelById(world, idParam(call, 'channel_id')));
  return { body: channelJson(world, channel) };
}

function stats(call: Call): Answer {
  const { world, userId, query } = call;
  const id = idParam(call, 'channel_id');
  insist(mayInChannel(world, userId, id, 'read_channel'));
  const counted = query.get('exclude_files_count') !== 'true';
  const posts = livingPosts(world, id);
  const body = {
    channel_id: id,
    member_count: channelMembers(world, id).length,
    guest_count: 0,
    pinnedpost_count: posts.filter(post => post.is_pinned).length,
    ...(world.traits.filesInChannelStats && {
      files_count: counted ? posts.reduce((count, { file_ids }) => count + file_ids.length, 0) : -1,
    }),
  };
  return { body };
}

function ofTeam(call: Call): Answer {
  const { world, userId } = call;
  const teamId = idParam(call, 'team_id');
  insist(mayInTeam(world, userId, teamId, 'list_team_channels'));
  const open = [...world.channels.values()].filter(
    ({ team_id, type, delete_at }) => team_id === teamId && type === 'O' && delete_at === 0,
  );
  return { body: shown(world, pageOf(open.sort(byDisplayName), pageOfCall(call))) };
}

function byDisplayName(a: Channel, b: Channel): number {
  return a.display_name < b.display_name ? -1 : 1;
}

function byName(call: Call): Answer {
  return named(call, idParam(call, 'team_id'));
}

function byNames(call: Call): Answer {
  return named(call, teamByName(call.world, (call.params['team_name'] ?? '').toLowerCase()).id);
}

function named({ world, userId, params, query }: Call, teamId: string): Answer {
  const name = (params['channel_name'] ?? '').toLowerCase();
  if (name.length < world.traits.minChannelNameLength) throw invalidUrlParam('channel_name');
  const channel = findChannel(world, teamId, name);
  const hidden = channel && channel.delete_at !== 0 && query.get('include_deleted') !== 'true';
  if (!channel || hidden) throw channelMissing();
  const visible = maySeeChannel(world, userId, channel);
  // Callers learn that a public channel exists, but not that a private one does.
  if (channel.type === 'O') insist(visible);
  else if (!visible) throw channelMissing();
  return { body: channelJson(world, channel) };
}

function ofUserInTeam(call: Call): Answer {
  const { world, userId } = call;
  const ownerId = userParam(call);
  const teamId = idParam(call, 'team_id');
  if (ownerId !== userId) insist(mayOnSystem(world, userId, 'edit_other_users'));
  insist(mayInTeam(world, userId, teamId, 'view_team'));
  return { body: shown(world, channelsOf(world, ownerId, teamId)) };
}

function ofUser(call: Call): Answer {
  const { world, userId } = call;
  const ownerId = userParam(call);
  if (ownerId !== userId) insist(mayOnSystem(world, userId, 'edit_other_users'));
  // Unlike the list of one team, this one is sorted by id.
  return {
    body: shown(
      world,
      channelsOf(world, ownerId).sort((a, b) => (a.id < b.id ? -1 : 1)),
    ),
  };
}

function shown(world: World, channels: readonly Channel[]): object[] {
  return channels.map(channel => channelJson(world, channel));
}
