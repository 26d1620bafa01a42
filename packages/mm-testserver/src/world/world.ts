import { createHash } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { createIds } from '../ids.ts';
import type { Outgoing } from '../integrations/outgoing.ts';
import { createSecrets, type Secrets } from '../integrations/secrets.ts';
import type { MattermostVersion, Traits } from '../traits.ts';
import { traitsOf } from '../versions.ts';
import type { ChannelMember } from './channel-members.ts';
import type { CachedChannels, Channel } from './channels.ts';
import type { CommandHook } from './command-hooks.ts';
import type { Command } from './commands.ts';
import type { MattermostConfig } from './config.ts';
import type { StoredEmoji } from './emojis.ts';
import type { Recipient } from './events.ts';
import type { StoredFile } from './files.ts';
import type { IncomingWebhook } from './incoming-webhooks.ts';
import type { LastPostTimes } from './last-post-times.ts';
import type { OutgoingWebhook } from './outgoing-webhooks.ts';
import type { PendingPosts } from './pending-posts.ts';
import type { ChannelPosts, StoredPost } from './posts.ts';
import type { Reaction } from './reactions.ts';
import type { Presence } from './statuses.ts';
import type { TeamMember } from './team-members.ts';
import type { Team } from './teams.ts';
import type { ThreadMemberships } from './threads.ts';
import type { Token } from './tokens.ts';
import type { User } from './users.ts';

/** The state of the server: plain data, which the functions of this folder read and change. */
export interface World {
  readonly traits: Traits;
  readonly config: MattermostConfig;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly secrets: Secrets;
  /** Calls to integrations. */
  readonly outgoing: Outgoing;
  /** Runs after a user or a command has posted, but not after posts of webhooks and of the server. */
  readonly afterPost: (world: World, channel: Channel, post: StoredPost) => void;
  /** `SiteURL`; set after the server listens. */
  siteUrl: string;
  readonly users: Map<string, User>;
  /** Login sessions and access tokens, by the token. */
  readonly tokens: Map<string, Token>;
  readonly teams: Map<string, Team>;
  /** By team id, then by user id. */
  readonly teamMembers: Map<string, Map<string, TeamMember>>;
  readonly channels: Map<string, Channel>;
  /** By channel id, then by user id, in the order in which they joined. */
  readonly channelMembers: Map<string, Map<string, ChannelMember>>;
  /** In the order of saving, with deleted posts and earlier versions of edited ones. */
  readonly posts: Map<string, StoredPost>;
  /** The same posts, by channel id. */
  readonly postsOf: Map<string, ChannelPosts>;
  /** The replies that can be read, oldest first, by the id of the root. */
  readonly repliesTo: Map<string, StoredPost[]>;
  readonly threadMemberships: ThreadMemberships;
  readonly files: Map<string, StoredFile>;
  readonly commands: Map<string, Command>;
  readonly commandHooks: Map<string, CommandHook>;
  readonly incomingWebhooks: Map<string, IncomingWebhook>;
  readonly outgoingWebhooks: Map<string, OutgoingWebhook>;
  readonly lastPostTimes: LastPostTimes;
  /** The channels whose cached time does not change, as on a cluster node that gets no news from the others. */
  readonly staleChannels: Map<string, number>;
  readonly cachedChannels: CachedChannels;
  /** By post id. */
  readonly reactions: Map<string, Reaction[]>;
  /** Custom emoji. */
  readonly emojis: Map<string, StoredEmoji>;
  /** By user id. */
  readonly statuses: Map<string, Presence>;
  readonly pendingPosts: PendingPosts;
  /** The receivers of events. */
  readonly recipients: Set<Recipient>;
}

/** The settings of a new world. */
export interface WorldSettings {
  readonly version: MattermostVersion;
  readonly config: MattermostConfig;
  readonly clock: Clock;
  readonly random: () => number;
  readonly outgoing: Outgoing;
  readonly afterPost: World['afterPost'];
}

/** Creates the state of a new server, without accounts. */
export function createWorld({ version, config, clock, random, outgoing, afterPost }: WorldSettings): World {
  return {
    traits: traitsOf(version),
    config,
    clock,
    newId: createIds(random),
    secrets: createSecrets(),
    outgoing,
    afterPost,
    siteUrl: '',
    users: new Map(),
    tokens: new Map(),
    teams: new Map(),
    teamMembers: new Map(),
    channels: new Map(),
    channelMembers: new Map(),
    posts: new Map(),
    postsOf: new Map(),
    repliesTo: new Map(),
    threadMemberships: new Map(),
    files: new Map(),
    commands: new Map(),
    commandHooks: new Map(),
    incomingWebhooks: new Map(),
    outgoingWebhooks: new Map(),
    lastPostTimes: new Map(),
    staleChannels: new Map(),
    cachedChannels: new Map(),
    reactions: new Map(),
    emojis: new Map(),
    statuses: new Map(),
    pendingPosts: new Map(),
    recipients: new Set(),
  };
}

/** Clears what a server keeps only in memory, as a restart does. */
export function forgetMemory(world: World): void {
  world.pendingPosts.clear();
  world.lastPostTimes.clear();
  world.staleChannels.clear();
  world.cachedChannels.clear();
}

/** `<release>.<build>.<hash of the configuration>.<licensed>`, as in `X-Version-Id` and `hello`. */
export function serverVersion(world: World): string {
  const hash = createHash(world.traits.configHash).update(JSON.stringify(world.config)).digest('hex');
  return `${world.traits.release}..${hash}.false`;
}
