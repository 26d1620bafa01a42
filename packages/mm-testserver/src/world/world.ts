import { createHash } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { createIds } from '../ids.ts';
import type { Outgoing } from '../integrations/outgoing.ts';
import { createSecrets, type Secrets } from '../integrations/secrets.ts';
import { type MattermostVersion, type Traits, traitsOf } from '../versions.ts';
import type { ChannelMember } from './channel-members.ts';
import type { CachedChannels, Channel } from './channels.ts';
import type { MattermostConfig } from './config.ts';
import type { Recipient } from './events.ts';
import type { StoredFile } from './files.ts';
import type { IncomingWebhook } from './incoming-webhooks.ts';
import type { LastPostTimes } from './last-post-times.ts';
import type { PendingPosts } from './pending-posts.ts';
import type { ChannelPosts, StoredPost } from './posts.ts';
import type { Reaction } from './reactions.ts';
import type { Presence } from './statuses.ts';
import type { TeamMember } from './team-members.ts';
import type { Team } from './teams.ts';
import type { Token } from './tokens.ts';
import type { User } from './users.ts';

/** What the server knows: plain data, changed by the functions of this folder, each of which does what one call does. */
export interface World {
  readonly traits: Traits;
  readonly config: MattermostConfig;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly secrets: Secrets;
  /** How integrations are reached. */
  readonly outgoing: Outgoing;
  /** Where clients reach the server; known once it listens. */
  siteUrl: string;
  readonly users: Map<string, User>;
  /** By the token itself: both sessions and access tokens. */
  readonly tokens: Map<string, Token>;
  readonly teams: Map<string, Team>;
  /** By team, then by user. */
  readonly teamMembers: Map<string, Map<string, TeamMember>>;
  readonly channels: Map<string, Channel>;
  /** By channel, then by user, in the order in which they joined. */
  readonly channelMembers: Map<string, Map<string, ChannelMember>>;
  /** In the order of saving; with deleted posts and with the earlier versions of edited ones. */
  readonly posts: Map<string, StoredPost>;
  /** The same posts by channel. */
  readonly postsOf: Map<string, ChannelPosts>;
  /** The living replies by root, oldest first. */
  readonly repliesTo: Map<string, StoredPost[]>;
  readonly files: Map<string, StoredFile>;
  readonly incomingWebhooks: Map<string, IncomingWebhook>;
  readonly lastPostTimes: LastPostTimes;
  /** Channels for which the remembered time is stuck, as on a node that misses what the others tell it. */
  readonly staleChannels: Map<string, number>;
  readonly cachedChannels: CachedChannels;
  /** By post. */
  readonly reactions: Map<string, Reaction[]>;
  /** By user. */
  readonly statuses: Map<string, Presence>;
  readonly pendingPosts: PendingPosts;
  /** Who is listening to events. */
  readonly recipients: Set<Recipient>;
}

/** What a world depends on. */
export interface WorldSettings {
  readonly version: MattermostVersion;
  readonly config: MattermostConfig;
  readonly clock: Clock;
  readonly random: () => number;
  readonly outgoing: Outgoing;
}

/** A server on which nobody has signed up yet. */
export function createWorld({ version, config, clock, random, outgoing }: WorldSettings): World {
  return {
    traits: traitsOf(version),
    config,
    clock,
    newId: createIds(random),
    secrets: createSecrets(),
    outgoing,
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
    files: new Map(),
    incomingWebhooks: new Map(),
    lastPostTimes: new Map(),
    staleChannels: new Map(),
    cachedChannels: new Map(),
    reactions: new Map(),
    statuses: new Map(),
    pendingPosts: new Map(),
    recipients: new Set(),
  };
}

/** Forgets what a server keeps in memory only, as one does that is started anew. */
export function forgetMemory(world: World): void {
  world.pendingPosts.clear();
  world.lastPostTimes.clear();
  world.staleChannels.clear();
  world.cachedChannels.clear();
}

/** `<release>.<build>.<hash of the configuration>.<licensed>`, as in `X-Version-Id` and `hello`. */
export function serverVersion(world: World): string {
  const hash = createHash('md5').update(JSON.stringify(world.config)).digest('hex');
  return `${world.traits.release}..${hash}.false`;
}
