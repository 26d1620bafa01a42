/** Remembers results for a while. Calls for the same key at the same time share one request. */
export interface Cache<T> {
  /**
   * The value under a key; if there is none, `load` is called and its result kept. A failure is not kept. The signal that
   * `load` gets aborts when all who wait for it have given up.
   */
  get(key: string, load: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** The value under a key, if there is one. */
  peek(key: string): T | undefined;
  /** Forgets the values that fit, and every request that is under way: it may have been answered before the change. */
  forget(fits?: (value: T, key: string) => boolean): void;
}

/** How large a cache may become, how long it keeps a value, and the clock that it reads. */
export interface CacheLimits {
  readonly maxEntries: number;
  readonly lifetimeMs: number;
  readonly now: () => number;
}

interface Request<T> {
  readonly result: Promise<T>;
  readonly end: AbortController;
  waiting: number;
}

/** Makes a cache; when it is full, the oldest value goes first. */
export function createCache<T>({ maxEntries, lifetimeMs, now }: CacheLimits): Cache<T> {
  const known = new Map<string, { readonly value: T; readonly until: number }>();
  const requests = new Map<string, Request<T>>();

  const peek = (key: string): T | undefined => {
    const hit = known.get(key);
    return hit && hit.until > now() ? hit.value : undefined;
  };

  const start = (key: string, load: (signal: AbortSignal) => Promise<T>): Request<T> => {
    const end = new AbortController();
    const result = load(end.signal).then(value => {
      if (requests.get(key) !== request) return value;
      known.delete(key);
      known.set(key, { value, until: now() + lifetimeMs });
      if (known.size > maxEntries) known.delete(known.keys().next().value as string);
      return value;
    });
    const request: Request<T> = { result, end, waiting: 0 };
    const settle = (): void => void (requests.get(key) === request && requests.delete(key));
    requests.set(key, request);
    result.then(settle, settle);
    return request;
  };

  return {
    peek,
    get: async (key, load, signal) => {
      signal?.throwIfAborted();
      const value = peek(key);
      if (value !== undefined) return value;
      const request = requests.get(key) ?? start(key, load);
      request.waiting += 1;
      try {
        return await (signal ? untilAborted(request.result, signal) : request.result);
      } finally {
        request.waiting -= 1;
        if (request.waiting === 0) {
          if (requests.get(key) === request) requests.delete(key);
          request.end.abort(signal?.reason);
        }
      }
    },
    forget: (fits = () => true) => {
      for (const [key, { value }] of known) if (fits(value, key)) known.delete(key);
      requests.clear();
    },
  };
}

/** Waits for a result, and rejects with the signal's reason when that aborts first. */
async function untilAborted<T>(result: Promise<T>, signal: AbortSignal): Promise<T> {
  let stopListening = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    const giveUp = (): void => reject(signal.reason);
    signal.addEventListener('abort', giveUp);
    stopListening = () => signal.removeEventListener('abort', giveUp);
  });
  try {
    return await Promise.race([result, aborted]);
  } finally {
    stopListening();
  }
}
