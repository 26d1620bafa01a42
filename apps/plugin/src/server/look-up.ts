import { type ChatKind, chatKind } from '@clawmost/mm-policy';
import { type Channel, createRestClient, type RestClient, type User } from '@clawmost/mm-rest';
import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import { resolveAccount } from '../config/accounts.ts';
import { createGuardedFetch, networkPolicy } from './guarded-fetch.ts';

/** Looks things up by id; a result is used again for a while. */
export interface Cached<T> {
  get(id: string): Promise<T>;
  forget(id: string): void;
}

/** Channels and users of one server. */
export interface LookUp {
  readonly channels: Cached<Channel>;
  readonly users: Cached<User>;
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
export function createLookUp(rest: Pick<RestClient, 'channels' | 'users'>, signal: AbortSignal): LookUp {
  const channels = createCache<Channel>();
  const users = createCache<User>();
  return {
    channels: { get: id => channels.get(id, () => rest.channels.get(id, { signal })), forget: channels.forget },
    users: { get: id => users.get(id, () => rest.users.get(id, { signal })), forget: users.forget },
  };
}

/** How long to wait for the server before a message is sent without a session. */
const kindTimeoutMs = 5_000;

/** By server and channel, for all accounts: the kind of a channel is the same for each of them. */
const kinds = createCache<ChatKind | undefined>();

/**
 * Looks up the kind of a channel for a message that OpenClaw sends by target, also in a process that runs no account.
 * Resolves to `undefined` when the server does not answer; the send then reports the error.
 */
export async function lookUpKind(
  { cfg, accountId }: { readonly cfg: OpenClawConfig; readonly accountId?: string | null },
  channelId: string,
): Promise<ChatKind | undefined> {
  const account = resolveAccount(cfg, accountId);
  const { baseUrl, botToken: token } = account;
  if (!baseUrl || !token) return undefined;
  const load = async () => {
    const rest = createRestClient({ baseUrl, token, fetch: createGuardedFetch(networkPolicy(account)) });
    const { type } = await rest.channels.get(channelId, { signal: AbortSignal.timeout(kindTimeoutMs) });
    return chatKind(type);
  };
  return kinds.get(JSON.stringify([baseUrl, channelId]), load).catch(() => undefined);
}
