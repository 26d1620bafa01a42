import { AppError, invalidBodyParam } from '../errors.ts';
import { isValidId } from '../ids.ts';
import { pageOf } from '../world/pages.ts';
import { insist, mayInTeam, mayOnSystem } from '../world/permissions.ts';
import { joinTeam, leaveTeam, setTeamRoles, teamMember, teamMembers } from '../world/team-members.ts';
import { createTeam, type Team, teamById, teamByName, teamFor, teamsOf } from '../world/teams.ts';
import { userById } from '../world/users.ts';
import { type Answer, type Call, idParam, ok, pageOfCall, userParam } from './call.ts';
import { fieldsOf, stringsIn } from './fields.ts';
import type { Route } from './router.ts';

/** The routes of teams and their members. */
export const teamRoutes: readonly Route[] = [
  { method: 'POST', path: '/teams', handle: create },
  { method: 'GET', path: '/teams/name/:team_name', handle: byName },
  { method: 'GET', path: '/teams/:team_id', handle: byId },
  { method: 'GET', path: '/users/:user_id/teams', handle: ofUser },
  { method: 'GET', path: '/users/:user_id/teams/members', handle: membershipsOfUser },
  { method: 'GET', path: '/teams/:team_id/stats', handle: stats },
  { method: 'GET', path: '/teams/:team_id/members', handle: members },
  { method: 'POST', path: '/teams/:team_id/members', handle: addMember },
  { method: 'GET', path: '/teams/:team_id/members/:user_id', handle: member },
  { method: 'DELETE', path: '/teams/:team_id/members/:user_id', handle: removeMember },
  { method: 'PUT', path: '/teams/:team_id/members/:user_id/roles', handle: setRoles },
];

function create({ world, userId, body }: Call): Answer {
  const input = fieldsOf(body, 'team', {
    name: 'string',
    display_name: 'string',
    type: 'string',
    allow_open_invite: 'boolean',
  });
  insist(mayOnSystem(world, userId, 'create_team'));
  const { name = '', display_name = '', type = '', allow_open_invite } = input;
  return { status: 201, body: createTeam(world, userId, { name, display_name, type, allow_open_invite }) };
}

function shown({ world, userId }: Call, team: Team): Answer {
  const open = team.allow_open_invite && team.type === 'O';
  insist(open || mayInTeam(world, userId, team.id, 'view_team'));
  return { body: teamFor(world, userId, team) };
}

function byId(call: Call): Answer {
  return shown(call, teamById(call.world, idParam(call, 'team_id')));
}

function byName(call: Call): Answer {
  return shown(call, teamByName(call.world, (call.params['team_name'] ?? '').toLowerCase()));
}

function ofUser(call: Call): Answer {
  const { world, userId } = call;
  const ownerId = userParam(call);
  if (ownerId !== userId) insist(mayOnSystem(world, userId, 'manage_system'));
  return { body: teamsOf(world, ownerId).map(team => teamFor(world, userId, team)) };
}

function membershipsOfUser(call: Call): Answer {
  const { world, userId } = call;
  const ownerId = userParam(call);
  if (ownerId !== userId) insist(mayOnSystem(world, userId, 'manage_system'));
  return { body: teamsOf(world, ownerId).map(({ id }) => teamMember(world, id, ownerId)) };
}

function stats(call: Call): Answer {
  const { world, userId } = call;
  const teamId = idParam(call, 'team_id');
  insist(mayInTeam(world, userId, teamId, 'view_team'));
  const users = teamMembers(world, teamId).map(({ user_id }) => userById(world, user_id));
  const active = users.filter(({ delete_at }) => delete_at === 0);
  return { body: { team_id: teamId, total_member_count: users.length, active_member_count: active.length } };
}

function members(call: Call): Answer {
  const { world, userId } = call;
  const teamId = idParam(call, 'team_id');
  insist(mayInTeam(world, userId, teamId, 'view_team'));
  return { body: pageOf(teamMembers(world, teamId), pageOfCall(call)) };
}

function member(call: Call): Answer {
  const { world, userId } = call;
  const teamId = idParam(call, 'team_id');
  const memberId = userParam(call);
  insist(mayInTeam(world, userId, teamId, 'view_team'));
  return { body: teamMember(world, teamId, memberId) };
}

function addMember(call: Call): Answer {
  const { world, userId, body } = call;
  const teamId = idParam(call, 'team_id');
  const { team_id, user_id } = fieldsOf(body, 'team_member', { team_id: 'string', user_id: 'string' });
  if (team_id !== teamId) throw invalidBodyParam('team_id');
  if (!isValidId(user_id)) throw invalidBodyParam('user_id');
  const team = teamById(world, teamId);
  if (user_id !== userId) insist(mayInTeam(world, userId, teamId, 'add_user_to_team'));
  else insist(mayOnSystem(world, userId, team.allow_open_invite ? 'join_public_teams' : 'join_private_teams'));
  return { status: 201, body: joinTeam(world, team, user_id) };
}

function removeMember(call: Call): Answer {
  const { world, userId } = call;
  const teamId = idParam(call, 'team_id');
  const memberId = userParam(call);
  if (memberId !== userId) insist(mayInTeam(world, userId, teamId, 'remove_user_from_team'));
  leaveTeam(world, teamById(world, teamId), memberId);
  return ok;
}

function setRoles(call: Call): Answer {
  const { world, userId, body } = call;
  const teamId = idParam(call, 'team_id');
  const memberId = userParam(call);
  const roles = (stringsIn(body)['roles'] ?? '').split(' ').filter(role => role !== '');
  if (roles.length === 0) throw invalidBodyParam('team_member_roles');
  insist(mayInTeam(world, userId, teamId, 'manage_team_roles'));
  if (roles.some(role => role !== 'team_user' && role !== 'team_admin')) {
    throw new AppError(400, 'app.role.get_by_name.app_error', 'There is no such role in a team.');
  }
  setTeamRoles(world, teamMember(world, teamId, memberId), roles);
  return ok;
}
