import type { RequestListener } from 'node:http';
import { createRestClient, type Fetch, type RestClient, type RestOptions } from '../../src/index.ts';
import { serve } from './serve.ts';

/** A client of a server that answers like this. Without retries, which have tests of their own. */
export async function clientOf(listener: RequestListener, options: Partial<RestOptions> = {}): Promise<RestClient> {
  return createRestClient({ baseUrl: await serve(listener), token: 'xyz', maxAttempts: 1, ...options });
}

/** A `fetch` that reports when the headers of an answer have arrived. */
export function watched(): { fetch: Fetch; headers: Promise<void> } {
  const { promise, resolve } = deferred<void>();
  const watching: Fetch = async (input, init) => {
    const response = await fetch(input, init);
    resolve();
    return response;
  };
  return { fetch: watching, headers: promise };
}

/** A promise that the test settles. */
export function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>(settle => {
    resolve = settle;
  });
  return { promise, resolve };
}
