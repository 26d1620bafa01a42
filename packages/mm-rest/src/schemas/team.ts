import * as v from 'valibot';
import { flag, number, text } from './lenient.ts';

/** A team. */
export interface Team {
  /** 26 characters. */
  id: string;
  /** The name in addresses. */
  name: string;
  /** The name that people see. */
  display_name: string;
  /** `O` for a team that everyone can join, `I` for one by invitation. */
  type: string;
  /** When it was archived, in milliseconds since 1970; 0 if it was not. */
  delete_at: number;
  /** Fields without a type here, as the server sent them. */
  [field: string]: unknown;
}

/** Checks a {@link Team}. */
export const teamSchema: v.GenericSchema<unknown, Team> = v.looseObject({
  id: v.string(),
  name: v.string(),
  display_name: text,
  type: text,
  delete_at: number,
});

/** A user's membership of a team. */
export interface TeamMember {
  /** The team. */
  team_id: string;
  /** The member. */
  user_id: string;
  /** Roles in this team, separated by blanks, such as `team_user team_admin`. */
  roles: string;
  /** Whether the member administers the team. */
  scheme_admin: boolean;
  /** When the member left, in milliseconds since 1970; 0 for a present member. */
  delete_at: number;
  /** Fields without a type here, as the server sent them. */
  [field: string]: unknown;
}

/** Checks a {@link TeamMember}. */
export const teamMemberSchema: v.GenericSchema<unknown, TeamMember> = v.looseObject({
  team_id: v.string(),
  user_id: v.string(),
  roles: text,
  scheme_admin: flag,
  delete_at: number,
});
