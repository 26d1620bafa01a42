import { addMember } from '../world/channel-members.ts';
import { findChannel, saveChannel } from '../world/channels.ts';
import { joinTeam, leaveTeam, setTeamRoles } from '../world/team-members.ts';
import { createTeam, type Team as WorldTeam } from '../world/teams.ts';
import type { World } from '../world/world.ts';
import type { Account } from './account.ts';
import { type Bot, makeBot } from './bot.ts';
import { type Channel, channelHandle } from './channel.ts';
import { asUser } from './errors.ts';
import { makePerson } from './make-person.ts';
import type { Person } from './person.ts';

/**
 * A team with its people, bots and channels.
 *
 * These methods prepare a test: connected clients get the events, but the server writes no system posts.
 */
export interface Team {
  /** 26 characters. */
  readonly id: string;
  /** The name in addresses. */
  readonly name: string;
  /** Creates a person with a session, as a member of the team. */
  addPerson(username: string): Person;
  /** Creates a bot with an access token, as a member of the team or as its administrator. */
  addBot(username: string, options?: { readonly teamAdmin?: boolean }): Bot;
  /** Adds an account of another team to this one, as a member or as its administrator. */
  add(who: Account, options?: { readonly teamAdmin?: boolean }): void;
  /** Creates a channel with these members, who must be in the team. */
  addChannel(name: string, options?: NewStoryChannel): Channel;
  /** Creates a channel for each name; thousands take a moment. */
  addChannels(names: readonly string[], options?: NewStoryChannel): Channel[];
  /** Removes an account from the team and from its channels. */
  remove(who: Account): void;
  /** Finds a channel by its name, such as `town-square`, which every team has. */
  channel(name: string): Channel;
}

/** The settings of a new channel. */
export interface NewStoryChannel {
  /** The first members. @default none */
  readonly members?: readonly Account[];
  /** Public or private. @default 'O' */
  readonly type?: 'O' | 'P';
  /** The name that people see. @default the name */
  readonly displayName?: string;
}

/** Creates a team, and the object with which a test acts on it. */
export function makeTeam(world: World, name: string, displayName: string, admin: Account): Team {
  const team = asUser(admin.username, () =>
    createTeam(world, admin.id, { name, display_name: displayName, type: 'O' }, { quietly: true }),
  );
  const join = (who: Account, { teamAdmin = false }: { readonly teamAdmin?: boolean } = {}): void => {
    const member = asUser(who.username, () => joinTeam(world, team, who.id, { quietly: true }));
    if (teamAdmin) setTeamRoles(world, member, ['team_user', 'team_admin']);
  };
  return {
    id: team.id,
    name,
    add: join,
    addPerson(username) {
      const person = asUser(username, () => makePerson(world, username));
      join(person);
      return person;
    },
    addBot(username, options) {
      const bot = asUser(username, () => makeBot(world, username, admin.id));
      join(bot, options);
      return bot;
    },
    addChannel: (channelName, options = {}) => makeChannel(world, team, channelName, options, admin),
    addChannels: (names, options = {}) => names.map(one => makeChannel(world, team, one, options, admin)),
    remove(who) {
      asUser(who.username, () => leaveTeam(world, team, who.id));
    },
    channel(channelName) {
      const found = findChannel(world, team.id, channelName);
      if (!found) throw new TypeError(`the team ${name} has no channel ${channelName}`);
      return channelHandle(world, found.id);
    },
  };
}

function makeChannel(
  world: World,
  team: WorldTeam,
  name: string,
  { members = [], type = 'O', displayName = name }: NewStoryChannel,
  admin: Account,
): Channel {
  if (findChannel(world, team.id, name)) throw new TypeError(`the team ${team.name} already has a channel ${name}`);
  const channel = asUser(admin.username, () =>
    saveChannel(world, { team_id: team.id, name, display_name: displayName, type, creator_id: admin.id }),
  );
  for (const { id, username } of members) asUser(username, () => addMember(world, channel, id));
  return channelHandle(world, channel.id);
}
