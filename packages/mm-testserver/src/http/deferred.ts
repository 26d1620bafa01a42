/** A promise with its resolve function. */
export interface Deferred {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
}

/** Like `Promise.withResolvers`, which Node 20 does not have. */
export function deferred(): Deferred {
  let resolve = (): void => {};
  const promise = new Promise<void>(done => {
    resolve = done;
  });
  return { promise, resolve };
}
