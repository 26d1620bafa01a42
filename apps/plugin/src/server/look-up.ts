import { type ChatKind, chatKind } from '@clawmost/mm-policy';
import { type Channel, HttpError, type Post, type RestClient, type User } from '@clawmost/mm-rest';
import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import { resolveAccount } from '../config/accounts.ts';
import { createAccountRest } from './account-rest.ts';

/** Looks things up by id; a result is used again for a while. */
export interface Cached<T> {
  get(id: string): Promise<T>;
  forget(id: string): void;
}

/** Who wrote a post: it never changes. */
export interface Authors {
  /** The user id of the author; `undefined` when the post is gone. */
  get(postId: string): Promise<string | undefined>;
  /** Notes the author of a post that was seen. */
  note(postId: string, userId: string): void;
}

/** The pinned posts of channels. */
export interface Pins {
  /** Those of a channel, the last ones that could be read when the server does not answer now. */
  get(channelId: string): Promise<readonly Post[]>;
  /** Call it when a post of the channel was pinned, unpinned or edited. */
  forget(channelId: string): void;
}

/** Channels, users, authors of posts and pinned posts of one server. */
export interface LookUp {
  readonly channels: Cached<Channel>;
  readonly users: Cached<User>;
  readonly authors: Authors;
  readonly pins: Pins;
}

/** Keeps the results of calls for a while. */
export interface Cache<T> {
  /** The value under a key; if there is none, `load` is called and its result kept. A failure is not kept. */
  get(key: string, load: () => Promise<T>): Promise<T>;
  forget(key: string): void;
}

/** Makes a cache of up to 2,000 results, each for five minutes; the oldest go first. */
export function createCache<T>({ ttlMs = 5 * 60_000, max = 2_000, now = Date.now } = {}): Cache<T> {
  const known = new Map<string, { value: Promise<T>; until: number }>();
  return {
    get(key, load) {
      const hit = known.get(key);
      if (hit && hit.until > now()) return hit.value;
      const value = load();
      known.delete(key);
      known.set(key, { value, until: now() + ttlMs });
      value.catch(() => known.get(key)?.value === value && known.delete(key));
      if (known.size > max) known.delete(known.keys().next().value as string);
      return value;
    },
    forget: key => void known.delete(key),
  };
}

/** Looks each channel and user up at most once in five minutes. Forget those that an event reports as changed. */
export function createLookUp(rest: Pick<RestClient, 'channels' | 'users' | 'posts'>, signal: AbortSignal): LookUp {
  const channels = createCache<Channel>();
  const users = createCache<User>();
  const authors = createCache<string | undefined>({ ttlMs: Number.POSITIVE_INFINITY, max: 20_000 });
  return {
    channels: { get: id => channels.get(id, () => rest.channels.get(id, { signal })), forget: channels.forget },
    users: { get: id => users.get(id, () => rest.users.get(id, { signal })), forget: users.forget },
    authors: {
      get: id => authors.get(id, () => authorOf(rest, id, signal)),
      note: (id, userId) => void authors.get(id, async () => userId),
    },
    pins: createPins(rest, signal),
  };
}

function createPins(rest: Pick<RestClient, 'posts'>, signal: AbortSignal): Pins {
  const fresh = createCache<readonly Post[]>();
  const last = createCache<readonly Post[]>({ ttlMs: Number.POSITIVE_INFINITY });
  const read = async (channelId: string): Promise<readonly Post[]> => {
    const { posts } = await rest.posts.pinned(channelId, { signal, timeoutMs: 5_000, maxAttempts: 3 });
    const pinned = Object.values(posts).filter(({ is_pinned, delete_at }) => is_pinned && delete_at === 0);
    last.forget(channelId);
    return last.get(channelId, async () => pinned.sort((one, other) => one.create_at - other.create_at));
  };
  return {
    get: async channelId =>
      fresh.get(channelId, () => read(channelId)).catch(() => last.get(channelId, async () => [])),
    forget: fresh.forget,
  };
}

async function authorOf(rest: Pick<RestClient, 'posts'>, id: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    return (await rest.posts.get(id, { signal })).user_id;
  } catch (error) {
    // Only Mattermost's own answer counts: a proxy that answers in its place does so for a while.
    if (error instanceof HttpError && [403, 404].includes(error.status) && error.id !== undefined) return undefined;
    throw error;
  }
}

/** How long to wait for the server before a message is sent without a session. */
const sessionTimeoutMs = 5_000;

/** By server and id, for all accounts: what an id means is the same for each of them. */
const kinds = createCache<ChatKind | undefined>();
const roots = createCache<string>();

/** What is asked about a message that OpenClaw sends by target, also in a process that runs no account. */
export interface SessionLookUp {
  /** The kind of a channel. */
  kindOf(channelId: string): Promise<ChatKind | undefined>;
  /** The first post of the thread that a post is in; the post itself when it is in none. */
  rootOf(postId: string): Promise<string | undefined>;
}

/** Answers from the server of an account; with `undefined` when it does not answer. The send then reports the error. */
export function sessionLookUp(cfg: OpenClawConfig, accountId?: string | null): SessionLookUp {
  const account = resolveAccount(cfg, accountId);
  const { baseUrl, botToken } = account;
  const ask = async <T>(cache: Cache<T>, id: string, load: (rest: RestClient, signal: AbortSignal) => Promise<T>) => {
    if (!baseUrl || !botToken) return undefined;
    const loaded = async () => load(createAccountRest(account), AbortSignal.timeout(sessionTimeoutMs));
    return cache.get(JSON.stringify([baseUrl, id]), loaded).catch(() => undefined);
  };
  return {
    kindOf: id => ask(kinds, id, async (rest, signal) => chatKind((await rest.channels.get(id, { signal })).type)),
    rootOf: id => ask(roots, id, async (rest, signal) => (await rest.posts.get(id, { signal })).root_id || id),
  };
}
