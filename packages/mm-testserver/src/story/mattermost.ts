import type { Faults } from '../http/faults.ts';
import type { LoggedRequest } from '../http/request-log.ts';
import type { RunningServer } from '../server.ts';
import { openDirectChannel, openGroupChannel } from '../world/direct-channels.ts';
import { type Post, postJson } from '../world/post-json.ts';
import { livingPosts } from '../world/posts.ts';
import { revokeToken } from '../world/tokens.ts';
import type { World } from '../world/world.ts';
import { type Channel, channelHandle, type Somebody } from './channel.ts';
import { inTheNameOf } from './errors.ts';
import type { Person } from './person.ts';
import { type ConnectedSocket, socketsOf } from './sockets.ts';
import { makePerson, makeTeam, type Team } from './team.ts';

/** A Mattermost server within this process, and the hand that moves its people. */
export interface Mattermost {
  /** Where it listens, such as `http://127.0.0.1:40123`. */
  readonly url: string;
  /** The system's administrator: signed up first, and owner of every team, channel and bot of the story. */
  readonly admin: Person;
  /** The last 1,000 requests, oldest first. */
  readonly requests: readonly LoggedRequest[];
  /** What goes wrong between clients and the server, on demand. */
  readonly faults: Faults;
  /** The sockets that are signed in, oldest first. */
  readonly sockets: readonly ConnectedSocket[];
  /** Makes a team, with the two channels that every team has. */
  addTeam(name: string, options?: { readonly displayName?: string }): Team;
  /** The direct channel of two, made when there is none. */
  directChannel(one: Somebody, other: Somebody): Channel;
  /** The group channel of three to eight, made when there is none. */
  groupChannel(one: Somebody, ...others: readonly Somebody[]): Channel;
  /** The posts of a channel that can be read now, oldest first. */
  posts(channel: Channel): Post[];
  /** Revokes a token: calls with it are refused from now on. */
  revoke(token: string): void;
  /** Drops every connection and frees the port. Can be called again. */
  stop(): Promise<void>;
  /** The same as `stop`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** The hand of a server that is running; makes its administrator. */
export function mattermostHandle(world: World, server: RunningServer): Mattermost {
  const admin = makePerson(world, 'admin');
  return {
    url: server.url,
    admin,
    requests: server.log.requests,
    faults: server.faults,
    get sockets() {
      return socketsOf(world);
    },
    addTeam: (name, { displayName = name } = {}) => makeTeam(world, name, displayName, admin),
    directChannel(one, other) {
      return channelHandle(world, inTheNameOf(one.username, () => openDirectChannel(world, one.id, other.id)).id);
    },
    groupChannel(one, ...others) {
      const ids = others.map(({ id }) => id);
      return channelHandle(world, inTheNameOf(one.username, () => openGroupChannel(world, one.id, ids)).id);
    },
    posts: channel => livingPosts(world, channel.id).map(post => postJson(world, post)),
    revoke(token) {
      const found = world.tokens.get(token);
      if (!found) throw new TypeError('there is no such token, or no longer');
      revokeToken(world, found);
    },
    stop: () => server.stop(),
    [Symbol.asyncDispose]: () => server.stop(),
  };
}
