/** Waits for `ms` milliseconds; rejects with the signal's own reason, and leaves no timer, when that aborts first. */
export type Sleep = (ms: number, signal: AbortSignal | undefined) => Promise<void>;

/** A longer timer overflows in Node and fires at once: 24 days. */
export const longestSleepMs: number = 2 ** 31 - 1;

/** {@link Sleep} by a timer. */
export const sleep: Sleep = async (ms, signal) => {
  signal?.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(done, ms);
    function done() {
      signal?.removeEventListener('abort', abort);
      resolve();
    }
    function abort() {
      clearTimeout(timer);
      reject(signal?.reason);
    }
    signal?.addEventListener('abort', abort, { once: true });
  });
};
