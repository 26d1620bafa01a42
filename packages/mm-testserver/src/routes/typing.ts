import { insist, mayOnSystem } from '../world/permissions.ts';
import { startTyping } from '../world/typing.ts';
import { type Answer, type Call, ok, userParam } from './call.ts';
import { fieldsOf } from './fields.ts';
import type { Route } from './router.ts';

/** The routes of typing events. */
export const typingRoutes: readonly Route[] = [{ method: 'POST', path: '/users/:user_id/typing', handle: type }];

function type(call: Call): Answer {
  const { world, userId, body } = call;
  const typistId = userParam(call);
  const { channel_id = '', parent_id = '' } = fieldsOf(body, 'typing_request', {
    channel_id: 'string',
    parent_id: 'string',
  });
  if (typistId !== userId) insist(mayOnSystem(world, userId, 'manage_system'));
  startTyping(world, typistId, channel_id, parent_id);
  return ok;
}
