import type { CallOptions } from '../options.ts';
import { everyPage } from '../paging.ts';
import { path } from '../path.ts';
import { listAnswer } from '../schemas/lenient.ts';
import { type Team, type TeamMember, teamMemberSchema, teamSchema } from '../schemas/team.ts';
import type { Send } from '../send.ts';

/** Teams. */
export interface TeamsRoutes {
  /** All teams that the account is a member of. */
  mine(call?: CallOptions): Promise<Team[]>;
  /** @throws HttpError 404 when there is no such team, 403 when the account may not see it. */
  get(id: string, call?: CallOptions): Promise<Team>;
  /** By the name in its address. @throws HttpError 404 when there is no such team, 403 when it may not be seen. */
  getByName(name: string, call?: CallOptions): Promise<Team>;
  /** All memberships of a team, page by page as you read on; `users.inTeam` has the users themselves. */
  members(teamId: string, call?: CallOptions): AsyncIterable<TeamMember>;
  /** One membership. @throws HttpError 404 when the user never was a member; a user who left has a `delete_at`. */
  getMember(teamId: string, userId: string, call?: CallOptions): Promise<TeamMember>;
}

const teamsSchema = listAnswer(teamSchema);
const membersSchema = listAnswer(teamMemberSchema);

export function teamsRoutes(send: Send): TeamsRoutes {
  return {
    mine: async call => send({ method: 'GET', path: '/users/me/teams', schema: teamsSchema }, call),
    get: async (id, call) => send({ method: 'GET', path: path`/teams/${id}`, schema: teamSchema }, call),
    getByName: async (name, call) => send({ method: 'GET', path: path`/teams/name/${name}`, schema: teamSchema }, call),
    members: (teamId, call) =>
      everyPage<TeamMember>(
        ({ user_id }) => user_id,
        page => send({ method: 'GET', path: path`/teams/${teamId}/members`, query: page, schema: membersSchema }, call),
      ),
    getMember: async (teamId, userId, call) =>
      send({ method: 'GET', path: path`/teams/${teamId}/members/${userId}`, schema: teamMemberSchema }, call),
  };
}
