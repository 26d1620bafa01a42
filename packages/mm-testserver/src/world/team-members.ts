import { AppError } from '../errors.ts';
import { toJson } from '../json.ts';
import { addMember, removeMember } from './channel-members.ts';
import { defaultChannelsOf } from './default-channels.ts';
import { forgetSessions, publish } from './events.ts';
import { postSystemMessage } from './system-posts.ts';
import type { Team } from './teams.ts';
import { userById } from './users.ts';
import type { World } from './world.ts';

/** A membership of a team, as the server saves and shows it. */
export interface TeamMember {
  readonly team_id: string;
  readonly user_id: string;
  /** The names of roles, separated by blanks. */
  roles: string;
  /** Not 0 after the user has left. */
  delete_at: number;
  readonly scheme_guest: boolean;
  readonly scheme_user: boolean;
  scheme_admin: boolean;
  readonly explicit_roles: string;
}

/** How a user joins a team. */
export interface JoiningTeam {
  /** As the team's administrator. */
  readonly asAdmin?: boolean;
  /** Without system posts in the team's two channels. */
  readonly quietly?: boolean;
}

/** Adds a user to a team and to its two channels; does nothing for a member. */
export function joinTeam(world: World, team: Team, userId: string, joining: JoiningTeam = {}): TeamMember {
  const user = userById(world, userId);
  const members = world.teamMembers.get(team.id) ?? new Map<string, TeamMember>();
  const present = members.get(userId);
  if (present?.delete_at === 0) return present;
  const member: TeamMember = {
    team_id: team.id,
    user_id: userId,
    roles: '',
    delete_at: 0,
    scheme_guest: false,
    scheme_user: true,
    scheme_admin: false,
    explicit_roles: '',
  };
  setAdmin(member, joining.asAdmin ?? false);
  members.set(userId, member);
  user.update_at = world.clock.now();
  for (const channel of defaultChannelsOf(world, team.id)) {
    addMember(world, channel, userId, { asAdmin: member.scheme_admin });
    const joined = channel.name === 'town-square' ? 'system_join_team' : 'system_join_channel';
    if (!joining.quietly) postSystemMessage(world, joined, channel, user);
  }
  forgetSessions(world, userId);
  const data = { team_id: team.id, user_id: userId };
  publish(world, { event: 'added_to_team', data, to: { user_id: userId } });
  return member;
}

/** Removes a user from a team and from its channels. */
export function leaveTeam(world: World, team: Team, userId: string): void {
  const member = teamMember(world, team.id, userId);
  for (const channel of world.channels.values()) if (channel.team_id === team.id) removeMember(world, channel, userId);
  member.delete_at = world.clock.now();
  const data = { team_id: team.id, user_id: userId };
  publish(world, { event: 'leave_team', data, to: { user_id: userId } });
  publish(world, { event: 'leave_team', data, to: { team_id: team.id } });
  forgetSessions(world, userId);
}

/** @throws {AppError} 404 for a user who never was a member. */
export function teamMember(world: World, teamId: string, userId: string): TeamMember {
  const member = world.teamMembers.get(teamId)?.get(userId);
  if (!member) throw new AppError(404, 'app.team.get_member.missing.app_error', 'The user is not in that team.');
  return member;
}

/** The present members of a team, in the order in which they joined. */
export function teamMembers(world: World, teamId: string): TeamMember[] {
  return [...(world.teamMembers.get(teamId)?.values() ?? [])].filter(member => member.delete_at === 0);
}

/** Makes a member the team's administrator, or takes the role away. */
export function setTeamRoles(world: World, member: TeamMember, roles: readonly string[]): void {
  setAdmin(member, roles.includes('team_admin'));
  forgetSessions(world, member.user_id);
  publish(world, { event: 'memberrole_updated', data: { member: toJson(member) }, to: { user_id: member.user_id } });
}

function setAdmin(member: TeamMember, admin: boolean): void {
  member.scheme_admin = admin;
  member.roles = admin ? 'team_user team_admin' : 'team_user';
}
