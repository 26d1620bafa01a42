import type { Channel, RestClient, User } from '@clawmost/mm-rest';

/** Answers by id, from memory where it can. */
export interface Remembered<T> {
  get(id: string): Promise<T>;
  forget(id: string): void;
}

/** Channels and users of one server. */
export interface Lookup {
  readonly channels: Remembered<Channel>;
  readonly users: Remembered<User>;
}

/** Remembers what a call answered, for a while and up to a number of keys; a failed call is not remembered. */
export function remember<T>(
  load: (id: string) => Promise<T>,
  { ttlMs, max, now = Date.now }: { ttlMs: number; max: number; now?: () => number },
): Remembered<T> {
  const known = new Map<string, { value: Promise<T>; until: number }>();
  return {
    get(id) {
      const hit = known.get(id);
      if (hit && hit.until > now()) return hit.value;
      const value = load(id);
      known.delete(id);
      known.set(id, { value, until: now() + ttlMs });
      value.catch(() => known.get(id)?.value === value && known.delete(id));
      if (known.size > max) known.delete(known.keys().next().value as string);
      return value;
    },
    forget: id => void known.delete(id),
  };
}

/** Looks channels and users up once in five minutes; events tell earlier that something has changed. */
export function createLookup(rest: Pick<RestClient, 'channels' | 'users'>, signal: AbortSignal): Lookup {
  const limits = { ttlMs: 5 * 60_000, max: 2_000 };
  return {
    channels: remember(id => rest.channels.get(id, { signal }), limits),
    users: remember(id => rest.users.get(id, { signal }), limits),
  };
}
