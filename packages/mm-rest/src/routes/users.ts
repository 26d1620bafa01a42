import * as v from 'valibot';
import type { CallOptions } from '../options.ts';
import { everyPage } from '../paging.ts';
import { path } from '../path.ts';
import { list, listAnswer } from '../schemas/lenient.ts';
import { type User, userSchema } from '../schemas/user.ts';
import type { Send } from '../send.ts';

/** A search among users. */
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

/** A name to complete, and where to look. */
export interface UserCompletion {
  /** The beginning of a user name, nickname or full name, without the `@`. */
  name: string;
  /** Looks in this team. */
  in_team?: string | undefined;
  /** Looks in this channel first, and then in its team, which must be given as well. */
  in_channel?: string | undefined;
  /** How many at most. @default 25, decided by the server */
  limit?: number | undefined;
}

/** The users whose names complete a text. */
export interface UserCompletions {
  /** Those in the channel, or in the team when no channel was given. */
  users: User[];
  /** Those of the team who are not in the channel; empty when no channel was given. */
  out_of_channel: User[];
  /** Fields without a type here, as the server sent them. */
  [field: string]: unknown;
}

/** People and bots. */
export interface UsersRoutes {
  /** The account that the token belongs to; also the cheapest way to test the token. */
  me(call?: CallOptions): Promise<User>;
  /** @throws HttpError 404 when there is no such user. */
  get(id: string, call?: CallOptions): Promise<User>;
  /** By user name, without the `@`, in any case. @throws HttpError 404 when there is no such user. */
  getByUsername(username: string, call?: CallOptions): Promise<User>;
  /** Those of the ids that exist, in no dependable order. */
  getByIds(ids: readonly string[], call?: CallOptions): Promise<User[]>;
  /** Those of the user names that exist, in no dependable order. */
  getByUsernames(usernames: readonly string[], call?: CallOptions): Promise<User[]>;
  /** Users by the beginning of a name; not all that match, so a user who is missing may still exist. */
  search(search: UserSearch, call?: CallOptions): Promise<User[]>;
  /** Completes a name as the input box of the apps does. */
  autocomplete(completion: UserCompletion, call?: CallOptions): Promise<UserCompletions>;
  /** All members of a team, page by page as you read on. */
  inTeam(teamId: string, call?: CallOptions): AsyncIterable<User>;
}

const usersSchema = listAnswer(userSchema);
const completionsSchema: v.GenericSchema<unknown, UserCompletions> = v.looseObject({
  users: list(userSchema),
  out_of_channel: list(userSchema),
});

export function usersRoutes(send: Send): UsersRoutes {
  return {
    me: async call => send({ method: 'GET', path: '/users/me', schema: userSchema }, call),
    get: async (id, call) => send({ method: 'GET', path: path`/users/${id}`, schema: userSchema }, call),
    getByUsername: async (username, call) =>
      send({ method: 'GET', path: path`/users/username/${lowerCase(username)}`, schema: userSchema }, call),
    // The server refuses an empty list.
    getByIds: async (ids, call) =>
      ids.length === 0 ? [] : send({ ...lookUp, path: '/users/ids', body: ids, schema: usersSchema }, call),
    getByUsernames: async (usernames, call) => {
      if (usernames.length === 0) return [];
      const body = usernames.map(lowerCase);
      return send({ ...lookUp, path: '/users/usernames', body, schema: usersSchema }, call);
    },
    search: async (search, call) => send({ ...lookUp, path: '/users/search', body: search, schema: usersSchema }, call),
    autocomplete: async (completion, call) =>
      send({ method: 'GET', path: '/users/autocomplete', query: { ...completion }, schema: completionsSchema }, call),
    inTeam: (teamId, call) =>
      everyPage<User>(
        ({ id }) => id,
        page => send({ method: 'GET', path: '/users', query: { in_team: teamId, ...page }, schema: usersSchema }, call),
      ),
  };
}

/** Only reads, although it is a POST. */
const lookUp = { method: 'POST', idempotent: true, lane: 'read' } as const;

/** The server refuses a user name with capitals instead of answering that it does not exist. */
function lowerCase(username: string): string {
  return username.toLowerCase();
}
