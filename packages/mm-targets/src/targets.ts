import { readServer } from './address.ts';
import { type Cache, createCache } from './cache.ts';
import { type ChannelList, listChannels } from './channel-list.ts';
import { type DirectChannelRetry, openDirectChannel, type TargetsTesting } from './direct-channel.ts';
import { createDirectory, type Directory } from './directory.ts';
import { TargetError } from './errors.ts';
import { changeOf, type TargetsEvent } from './events.ts';
import { findChannel } from './find-channel.ts';
import { parseTarget } from './parse.ts';
import { findPerson } from './people.ts';
import { isForbidden, isMissing, type ListedUser, type TargetsRest } from './rest.ts';
import { formatTarget, type Target } from './target.ts';

/** What {@link createTargets} takes. */
export interface TargetsOptions {
  /** The REST client of the account. */
  rest: TargetsRest;
  /**
   * The addresses under which people know the server: the client's `baseUrl` and, when it is another one, the server's
   * `SiteURL`. Permalinks of other servers are refused.
   */
  servers: readonly string[];
  /** How direct channels are opened. */
  directChannelRetry?: DirectChannelRetry | undefined;
  /** How long results are used, in milliseconds. Names can change, and the account can join channels. @default 300_000 */
  lifetimeMs?: number | undefined;
  /** How many results of each kind are kept; the oldest go first. @default 2_000 */
  maxEntries?: number | undefined;
  /** Replaces time and chance in tests. @default real time */
  testing?: TargetsTesting | undefined;
}

/** A person that a target leads to. */
export interface ResolvedUser {
  /** Separates it from a channel. */
  readonly kind: 'user';
  /** The user's id. */
  readonly id: string;
  /** The user name, where it is known. */
  readonly name?: string | undefined;
}

/** A channel that a target leads to, and perhaps a thread in it. */
export interface ResolvedChannel {
  /** Separates it from a person. */
  readonly kind: 'channel';
  /** The channel's id. */
  readonly id: string;
  /** The first post of the thread; absent outside threads. */
  readonly rootId?: string | undefined;
  /** The name in addresses, where it is known. */
  readonly name?: string | undefined;
}

/** Where a target leads on the server. */
export type ResolvedTarget = ResolvedUser | ResolvedChannel;

/** Where to post: `channel_id` and `root_id` of the post to create. */
export interface Place {
  /** The channel; for a person, the direct channel. */
  readonly channelId: string;
  /** The first post of the thread; absent outside threads. */
  readonly rootId?: string | undefined;
}

/** Options of a call. */
export interface TargetsCall {
  /** Ends the call with the signal's own reason. Requests that others wait for too go on. */
  readonly signal?: AbortSignal | undefined;
}

/** Finds what targets mean, for one account. */
export interface Targets {
  /**
   * Finds the person or channel of a target, and changes nothing. `user:<id>` and `channel:<id>` are taken as they are,
   * without a request.
   *
   * @throws TargetError when the target leads nowhere; otherwise what the REST client throws
   */
  resolve(target: string | Target, call?: TargetsCall): Promise<ResolvedTarget>;
  /**
   * Finds the channel of a target, and opens the direct channel of a person when there is none yet.
   *
   * @throws TargetError when the target leads nowhere; otherwise what the REST client throws
   */
  open(target: string | Target, call?: TargetsCall): Promise<Place>;
  /** Who and what the account can write to. */
  readonly directory: Directory;
  /** Call it with the events of the account's socket that `targetsEventNames` lists: what the event changes is looked up again. */
  noteEvent(event: TargetsEvent): void;
  /** Forgets everything, for example after a gap in the events. */
  forgetAll(): void;
}

/**
 * Makes the targets of one account. Nothing is requested before it is needed, and nothing is kept of a failure.
 *
 * @throws TypeError when one of the servers is not a web address
 */
