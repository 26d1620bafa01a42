import type { User } from './users.ts';
import type { World } from './world.ts';

/** Lists of users are ordered by name, whatever was asked for. */
function byUsername(users: Iterable<User>): User[] {
  return [...users].sort((a, b) => (a.username < b.username ? -1 : 1));
}

/** Those of the ids that are known. */
export function usersById(world: World, ids: readonly string[]): User[] {
  return byUsername([...world.users.values()].filter(user => ids.includes(user.id)));
}

/** Those of the names that are known. */
export function usersByUsername(world: World, usernames: readonly string[]): User[] {
  return byUsername([...world.users.values()].filter(user => usernames.includes(user.username)));
}

/** Everybody, or those of one team or channel. */
export function listUsers(world: World, within: { teamId?: string; channelId?: string }): User[] {
  const { teamId, channelId } = within;
  return byUsername(
    [...world.users.values()].filter(
      ({ id }) =>
        (!teamId || world.teamMembers.get(teamId)?.get(id)?.delete_at === 0) &&
        (!channelId || world.channelMembers.get(channelId)?.has(id)),
    ),
  );
}

/** Those whose username, or one of whose names, begins with the term. */
export function searchUsers(world: World, term: string, within: { teamId?: string; channelId?: string }): User[] {
  const wanted = term.replace(/^@/, '').toLowerCase();
  return listUsers(world, within).filter(
    ({ username, nickname, first_name, last_name, delete_at }) =>
      delete_at === 0 &&
      [username, nickname, first_name, last_name].some(name => name.toLowerCase().startsWith(wanted)),
  );
}
