import type { Faults } from '../http/faults.ts';
import type { RateLimitSettings } from '../http/rate-limiter.ts';
import type { LoggedRequest } from '../http/request-log.ts';
import type { RunningServer } from '../server.ts';
import { openDirectChannel, openGroupChannel } from '../world/direct-channels.ts';
import { lastPostTime } from '../world/last-post-times.ts';
import { postJson } from '../world/post-json.ts';
import { livingPosts } from '../world/posts.ts';
import { removeOldPosts } from '../world/retention.ts';
import { revokeToken } from '../world/tokens.ts';
import type { World } from '../world/world.ts';
import type { Account } from './account.ts';
import { type Channel, channelHandle } from './channel.ts';
import { asUser } from './errors.ts';
import { makePerson } from './make-person.ts';
import type { Person } from './person.ts';
import { type Post, toPost } from './post.ts';
import { type ConnectedSocket, socketsOf } from './sockets.ts';
import { makeTeam, type Team } from './team.ts';

/** A Mattermost server in this process, and what a test can do to it. */
export interface Mattermost {
  /** The address, such as `http://127.0.0.1:40123`. */
  readonly url: string;
  /** The system administrator: the first account, who owns every team, channel and bot of the story. */
  readonly admin: Person;
  /** The last 1,000 requests, oldest first. */
  readonly requests: readonly LoggedRequest[];
  /** Makes requests fail, wait or lose their answer. */
  readonly faults: Faults;
  /** The signed-in sockets of all accounts, oldest first. */
  readonly sockets: readonly ConnectedSocket[];
  /** Creates a team, with its `town-square` and `off-topic`. */
  addTeam(name: string, options?: { readonly displayName?: string }): Team;
  /** Finds the direct channel of two accounts, or creates it. */
  directChannel(one: Account, other: Account): Channel;
  /** Finds the group channel of three to eight accounts, or creates it. */
  groupChannel(one: Account, ...others: readonly Account[]): Channel;
  /** The posts of a channel, oldest first, without deleted ones. */
  posts(channel: Channel): Post[];
  /** Deletes old posts from the database without an event, as data retention does; returns how many. */
  deleteOldPosts(which: OldPosts): number;
  /**
   * Makes the server's cached time of the last change in a channel stale, as on a cluster node that gets no news from the
   * others: requests with `since` return no posts. Returns a function that ends this.
   */
  makeStale(channel: Channel): () => void;
  /** Switches the rate limiter on with these settings, or off without any. */
  limitRate(settings?: RateLimitSettings): void;
  /** Revokes a token: from now on the server refuses it. */
  revoke(token: string): void;
  /**
   * Stops the server like a killed process: it drops every connection, refuses new ones, and forgets what is not in the
   * database: connections to resume, unsent events, `pending_post_id`s. People can still act, as they could through
   * another node of a cluster.
   */
  goDown(): Promise<void>;
  /** Starts the server again after `goDown`, at the same address and with the same database. */
  comeBack(): Promise<void>;
  /** `goDown` and `comeBack` at once. */
  restart(): Promise<void>;
  /** Drops every connection and frees the port. Can be called again. */
  stop(): Promise<void>;
  /** The same as `stop`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** Which posts to delete. */
export interface OldPosts {
  /** Posts written before this time, in milliseconds since 1970. */
  readonly before: number;
  /** Only posts of this channel. @default all channels */
  readonly in?: Channel;
}

/** The object with which a test acts on a running server; creates the administrator. */
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
      return channelHandle(world, asUser(one.username, () => openDirectChannel(world, one.id, other.id)).id);
    },
    groupChannel(one, ...others) {
      const ids = others.map(({ id }) => id);
      return channelHandle(world, asUser(one.username, () => openGroupChannel(world, one.id, ids)).id);
    },
    deleteOldPosts: ({ before, in: channel }) => removeOldPosts(world, before, channel?.id),
    makeStale({ id }) {
      world.staleChannels.set(id, lastPostTime(world, id));
      return () => void world.staleChannels.delete(id);
    },
    limitRate: settings => server.limitRate(settings),
    posts: channel => livingPosts(world, channel.id).map(post => toPost(postJson(world, post))),
    revoke(token) {
      const found = world.tokens.get(token);
      if (!found) throw new TypeError('the server does not know this token; it may be revoked already');
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
