import { AppError } from '../errors.ts';
import { createDefaultChannels } from './default-channels.ts';
import { mayInTeam } from './permissions.ts';
import { type JoiningTeam, joinTeam } from './team-members.ts';
import { userById } from './users.ts';
import type { World } from './world.ts';

/** A team, as the server saves and shows it. */
export interface Team {
  readonly id: string;
  readonly create_at: number;
  update_at: number;
  delete_at: number;
  display_name: string;
  readonly name: string;
  description: string;
  readonly email: string;
  /** `O` open, `I` by invitation. */
  readonly type: 'O' | 'I';
  readonly company_name: string;
  readonly allowed_domains: string;
  readonly invite_id: string;
  readonly allow_open_invite: boolean;
  readonly scheme_id: null;
  readonly group_constrained: null;
  readonly policy_id: null;
  /** From 9.11 on. */
  readonly cloud_limits_archived?: boolean;
}

/** The request for a new team. */
export interface NewTeam {
  readonly name: string;
  readonly display_name: string;
  readonly type: string;
  readonly allow_open_invite?: boolean | undefined;
}

/** Creates a team with its two channels; the creator joins as its administrator. */
export function createTeam(world: World, creatorId: string, input: NewTeam, joining: JoiningTeam = {}): Team {
  const { name, display_name, type } = input;
  if (!/^[a-z0-9]([a-z0-9-]*[a-z0-9])$/.test(name) || name.length > 64) throw invalidTeam('characters');
  if (display_name === '' || display_name.length > 64) throw invalidTeam('name');
  if (type !== 'O' && type !== 'I') throw invalidTeam('type');
  if (findTeam(world, name)) {
    throw new AppError(400, 'app.team.save.existing.app_error', 'A team with that name already exists.');
  }
  const now = world.clock.now();
  const team: Team = {
    id: world.newId(),
    create_at: now,
    update_at: now,
    delete_at: 0,
    display_name,
    name,
    description: '',
    email: userById(world, creatorId).email,
    type,
    company_name: '',
    allowed_domains: '',
    invite_id: world.newId(),
    allow_open_invite: input.allow_open_invite ?? false,
    scheme_id: null,
    group_constrained: null,
    policy_id: null,
    ...(world.traits.cloudLimitsOnTeams && { cloud_limits_archived: false }),
  };
  world.teams.set(team.id, team);
  world.teamMembers.set(team.id, new Map());
  createDefaultChannels(world, team.id);
  joinTeam(world, team, creatorId, { ...joining, asAdmin: true });
  return team;
}

function invalidTeam(field: string): AppError {
  return new AppError(400, `model.team.is_valid.${field}.app_error`, `The team is not valid: ${field}.`);
}

function findTeam(world: World, name: string): Team | undefined {
  return [...world.teams.values()].find(team => team.name === name);
}

/** @throws {AppError} 404 for an unknown id. */
export function teamById(world: World, id: string): Team {
  const team = world.teams.get(id);
  if (!team) throw new AppError(404, 'app.team.get.find.app_error', 'There is no such team.');
  return team;
}

/** @throws {AppError} 404 for an unknown name. */
export function teamByName(world: World, name: string): Team {
  const team = findTeam(world, name);
  if (!team) throw new AppError(404, 'app.team.get_by_name.missing.app_error', 'There is no such team.');
  return team;
}

/** The teams of a user, oldest first. */
export function teamsOf(world: World, userId: string): Team[] {
  return [...world.teams.values()].filter(({ id }) => world.teamMembers.get(id)?.get(userId)?.delete_at === 0);
}

/** A team as this user may see it: only its administrators see the email address. */
export function teamFor(world: World, userId: string, team: Team): Team {
  if (mayInTeam(world, userId, team.id, 'manage_team')) return team;
  const mayInvite = mayInTeam(world, userId, team.id, 'invite_user');
  return { ...team, email: '', invite_id: mayInvite ? team.invite_id : '' };
}
