import type { Ear } from './ear.ts';
import { NotSeenError } from './errors.ts';

/** How long to wait for something to be seen. */
export interface Waiting {
  /** In milliseconds. @default 5_000 */
  readonly timeoutMs?: number;
  /** Ends the waiting early, with its reason. */
  readonly signal?: AbortSignal;
}

/** Waits until `find` finds something among what `ear` has heard. */
export function waitFor<T>(
  ear: Ear,
  find: () => T | undefined,
  { timeoutMs = 5_000, signal }: Waiting,
  describeMiss: (timeoutMs: number) => string,
): Promise<T> {
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
    // Called from within the server: what goes wrong in here is the business of the one who waits, and not the server's.
    const look = (): void => {
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
    const timer = setTimeout(() => fail(new NotSeenError(describeMiss(timeoutMs))), timeoutMs);
    const stopListening = ear.onChange(look);
    signal?.addEventListener('abort', onAbort, { once: true });
    look();
  });
}
