/** A promise, and the hand that resolves it. */
export interface Deferred {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
}

/** What `Promise.withResolvers` gives, which Node 20 does not have. */
export function deferred(): Deferred {
  let resolve = (): void => {};
  const promise = new Promise<void>(done => {
    resolve = done;
  });
  return { promise, resolve };
}
