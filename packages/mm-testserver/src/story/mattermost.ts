import type { Faults } from '../http/faults.ts';
import type { RateLimitSettings } from '../http/rate-limiter.ts';
import type { LoggedRequest } from '../http/request-log.ts';
import type { RunningServer } from '../server.ts';
import { openDirectChannel, openGroupChannel } from '../world/direct-channels.ts';
import { lastPostTime } from '../world/last-post-times.ts';
import { type Post, postJson } from '../world/post-json.ts';
import { livingPosts } from '../world/posts.ts';
import { removeOldPosts } from '../world/retention.ts';
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
  /** Removes posts from the tables for good, as data retention does: nobody is told. Returns how many they were. */
  retain(limit: Retention): number;
  /**
   * Has a channel go stale: the server goes on believing that nothing has changed there since now, as it happens on a
   * node that the others do not reach. `since` then answers nothing. Returns how to end it.
   */
  makeStale(channel: Channel): () => void;
  /** Counts requests from now on as a server with such a rate limit does; without settings, no longer. */
  limitRate(settings?: RateLimitSettings): void;
  /** Revokes a token: calls with it are refused from now on. */
  revoke(token: string): void;
  /**
   * Ends the server as a process ends that is killed: every connection is dropped, new ones are refused, and what was
   * not in the tables is lost: who was connected, the events not sent yet, the `pending_post_id`s. The people can go on
   * with the story; on a real server they would be on another node.
   */
  goDown(): Promise<void>;
  /** Starts the server again after `goDown`, at the same address and with the same world. */
  comeBack(): Promise<void>;
  /** Both at once: the server is started anew. */
  restart(): Promise<void>;
  /** Drops every connection and frees the port. Can be called again. */
  stop(): Promise<void>;
  /** The same as `stop`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** What data retention removes. */
export interface Retention {
  /** Posts made before this time, in milliseconds. */
  readonly before: number;
  /** Only of this channel. @default all channels */
  readonly in?: Channel;
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
    retain: ({ before, in: channel }) => removeOldPosts(world, before, channel?.id),
    makeStale({ id }) {
      world.staleChannels.set(id, lastPostTime(world, id));
      return () => void world.staleChannels.delete(id);
    },
    limitRate: settings => server.limitRate(settings),
    posts: channel => livingPosts(world, channel.id).map(post => postJson(world, post)),
    revoke(token) {
      const found = world.tokens.get(token);
      if (!found) throw new TypeError('there is no such token, or no longer');
      revokeToken(world, found);
    },
    goDown: () => server.goDown(),
    comeBack: () => server.comeBack(),
    async restart() {
      await server.goDown();
      await server.comeBack();
    },
    stop: () => server.stop(),
    [Symbol.asyncDispose]: () => server.stop(),
  };
}
