import type { CallOptions } from '../options.ts';
import { everyPage } from '../paging.ts';
import { path } from '../path.ts';
import { listAnswer } from '../schemas/lenient.ts';
import { type User, userSchema } from '../schemas/user.ts';
import type { Send } from '../send.ts';

/** What to look for among users; Mattermost's own parameters are passed on. */
export interface UserSearch {
  /** The beginning of a user name, nickname or full name. */
  term: string;
  /** Only members of this team. */
  team_id?: string | undefined;
  /** Only members of this channel. */
  in_channel_id?: string | undefined;
  /** Deactivated accounts as well. @default false */
  allow_inactive?: boolean | undefined;
  /** How many at most. @default 100, decided by the server */
  limit?: number | undefined;
}

/** People and bots. */
export interface UsersRoutes {
  /** The account that the token belongs to; also the cheapest way to find out whether the token works. */
  me(call?: CallOptions): Promise<User>;
  /** @throws HttpError 404 when there is no such user. */
  get(id: string, call?: CallOptions): Promise<User>;
  /** By user name, without the `@`, in any case. @throws HttpError 404 when there is no such user. */
  getByUsername(username: string, call?: CallOptions): Promise<User>;
  /** Those of the ids that exist, in no dependable order. */
  getByIds(ids: readonly string[], call?: CallOptions): Promise<User[]>;
  /** Those of the user names that exist, in no dependable order. */
  getByUsernames(usernames: readonly string[], call?: CallOptions): Promise<User[]>;
  /** Users by the beginning of a name. */
  search(search: UserSearch, call?: CallOptions): Promise<User[]>;
  /** All members of a team, page by page as you read on. */
  inTeam(teamId: string, call?: CallOptions): AsyncIterable<User>;
}

const usersSchema = listAnswer(userSchema);

export function usersRoutes(send: Send): UsersRoutes {
  return {
    me: async call => send({ method: 'GET', path: '/users/me', schema: userSchema }, call),
    get: async (id, call) => send({ method: 'GET', path: path`/users/${id}`, schema: userSchema }, call),
    getByUsername: async (username, call) =>
      send({ method: 'GET', path: path`/users/username/${lowerCase(username)}`, schema: userSchema }, call),
    // The server refuses an empty list.
    getByIds: async (ids, call) =>
      ids.length === 0 ? [] : send({ method: 'POST', path: '/users/ids', body: ids, schema: usersSchema }, call),
    getByUsernames: async (usernames, call) => {
      if (usernames.length === 0) return [];
      const body = usernames.map(lowerCase);
      return send({ method: 'POST', path: '/users/usernames', body, schema: usersSchema }, call);
    },
    search: async (search, call) =>
      send({ method: 'POST', path: '/users/search', body: search, schema: usersSchema }, call),
    inTeam: (teamId, call) =>
      everyPage(page =>
        send({ method: 'GET', path: '/users', query: { in_team: teamId, ...page }, schema: usersSchema }, call),
      ),
  };
}

/** The server refuses capitals in a user name instead of finding nobody. */
function lowerCase(username: string): string {
  return username.toLowerCase();
}
