import { AppError, invalidBodyParam, invalidUrlParam } from '../errors.ts';
import { pageOf } from '../world/pages.ts';
import { insist, isSystemAdmin, mayInChannel, mayInTeam } from '../world/permissions.ts';
import { openSession } from '../world/tokens.ts';
import { ownProfile, userProfile } from '../world/user-json.ts';
import { listUsers, searchUsers, usersById, usersByUsername } from '../world/user-lists.ts';
import { createUser, isValidUsername, type User, userByEmail, userById, userByUsername } from '../world/users.ts';
import type { World } from '../world/world.ts';
import { type Answer, type Call, ok, pageOfCall, userParam } from './call.ts';
import { fieldsOf, listOf, stringsIn } from './fields.ts';
import type { Route } from './router.ts';

/** The routes of accounts and logins. */
export const userRoutes: readonly Route[] = [
  { method: 'POST', path: '/users', session: false, handle: signUp },
  { method: 'POST', path: '/users/login', session: false, handle: logIn },
  { method: 'POST', path: '/users/logout', session: false, handle: logOut },
  { method: 'GET', path: '/users', handle: list },
  { method: 'POST', path: '/users/ids', handle: byIds },
  { method: 'POST', path: '/users/usernames', handle: byUsernames },
  { method: 'POST', path: '/users/search', handle: search },
  { method: 'GET', path: '/users/username/:username', handle: byUsername },
  { method: 'GET', path: '/users/email/:email', handle: byEmail },
  { method: 'GET', path: '/users/autocomplete', handle: autocomplete },
  { method: 'GET', path: '/users/known', handle: known },
  { method: 'GET', path: '/users/stats', handle: stats },
  { method: 'GET', path: '/users/:user_id', handle: byId },
];

function signUp({ world, body, userId }: Call): Answer {
  const { username, email, password, nickname, first_name, last_name } = fieldsOf(body, 'user', {
    username: 'string',
    email: 'string',
    password: 'string',
    nickname: 'string',
    first_name: 'string',
    last_name: 'string',
  });
  const mayJoin = world.users.size === 0 || world.config.EnableOpenServer || isSystemAdmin(world, userId);
  if (!mayJoin) {
    throw new AppError(403, 'api.user.create_user.no_open_server', 'Nobody can sign up on this server.');
  }
  const user = createUser(world, {
    username: username ?? world.newId(),
    email: email ?? '',
    password: password ?? '',
    nickname,
    first_name,
    last_name,
  });
  return { status: 201, body: ownProfile(world, user) };
}

function logIn({ world, body }: Call): Answer {
  const { login_id = '', password = '' } = stringsIn(body);
  if (password === '') throw new AppError(400, 'api.user.login.blank_pwd.app_error', 'A password is needed.');
  const user = [...world.users.values()].find(({ username, email }) => login_id === username || login_id === email);
  if (user?.bot) {
    throw new AppError(401, 'api.user.login.bot_login_forbidden.app_error', 'Bots sign in by access tokens only.');
  }
  if (!user || user.password !== password) {
    const id = 'api.user.login.invalid_credentials_email_username';
    throw new AppError(401, id, 'No account has that name and password.');
  }
  if (user.delete_at !== 0) {
    throw new AppError(401, 'api.user.login.inactive.app_error', 'The account is deactivated.');
  }
  return { body: ownProfile(world, user), headers: { Token: openSession(world, user.id).token } };
}

function logOut({ world, token }: Call): Answer {
  if (world.tokens.get(token)?.kind === 'session') world.tokens.delete(token);
  return ok;
}

/** The JSON of a user for this caller. */
function profileFor(world: World, callerId: string, user: User): Record<string, unknown> {
  return user.id === callerId ? ownProfile(world, user) : userProfile(world, user);
}

function single(world: World, callerId: string, user: User): Answer {
  return { body: profileFor(world, callerId, user), etag: `${world.traits.release}.${user.id}.${user.update_at}` };
}

