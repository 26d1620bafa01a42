import { invalidBodyParam, invalidUrlParam } from '../errors.ts';
import { isValidId } from '../ids.ts';
import { channelMember } from '../world/channel-members.ts';
import { channelById, channelsOf } from '../world/channels.ts';
import { noteActivity } from '../world/events.ts';
import { insist, mayInChannel, mayInTeam, mayOnSystem } from '../world/permissions.ts';
import { postsAroundUnread } from '../world/unread-posts.ts';
import { markViewed } from '../world/viewing.ts';
import { type Answer, type Call, idParam, userParam } from './call.ts';
import { fieldsOf } from './fields.ts';
import type { Route } from './router.ts';

/** The routes of what a user has read. */
export const readingRoutes: readonly Route[] = [
  { method: 'POST', path: '/channels/members/:user_id/view', handle: view },
  { method: 'GET', path: '/users/:user_id/teams/:team_id/channels/members', handle: memberships },
  { method: 'GET', path: '/users/:user_id/channels/:channel_id/unread', handle: unread },
  { method: 'GET', path: '/users/:user_id/channels/:channel_id/posts/unread', handle: aroundUnread },
];

function view(call: Call): Answer {
  const { world, userId, token, body } = call;
  const ownerId = userParam(call);
  if (ownerId !== userId) insist(mayOnSystem(world, userId, 'edit_other_users'));
  const input = fieldsOf(body, 'channel_view', { channel_id: 'string', prev_channel_id: 'string' });
  const times: Record<string, number> = {};
  for (const name of ['channel_id', 'prev_channel_id'] as const) {
    const id = input[name] ?? '';
    if (id === '') continue;
    if (!isValidId(id)) throw invalidBodyParam(`channel_view.${name}`);
    const channel = world.channels.get(id);
    if (!channel) continue;
    markViewed(world, channel, ownerId);
    times[id] = channel.last_post_at;
  }
  noteActivity(world, token);
  return { body: { status: 'OK', last_viewed_at_times: times } };
}

/** This list has no pages. */
function memberships(call: Call): Answer {
  const { world, userId } = call;
  const ownerId = userParam(call);
  const teamId = idParam(call, 'team_id');
  insist(mayInTeam(world, userId, teamId, 'view_team'));
  if (ownerId !== userId) insist(mayInTeam(world, userId, teamId, 'manage_system'));
  return { body: channelsOf(world, ownerId, teamId).map(({ id }) => channelMember(world, id, ownerId)) };
}

function ownerOf(call: Call): { readonly ownerId: string; readonly channelId: string } {
  const { world, userId } = call;
  const ownerId = userParam(call);
  const channelId = idParam(call, 'channel_id');
  if (ownerId !== userId) insist(mayOnSystem(world, userId, 'edit_other_users'));
  insist(mayInChannel(world, userId, channelId, 'read_channel'));
  return { ownerId, channelId };
}

function unread(call: Call): Answer {
  const { world } = call;
  const { ownerId, channelId } = ownerOf(call);
  const channel = channelById(world, channelId);
  const member = channelMember(world, channelId, ownerId);
  const body = {
    team_id: channel.team_id,
    channel_id: channelId,
    msg_count: channel.total_msg_count - member.msg_count,
    mention_count: member.mention_count,
    mention_count_root: member.mention_count_root,
    ...(world.traits.threadFieldsOnMembers && { urgent_mention_count: 0 }),
    msg_count_root: channel.total_msg_count_root - member.msg_count_root,
  };
  return { body };
}

function aroundUnread(call: Call): Answer {
  const { world, query } = call;
  const { ownerId, channelId } = ownerOf(call);
  const limit = (name: string): number => {
    const value = query.get(name) ?? '';
    return Math.min(/^\d+$/.test(value) ? Number(value) : 60, 200);
  };
  const after = limit('limit_after');
  // The first unread post counts among these, so there must be room for one.
  if (after === 0) throw invalidUrlParam('limit_after');
  const around = { before: limit('limit_before'), after };
  const skipFetchThreads = query.get('skipFetchThreads') === 'true';
  return { body: postsAroundUnread(world, channelId, ownerId, around, skipFetchThreads) };
}
