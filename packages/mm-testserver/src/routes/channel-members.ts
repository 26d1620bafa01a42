import { invalidBodyParam, unreadablePayload } from '../errors.ts';
import { isValidId } from '../ids.ts';
import { addToChannel, removeFromChannel } from '../world/channel-joining.ts';
import { channelMember, channelMembers, memberJson } from '../world/channel-members.ts';
import { channelById } from '../world/channels.ts';
import { pageOf } from '../world/pages.ts';
import { insist, mayInChannel } from '../world/permissions.ts';
import { type Answer, type Call, idParam, ok, pageOfCall, userParam } from './call.ts';
import { fieldsOf } from './fields.ts';
import type { Route } from './router.ts';

/** The routes of channel memberships. */
export const channelMemberRoutes: readonly Route[] = [
  { method: 'GET', path: '/channels/:channel_id/members', handle: list },
  { method: 'POST', path: '/channels/:channel_id/members', handle: add },
  { method: 'POST', path: '/channels/:channel_id/members/ids', handle: byIds },
  { method: 'GET', path: '/channels/:channel_id/members/:user_id', handle: get },
  { method: 'DELETE', path: '/channels/:channel_id/members/:user_id', handle: remove },
];

function list(call: Call): Answer {
  const { world, userId } = call;
  const id = idParam(call, 'channel_id');
  insist(mayInChannel(world, userId, id, 'read_channel'));
  return { body: pageOf(channelMembers(world, id), pageOfCall(call)).map(member => memberJson(world, userId, member)) };
}

/** The members among these users; the server skips the others. */
function byIds(call: Call): Answer {
  const { world, userId, body } = call;
  const id = idParam(call, 'channel_id');
  if (!Array.isArray(body) || !body.every(one => typeof one === 'string')) throw unreadablePayload();
  if (body.length === 0) throw invalidBodyParam('user_ids');
  insist(mayInChannel(world, userId, id, 'read_channel'));
  const members = channelMembers(world, id).filter(({ user_id }) => body.includes(user_id));
  return { body: members.map(member => memberJson(world, userId, member)) };
}

function get(call: Call): Answer {
  const { world, userId } = call;
  const id = idParam(call, 'channel_id');
  const memberId = userParam(call);
  insist(mayInChannel(world, userId, id, 'read_channel'));
  return { body: memberJson(world, userId, channelMember(world, id, memberId)) };
}

function add(call: Call): Answer {
  const { world, userId, body } = call;
  const id = idParam(call, 'channel_id');
  const { user_id } = fieldsOf(body, 'user_id', { user_id: 'string' });
  if (!isValidId(user_id)) throw invalidBodyParam('user_id');
  return { status: 201, body: memberJson(world, userId, addToChannel(world, userId, channelById(world, id), user_id)) };
}

function remove(call: Call): Answer {
  const { world, userId } = call;
  const id = idParam(call, 'channel_id');
  const memberId = userParam(call);
  removeFromChannel(world, userId, channelById(world, id), memberId);
  return ok;
}