function byId(call: Call): Answer {
  const { world, userId } = call;
  return single(world, userId, userById(world, userParam(call)));
}

function byUsername({ world, userId, params }: Call): Answer {
  const username = params['username'] ?? '';
  if (!isValidUsername(username)) throw invalidBodyParam('username');
  return single(world, userId, userByUsername(world, username));
}

/** Unlike the other routes for one user, this one does not show people their own settings. */
function byEmail({ world, params }: Call): Answer {
  const email = decodeURIComponent(params['email'] ?? '').toLowerCase();
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) throw invalidUrlParam('email');
  const user = userByEmail(world, email);
  return { body: userProfile(world, user), etag: `${world.traits.release}.${user.id}.${user.update_at}` };
}

/** The ids of the users who share a channel with the caller. */
function known({ world, userId }: Call): Answer {
  const shared = [...world.channelMembers.values()].filter(members => members.has(userId));
  const ids = new Set(shared.flatMap(members => [...members.keys()]));
  ids.delete(userId);
  return { body: [...ids] };
}

function stats({ world }: Call): Answer {
  const active = [...world.users.values()].filter(({ delete_at }) => delete_at === 0);
  return { body: { total_users_count: active.length } };
}

function byIds(call: Call): Answer {
  const { world } = call;
  return { body: usersById(world, listOf(call, 'user_ids')).map(user => userProfile(world, user)) };
}

function byUsernames(call: Call): Answer {
  const { world } = call;
  return { body: usersByUsername(world, listOf(call, 'usernames')).map(user => userProfile(world, user)) };
}

function list(call: Call): Answer {
  const { world, userId, query } = call;
  const teamId = query.get('in_team') ?? '';
  const channelId = query.get('in_channel') ?? '';
  insistOnSight(world, userId, teamId, channelId);
  return {
    body: pageOf(listUsers(world, { teamId, channelId }), pageOfCall(call)).map(user => userProfile(world, user)),
  };
}

function search({ world, userId, body }: Call): Answer {
  const input = fieldsOf(body, '', {
    term: 'string',
    team_id: 'string',
    in_channel_id: 'string',
    limit: 'number',
  });
  const { term = '', team_id: teamId = '', in_channel_id: channelId = '' } = input;
  if (term === '') throw invalidBodyParam('term');
  insistOnSight(world, userId, teamId, channelId);
  const limit = input.limit || 100;
  if (limit < 0 || limit > 1_000) throw invalidBodyParam('limit');
  return {
    body: searchUsers(world, term, { teamId, channelId })
      .slice(0, limit)
      .map(user => userProfile(world, user)),
  };
}

function autocomplete({ world, userId, query }: Call): Answer {
  const teamId = query.get('in_team') ?? '';
  const channelId = query.get('in_channel') ?? '';
  insistOnSight(world, userId, teamId, channelId);
  if (channelId !== '' && teamId === '') {
    throw new AppError(500, 'api.user.autocomplete_users.missing_team_id.app_error', 'A channel needs its team.');
  }
  const limit = Math.min(Number(query.get('limit') ?? 100) || 0, 1_000);
  const find = (within: { teamId: string; channelId?: string }): User[] =>
    searchUsers(world, query.get('name') ?? '', within).slice(0, limit);
  const users = find({ teamId, channelId });
  const others = channelId === '' ? [] : find({ teamId }).filter(user => !users.includes(user));
  const out_of_channel = others.map(user => userProfile(world, user));
  return { body: { users: users.map(user => userProfile(world, user)), ...(others.length > 0 && { out_of_channel }) } };
}

function insistOnSight(world: World, userId: string, teamId: string, channelId: string): void {
  if (teamId !== '') insist(mayInTeam(world, userId, teamId, 'view_team'));
  if (channelId !== '') insist(mayInChannel(world, userId, channelId, 'read_channel'));
}
