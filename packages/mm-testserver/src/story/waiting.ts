import type { Screen } from './screen.ts';

/** How long to wait for something to appear on the screen. */
export interface WaitOptions {
  /** In milliseconds. @default 5_000 */
  readonly timeoutMs?: number;
  /** Ends the wait early; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** One wait: what it looks for, and how it ends without a result. */
export interface Wait<T> {
  /** In milliseconds; without it, the wait lasts until `until` settles. */
  readonly timeoutMs: number | undefined;
  readonly signal: AbortSignal | undefined;
  /** Ends the wait like the timeout once it is fulfilled, and fails it once it is rejected. */
  readonly until?: Promise<unknown> | undefined;
  /** Called at once and after every change of the screen, until it returns something or throws. */
  readonly look: () => T | undefined;
  /** Called at the end: returns the result all the same, or throws. */
  readonly atEnd: () => T;
}

/** Waits until `look` returns something, or the wait ends. */
export function waitAt<T>(screen: Screen, { timeoutMs, signal, until, look, atEnd }: Wait<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const settle = (): void => {
      clearTimeout(timer);
      stopListening();
      signal?.removeEventListener('abort', onAbort);
    };
    const fail = (error: unknown): void => {
      settle();
      reject(error);
    };
    // The server calls this while it delivers an event: an error in `look` must reach the test and not the server.
    const attempt = (find: () => T | undefined): void => {
      try {
        const found = find();
        if (found === undefined) return;
        settle();
        resolve(found);
      } catch (error) {
        fail(error);
      }
    };
    const onAbort = (): void => fail(signal?.reason);
    const timer = timeoutMs === undefined ? undefined : setTimeout(() => attempt(atEnd), timeoutMs);
    const stopListening = screen.onChange(() => attempt(look));
    signal?.addEventListener('abort', onAbort, { once: true });
    until?.then(() => attempt(atEnd), fail);
    attempt(look);
  });
}
