import { invalidBodyParam } from '../errors.ts';
import { pageOf } from '../world/pages.ts';
import { insist, mayOnSystem, type Permission } from '../world/permissions.ts';
import {
  accessTokenById,
  accessTokensOf,
  createAccessToken,
  revokeToken,
  setTokenActive,
  type Token,
} from '../world/tokens.ts';
import { type Answer, type Call, idParam, ok, pageOfCall, userParam } from './call.ts';
import { fieldsOf, stringsIn } from './fields.ts';
import type { Route } from './router.ts';

/** The routes of access tokens. */
export const tokenRoutes: readonly Route[] = [
  { method: 'POST', path: '/users/:user_id/tokens', handle: create },
  { method: 'GET', path: '/users/:user_id/tokens', handle: list },
  { method: 'GET', path: '/users/tokens/:token_id', handle: get },
  { method: 'POST', path: '/users/tokens/revoke', handle: call => settle(call, revokeToken) },
  { method: 'POST', path: '/users/tokens/disable', handle: call => settle(call, switchTo(false)) },
  { method: 'POST', path: '/users/tokens/enable', handle: call => settle(call, switchTo(true)) },
];

/** The server shows the token itself only once, when it creates it. */
function tokenJson({ id, user_id, description, is_active }: Token, token?: string): Record<string, unknown> {
  return { id, ...(token && { token }), user_id, description, is_active };
}

function insistOnTokensOf({ world, userId }: Call, ownerId: string, permission: Permission): void {
  insist(mayOnSystem(world, userId, permission));
  if (userId !== ownerId) insist(mayOnSystem(world, userId, 'edit_other_users'));
}

function create(call: Call): Answer {
  const ownerId = userParam(call);
  const { description = '' } = fieldsOf(call.body, 'user_access_token', { description: 'string' });
  if (description === '') throw invalidBodyParam('description');
  insistOnTokensOf(call, ownerId, 'create_user_access_token');
  const made = createAccessToken(call.world, ownerId, description);
  return { body: tokenJson(made, made.token) };
}

function list(call: Call): Answer {
  const ownerId = userParam(call);
  insistOnTokensOf(call, ownerId, 'read_user_access_token');
  return { body: pageOf(accessTokensOf(call.world, ownerId), pageOfCall(call)).map(token => tokenJson(token)) };
}

function get(call: Call): Answer {
  insist(mayOnSystem(call.world, call.userId, 'read_user_access_token'));
  const token = accessTokenById(call.world, idParam(call, 'token_id'));
  insistOnTokensOf(call, token.user_id, 'read_user_access_token');
  return { body: tokenJson(token) };
}

function settle(call: Call, what: (world: Call['world'], token: Token) => void): Answer {
  const { token_id = '' } = stringsIn(call.body);
  if (token_id === '') throw invalidBodyParam('token_id');
  insist(mayOnSystem(call.world, call.userId, 'revoke_user_access_token'));
  const token = accessTokenById(call.world, token_id);
  insistOnTokensOf(call, token.user_id, 'revoke_user_access_token');
  what(call.world, token);
  return ok;
}

function switchTo(active: boolean): (world: Call['world'], token: Token) => void {
  return (world, token) => setTokenActive(world, token, active);
}
