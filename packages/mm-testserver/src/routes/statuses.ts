import { invalidBodyParam } from '../errors.ts';
import { insist, mayOnSystem } from '../world/permissions.ts';
import { type Status, setStatus, statusJson } from '../world/statuses.ts';
import { type Answer, type Call, userParam } from './call.ts';
import { fieldsOf, listOf } from './fields.ts';
import type { Route } from './router.ts';

/** The routes of statuses. */
export const statusRoutes: readonly Route[] = [
  { method: 'POST', path: '/users/status/ids', handle: byIds },
  { method: 'GET', path: '/users/:user_id/status', handle: get },
  { method: 'PUT', path: '/users/:user_id/status', handle: change },
];

function byIds(call: Call): Answer {
  const { world } = call;
  const ids = listOf(call, 'user_ids');
  if (ids.some(id => id.length !== 26)) throw invalidBodyParam('user_ids');
  return { body: ids.map(id => statusJson(world, id)) };
}

function get(call: Call): Answer {
  return { body: statusJson(call.world, userParam(call)) };
}

function change(call: Call): Answer {
  const { world, userId } = call;
  const ownerId = userParam(call);
  const { user_id, status } = fieldsOf(call.body, 'status', { user_id: 'string', status: 'string' });
  // `me` is allowed in the path, but not in the body.
  if (user_id !== ownerId) throw invalidBodyParam('user_id');
  if (ownerId !== userId) insist(mayOnSystem(world, userId, 'edit_other_users'));
  if (!isStatus(status)) throw invalidBodyParam('status');
  setStatus(world, ownerId, status, true);
  return get(call);
}

function isStatus(value: string | undefined): value is Status {
  return value === 'online' || value === 'away' || value === 'dnd' || value === 'offline';
}
