/** The last post of its window: it is handed over, with the words of those before it. */
interface Leader<T> {
  readonly role: 'leader';
  readonly before: readonly T[];
  /** To be called once the host has made them its own. */
  readonly taken: () => void;
  /** To be called at the end of the turn. */
  readonly over: () => void;
  /** To be called when it failed. */
  readonly failed: (error: unknown) => void;
}

/** An earlier post of a window. */
interface Member {
  readonly role: 'member';
  /** Resolves when the host has made the leader its own. */
  readonly taken: Promise<void>;
  /** Resolves at the end of the leader's turn. */
  readonly over: Promise<void>;
}

/** How a post comes out of its window. */
export type Debounced<T> = Leader<T> | Member;

/** Collects what one person writes in quick succession into one turn. */
export interface Debouncer<T> {
  /** Waits for the window of a key to close. */
  join(key: string, item: T, signal: AbortSignal): Promise<Debounced<T>>;
  /** Closes the window of a key at once. */
  flush(key: string): void;
}

interface Window<T> {
  readonly members: { readonly item: T; readonly resolve: (out: Debounced<T>) => void }[];
  timer: NodeJS.Timeout;
}

/** How many posts one window holds at most. */
const mostMembers = 20;

/** Makes a debouncer whose windows close when nothing has come for `windowMs`. */
export function createDebouncer<T>(windowMs: () => number): Debouncer<T> {
  const windows = new Map<string, Window<T>>();

  function flush(key: string): void {
    const window = windows.get(key);
    if (!window) return;
    windows.delete(key);
    clearTimeout(window.timer);
    const taken = Promise.withResolvers<void>();
    const over = Promise.withResolvers<void>();
    for (const { promise } of [taken, over]) promise.catch(() => {});
    const leader = window.members.pop();
    for (const member of window.members) member.resolve({ role: 'member', taken: taken.promise, over: over.promise });
    const before = window.members.map(({ item }) => item);
    const failed = (error: unknown): void => {
      taken.reject(error);
      over.reject(error);
    };
    leader?.resolve({ role: 'leader', before, taken: taken.resolve, over: over.resolve, failed });
  }

  return {
    flush,
    async join(key, item, signal) {
      signal.throwIfAborted();
      const { promise, resolve, reject } = Promise.withResolvers<Debounced<T>>();
      const window = windows.get(key) ?? { members: [], timer: setTimeout(() => {}, 0) };
      windows.set(key, window);
      window.members.push({ item, resolve });
      clearTimeout(window.timer);
      window.timer = setTimeout(() => flush(key), windowMs());
      if (window.members.length >= mostMembers) flush(key);
      const abort = (): void => {
        window.members.splice(0, Number.POSITIVE_INFINITY, ...window.members.filter(member => member.item !== item));
        if (window.members.length === 0) {
          clearTimeout(window.timer);
          windows.delete(key);
        }
        reject(signal.reason);
      };
      signal.addEventListener('abort', abort, { once: true });
      return promise.finally(() => signal.removeEventListener('abort', abort));
    },
  };
}
