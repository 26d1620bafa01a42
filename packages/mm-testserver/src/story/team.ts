import { addMember } from '../world/channel-members.ts';
import { findChannel, saveChannel } from '../world/channels.ts';
import { joinTeam, leaveTeam, setTeamRoles } from '../world/team-members.ts';
import { createTeam, type Team as WorldTeam } from '../world/teams.ts';
import { openSession } from '../world/tokens.ts';
import { createUser } from '../world/users.ts';
import type { World } from '../world/world.ts';
import { type Bot, makeBot } from './bot.ts';
import { type Channel, channelHandle, type Somebody } from './channel.ts';
import { inTheNameOf } from './errors.ts';
import { type Person, personHandle } from './person.ts';

/**
 * A team of people, bots and channels.
 *
 * Setting the scene is quiet: clients that are connected learn who was added, but the server writes no posts about it.
 */
export interface Team {
  /** The id of the team. */
  readonly id: string;
  /** The name of the team, as in addresses. */
  readonly name: string;
  /** Makes a person who is signed in and a member of the team. */
  addPerson(username: string): Person;
  /** Makes a bot with an access token, as a member of the team or as its administrator. */
  addBot(username: string, options?: { readonly teamAdmin?: boolean }): Bot;
  /** Makes somebody who is there already a member of this team too. */
  add(who: Somebody): void;
  /** Makes a channel with these members; they must be in the team. */
  addChannel(name: string, options?: NewStoryChannel): Channel;
  /** Makes many channels at once, by their names: a world of thousands is there in a moment. */
  addChannels(names: readonly string[], options?: NewStoryChannel): Channel[];
  /** Takes somebody out of the team and of its channels; clients are told. */
  remove(who: Somebody): void;
  /** A channel that is there already, such as `town-square`, which every team has. */
  channel(name: string): Channel;
}

/** How a new channel is. */
export interface NewStoryChannel {
  /** Who is in it. @default nobody */
  readonly members?: readonly Somebody[];
  /** Public or private. @default 'O' */
  readonly type?: 'O' | 'P';
  /** What people read instead of the name. @default the name */
  readonly displayName?: string;
}

/** Makes a team, and the hand of it. */
export function makeTeam(world: World, name: string, displayName: string, admin: Somebody): Team {
  const team = inTheNameOf(admin.username, () =>
    createTeam(world, admin.id, { name, display_name: displayName, type: 'O' }, { quietly: true }),
  );
  const add = (who: Somebody): void => {
    inTheNameOf(who.username, () => joinTeam(world, team, who.id, { quietly: true }));
  };
  return {
    id: team.id,
    name,
    add,
    addPerson(username) {
      const person = inTheNameOf(username, () => makePerson(world, username));
      add(person);
      return person;
    },
    addBot(username, { teamAdmin = false } = {}) {
      const bot = inTheNameOf(username, () => makeBot(world, username, admin.id));
      const member = joinTeam(world, team, bot.id, { quietly: true });
      if (teamAdmin) setTeamRoles(world, member, ['team_user', 'team_admin']);
      return bot;
    },
    addChannel: (channelName, options = {}) => makeChannel(world, team, channelName, options, admin),
    addChannels: (names, options = {}) => names.map(one => makeChannel(world, team, one, options, admin)),
    remove(who) {
      inTheNameOf(who.username, () => leaveTeam(world, team, who.id));
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
  admin: Somebody,
): Channel {
  if (findChannel(world, team.id, name)) throw new TypeError(`the team ${team.name} has a channel ${name} already`);
  const channel = inTheNameOf(admin.username, () =>
    saveChannel(world, { team_id: team.id, name, display_name: displayName, type, creator_id: admin.id }),
  );
  for (const { id, username } of members) inTheNameOf(username, () => addMember(world, channel, id));
  return channelHandle(world, channel.id);
}

/** Signs somebody up and in. */
export function makePerson(world: World, username: string): Person {
  const password = `${username}-Passw0rd!`;
  const user = createUser(world, { username, email: `${username}@example.com`, password });
  return personHandle(world, {
    id: user.id,
    username: user.username,
    password,
    token: openSession(world, user.id).token,
  });
}
