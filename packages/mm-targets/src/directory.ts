import { type ChannelList, titleKey } from './channel-list.ts';
import { nameOf, searchTeam } from './people.ts';
import { isForbidden, isMissing, type ListedTeam, type ListedUser, type TargetsRest } from './rest.ts';

/** A person or a bot in the directory. */
export interface DirectoryPerson {
  /** The user's id. */
  readonly id: string;
  /** What to write to reach the person: `user:<id>`. */
  readonly target: string;
  /** The user name, without the `@`. */
  readonly handle: string;
  /** The full name, else the nickname, else the user name. */
  readonly name: string;
  /** Whether it is a bot. */
  readonly isBot: boolean;
}

/** A channel in the directory. */
export interface DirectoryChannel {
  /** The channel's id. */
  readonly id: string;
  /** What to write to reach the channel: `channel:<id>`. */
  readonly target: string;
  /** The name in addresses, without the `~`. */
  readonly handle: string;
  /** The name that people see. */
  readonly name: string;
  /** The team's name in addresses. */
  readonly team: string;
  /** Whether it is a private channel. */
  readonly isPrivate: boolean;
}

/** What to look for, and when to give up. */
export interface DirectoryQuery {
  /** A part of a name; case and blanks around it do not matter. Without it, everything is listed. */
  readonly query?: string | undefined;
  /** Cancels the calls; the list then ends with the signal's own reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Who and what an account can write to. A plain member's rights are enough. */
export interface Directory {
  /** The account itself. */
  self(options?: { readonly signal?: AbortSignal | undefined }): Promise<DirectoryPerson>;
  /**
   * The active members of all teams of the account, each once, without itself. They are fetched in pages as you read on,
   * so stop when you have enough. With a query, those whose user name, full name or nickname begins with it, at most 100
   * of each team.
   */
  people(options?: DirectoryQuery): AsyncIterable<DirectoryPerson>;
  /** The channels of all teams that the account is a member of, by name. With a query, those with it in one of their names. */
  channels(options?: DirectoryQuery): Promise<DirectoryChannel[]>;
}

/** Makes the directory of an account. */
export function createDirectory(
  rest: TargetsRest,
  self: (signal: AbortSignal | undefined) => Promise<ListedUser>,
  list: (signal: AbortSignal | undefined) => Promise<ChannelList>,
): Directory {
  return {
    self: async ({ signal } = {}) => personEntry(await self(signal)),
    people: async function* ({ query = '', signal } = {}) {
      const seen = new Set([(await self(signal)).id]);
      const text = query.trim().replace(/^@/, '');
      for (const team of (await list(signal)).teams) {
        for await (const user of peopleOf(rest, team, text, signal)) {
          if (seen.has(user.id) || user.delete_at !== 0) continue;
          seen.add(user.id);
          yield personEntry(user);
        }
      }
    },
    channels: async ({ query = '', signal } = {}) => {
      const { teams, channels } = await list(signal);
      const wanted = titleKey(query.trim().replace(/^[#~]/, ''));
      const teamNames = new Map(teams.map(({ id, name }) => [id, name]));
      return channels
        .filter(({ name, display_name }) => name.includes(wanted) || titleKey(display_name).includes(wanted))
        .map(({ id, name, display_name, team_id, type }) => ({
          ...{ id, target: `channel:${id}`, handle: name, name: display_name || name },
          ...{ team: teamNames.get(team_id) ?? '', isPrivate: type === 'P' },
        }))
        .sort((a, b) => a.name.localeCompare(b.name) || a.team.localeCompare(b.team));
    },
  };
}

/** The members of a team; none when the account has left it meanwhile. */
async function* peopleOf(
  rest: TargetsRest,
  team: ListedTeam,
  text: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<ListedUser> {
  try {
    if (text === '') yield* rest.users.inTeam(team.id, { signal });
    else yield* await searchTeam(rest, team.id, text, signal);
  } catch (error) {
    if (!isForbidden(error) && !isMissing(error)) throw error;
  }
}

function personEntry(user: ListedUser): DirectoryPerson {
  const { id, username, is_bot } = user;
  return { id, target: `user:${id}`, handle: username, name: nameOf(user), isBot: is_bot };
}
