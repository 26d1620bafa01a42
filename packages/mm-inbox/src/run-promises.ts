/** The promises that callers of `ready` and `ended` wait for, of one run. */
export class RunPromises {
  readonly ready: Deferred = new Deferred();
  readonly ended: Deferred = new Deferred();

  /** The first catch-up is done. */
  becomeReady(): void {
    this.ready.resolve();
  }

  /** The inbox was stopped. */
  stop(): void {
    this.ready.reject(new Error('the inbox was stopped before it was ready'));
    this.ended.resolve();
  }

  /** The inbox is blocked, or did not start. */
  fail(error: Error): void {
    this.ready.reject(error);
    this.ended.reject(error);
  }
}

/** A promise that is settled from outside; only the first call counts. */
class Deferred {
  readonly promise: Promise<void>;
  isSettled = false;
  #resolve: () => void = () => {};
  #reject: (error: Error) => void = () => {};

  constructor() {
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // A rejection that no caller waits for is no fault.
    this.promise.catch(() => {});
  }

  resolve(): void {
    this.isSettled = true;
    this.#resolve();
  }

  reject(error: Error): void {
    this.isSettled = true;
    this.#reject(error);
  }
}
