/** The last message of its window: it is answered, together with those before it. */
interface Leader<T> {
  readonly role: 'leader';
  readonly before: readonly T[];
  /** Call it when the turn is over. */
  readonly end: () => void;
  /** Call it when the turn has failed. */
  readonly fail: (error: unknown) => void;
}

/** An earlier message of a window. */
interface Member {
  readonly role: 'member';
  /** Settles with the leader's turn. */
  readonly ended: Promise<void>;
}

/** How a message comes out of its window. */
export type Debounced<T> = Leader<T> | Member;

/** Collects what one person writes in quick succession. */
export interface Debouncer<T> {
  /** Waits until the window of a key closes. @throws the reason of the signal, when that aborts first */
  join(key: string, item: T, signal: AbortSignal): Promise<Debounced<T>>;
  /** Closes the window of a key at once; returns whether one was open. */
  flush(key: string): boolean;
}

interface Window<T> {
  readonly members: { readonly item: T; readonly resolve: (out: Debounced<T>) => void }[];
  timer: NodeJS.Timeout;
}

/** How many messages one window holds at most. */
const mostMembers = 20;

/** Makes a debouncer whose windows close when nothing has come for `windowMs`. */
export function createDebouncer<T>(windowMs: () => number): Debouncer<T> {
  const windows = new Map<string, Window<T>>();

  function flush(key: string): boolean {
    const window = windows.get(key);
    if (!window) return false;
    windows.delete(key);
    clearTimeout(window.timer);
    const ended = Promise.withResolvers<void>();
    ended.promise.catch(() => {});
    const leader = window.members.pop();
    for (const member of window.members) member.resolve({ role: 'member', ended: ended.promise });
    const before = window.members.map(({ item }) => item);
    leader?.resolve({ role: 'leader', before, end: ended.resolve, fail: ended.reject });
    return true;
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