export function createTargets({
  rest,
  servers,
  directChannelRetry: retry = {},
  lifetimeMs = 300_000,
  maxEntries = 2_000,
  testing = {},
}: TargetsOptions): Targets {
  // A wrong address is an error now, and not when the first permalink comes.
  servers.forEach(readServer);
  const limits = { maxEntries, lifetimeMs, now: testing.now ?? (() => performance.now()) };
  const account = createCache<ListedUser>(limits);
  const lists = createCache<ChannelList>(limits);
  const named = createCache<ResolvedTarget>(limits);
  const bare = createCache<ResolvedTarget>(limits);
  const posts = createCache<{ readonly channelId: string; readonly rootId: string }>(limits);
  const directs = createCache<string>(limits);
  const all: readonly Cache<unknown>[] = [account, lists, named, bare, posts, directs];

  const self = async (signal?: AbortSignal) =>
    account.get('me', async inner => rest.users.me({ signal: inner }), signal);
  const list = async (signal?: AbortSignal) => lists.get('all', async inner => listChannels(rest, inner), signal);

  const thread = async (postId: string, signal?: AbortSignal) =>
    posts.get(postId, async inner => readThread(rest, postId, inner), signal);

  const byName = async (target: Target & { kind: 'person' | 'channel-name' }, signal?: AbortSignal) => {
    const load = async (inner: AbortSignal): Promise<ResolvedTarget> => {
      if (target.kind === 'person') {
        const { id, username } = await findPerson(rest, target.name, async () => (await list(inner)).teams, inner);
        return { kind: 'user', id, name: username };
      }
      const { id, name } = await findChannel(rest, await list(inner), target, inner);
      return { kind: 'channel', id, name };
    };
    return named.get(formatTarget(target), load, signal);
  };

  const resolve = async (wanted: string | Target, { signal }: TargetsCall = {}): Promise<ResolvedTarget> => {
    const target = typeof wanted === 'string' ? parseTarget(wanted, { servers }) : wanted;
    switch (target.kind) {
      case 'user':
        return { kind: 'user', id: target.id };
      case 'id':
        return bare.get(target.id, async inner => readId(rest, target.id, inner), signal);
      case 'channel': {
        if (target.postId === undefined) return { kind: 'channel', id: target.id };
        const { channelId, rootId } = await thread(target.postId, signal);
        if (channelId !== target.id) throw elsewhere(target.id, target.postId, channelId);
        return { kind: 'channel', id: channelId, rootId };
      }
      case 'post': {
        insistOnServer(target, servers);
        const { channelId, rootId } = await thread(target.id, signal);
        return { kind: 'channel', id: channelId, rootId };
      }
      case 'channel-name':
        insistOnServer(target, servers);
        return byName(target, signal);
      case 'person':
        return byName(target, signal);
    }
  };

  return {
    resolve,
    open: async (target, call = {}) => {
      const resolved = await resolve(target, call);
      if (resolved.kind === 'channel') {
        return { channelId: resolved.id, ...(resolved.rootId !== undefined && { rootId: resolved.rootId }) };
      }
      const open = async (signal: AbortSignal) => {
        const { id } = await self(signal);
        return openDirectChannel(rest, { me: id, other: resolved.id }, { retry, testing, signal });
      };
      return { channelId: await directs.get(resolved.id, open, call.signal) };
    },
    directory: createDirectory(rest, self, list),
    noteEvent: event => {
      const change = changeOf(event, account.peek('me')?.id);
      if (change?.of === 'channels') {
        lists.forget();
        named.forget(({ kind }) => kind === 'channel');
        bare.forget(({ kind, id }) => kind === 'channel' && id === change.id);
      } else if (change?.of === 'user') {
        named.forget(({ kind, id }, key) => (kind === 'user' && id === change.id) || key === `@${change.username}`);
      } else if (change?.of === 'post') {
        posts.forget((_, id) => id === change.id);
      }
    },
    forgetAll: () => {
      for (const cache of all) cache.forget();
    },
  };
}

/** Checks the server of a target that was made elsewhere, such as by `parseTarget` without servers. */
function insistOnServer(target: Target & { readonly server?: string | undefined }, servers: readonly string[]): void {
  if (target.server !== undefined) parseTarget(formatTarget(target), { servers });
}

/** A bare id is one of a user, else one of a channel, as OpenClaw documents it. */
async function readId(rest: TargetsRest, id: string, signal: AbortSignal): Promise<ResolvedTarget> {
  try {
    return { kind: 'user', id, name: (await rest.users.get(id, { signal })).username };
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  try {
    const { name, type } = await rest.channels.get(id, { signal });
    return { kind: 'channel', id, ...((type === 'O' || type === 'P') && { name }) };
  } catch (cause) {
    if (isForbidden(cause)) {
      throw new TargetError('no-access', `The bot may not see the channel ${id}: add it to the channel.`, { cause });
    }
    if (!isMissing(cause)) throw cause;
    throw new TargetError('not-found', `There is neither a user nor a channel with the id ${id}.`, { cause });
  }
}

async function readThread(rest: TargetsRest, postId: string, signal: AbortSignal) {
  try {
    const { channel_id, root_id } = await rest.posts.get(postId, { signal });
    return { channelId: channel_id, rootId: root_id || postId };
  } catch (cause) {
    if (!isMissing(cause) && !isForbidden(cause)) throw cause;
    const message = `There is no post ${postId}, or the bot may not read it: it was deleted, or the bot is not in its channel.`;
    throw new TargetError(isMissing(cause) ? 'not-found' : 'no-access', message, { cause });
  }
}

function elsewhere(channelId: string, postId: string, realChannelId: string): TargetError {
  const target = `channel:${realChannelId}:${postId}`;
  const message = `The post ${postId} is not in the channel ${channelId}: write ${target}, or take another post.`;
  return new TargetError('not-found', message, { candidates: [{ target, name: 'the thread of that post' }] });
}
