import { didYouMean, TargetError } from './errors.ts';
import { inParallel } from './in-parallel.ts';
import { isUsername } from './parse.ts';
import { isMissing, type ListedTeam, type ListedUser, type TargetsRest } from './rest.ts';

/**
 * Finds a person by user name. The other names of people lead nowhere, and are only suggested: any member can give
 * themselves the name of another person, and would then get that person's messages.
 */
export async function findPerson(
  rest: TargetsRest,
  name: string,
  teams: () => Promise<readonly ListedTeam[]>,
  signal: AbortSignal,
): Promise<ListedUser> {
  if (isUsername(name)) {
    try {
      return await rest.users.getByUsername(name, { signal });
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }
  const people = await suggest(rest, name, teams, signal).catch(() => []);
  signal.throwIfAborted();
  const candidates = people.map(user => ({ target: `@${user.username}`, name: nameOf(user) }));
  throw new TargetError('not-found', `There is no user @${name}.${didYouMean(candidates)}`, { candidates });
}

/** How many teams are asked for a suggestion, and how many suggestions there are at most. */
const [mostTeams, mostSuggestions] = [10, 3];

async function suggest(
  rest: TargetsRest,
  name: string,
  teams: () => Promise<readonly ListedTeam[]>,
  signal: AbortSignal,
): Promise<ListedUser[]> {
  // The server compares only the beginning of each single name.
  const [first = name] = name.split(/\s+/);
  const asked = (await teams()).slice(0, mostTeams);
  const found = await inParallel(asked, async ({ id }) => searchTeam(rest, id, first, signal));
  const people = new Map(found.flat().map(user => [user.id, user]));
  const wanted = name.toLowerCase();
  const isSame = (user: ListedUser) => namesOf(user).some(each => each.toLowerCase() === wanted);
  const exact = [...people.values()].filter(isSame);
  return (exact.length > 0 ? exact : [...people.values()]).slice(0, mostSuggestions);
}

/** How many people a team is asked for at most; the server's own limit is 1,000. */
const mostFound = 100;

/** Active members of a team whose user name, full name or nickname begins with a text. */
export async function searchTeam(
  rest: TargetsRest,
  teamId: string,
  text: string,
  signal: AbortSignal | undefined,
): Promise<readonly ListedUser[]> {
  // Every member may complete names in their own teams; `POST /users/search` can be closed to members.
  const wanted = { name: text, in_team: teamId, limit: mostFound };
  return (await rest.users.autocomplete(wanted, { signal })).users;
}

/** The full name of a user, else the nickname, else the user name. */
export function nameOf({ first_name, last_name, nickname, username }: ListedUser): string {
  return `${first_name} ${last_name}`.trim() || nickname || username;
}

function namesOf(user: ListedUser): string[] {
  const { first_name, last_name, nickname } = user;
  return [`${first_name} ${last_name}`.trim(), first_name, last_name, nickname].filter(name => name !== '');
}
