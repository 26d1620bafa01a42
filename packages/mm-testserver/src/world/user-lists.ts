import type { User } from './users.ts';
import type { World } from './world.ts';

/** The server always sorts lists of users by username. */
function byUsername(users: Iterable<User>): User[] {
  return [...users].sort((a, b) => (a.username < b.username ? -1 : 1));
}

/** The users with these ids, without unknown ones. */
export function usersById(world: World, ids: readonly string[]): User[] {
  return byUsername([...world.users.values()].filter(user => ids.includes(user.id)));
}

/** The users with these names, without unknown ones. */
export function usersByUsername(world: World, usernames: readonly string[]): User[] {
  return byUsername([...world.users.values()].filter(user => usernames.includes(user.username)));
}

/** All users, or those of one team or channel. */
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

/** The users whose username, or one of whose other names, begins with the term. */
export function searchUsers(world: World, term: string, within: { teamId?: string; channelId?: string }): User[] {
  const wanted = term.replace(/^@/, '').toLowerCase();
  return listUsers(world, within).filter(
    ({ username, nickname, first_name, last_name, delete_at }) =>
      delete_at === 0 &&
      [username, nickname, first_name, last_name].some(name => name.toLowerCase().startsWith(wanted)),
  );
}
