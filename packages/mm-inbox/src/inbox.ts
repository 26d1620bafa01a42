import { AsyncLocalStorage } from 'node:async_hooks';
import { InboxRun } from './inbox-run.ts';
import type { DeadLetter } from './ledger/ledger.ts';
import { type InboxOptions, type ResolvedOptions, resolveOptions } from './options.ts';
import { shapeOf } from './repeat.ts';
import { RunPromises } from './run-promises.ts';
import type { InboxState, InboxStatus } from './status.ts';
import { StatusTracker } from './status-tracker.ts';

/** An entry of your own for the inbox, such as a click. */
export interface Addition {
  /** One of `kinds`. */
  readonly kind: string;
  /** Identifies it within its kind: a second addition with the same id is ignored. */
  readonly id: string;
  /** What its handler gets: anything that JSON can carry. */
  readonly payload: unknown;
  /** Entries of one conversation are handled one after the other. @default a conversation of its own */
  readonly conversation?: string | undefined;
}

/**
 * Makes an inbox. After `start`, every accepted post reaches `handle` once: across reconnects, restarts and overlapping
 * catch-ups.
 *
 * @throws TypeError that names an option which cannot be right
 */
export function createInbox(options: InboxOptions): Inbox {
  return new Inbox(resolveOptions(options));
}

/** Receives posts until it is stopped. The next start finds what it has not finished then. */
export class Inbox {
  readonly #options: ResolvedOptions;
  readonly #tracker: StatusTracker;
  #promises = new RunPromises();
  #run: InboxRun | undefined;
  #runPromises = this.#promises;
  /** The last call of `start`; `undefined` when nothing was started since the last call of `stop`. */
  #starting: Promise<void> | undefined;
  #isStarting = false;
  /** Resolves after all starts until now. */
  #lastStart: Promise<void> = Promise.resolve();
  #stopping: Promise<void> | undefined;
  /**
   * Runs a function in the asynchronous context in which the inbox was made. A handler outlives the call of `add`, such as an
   * HTTP request, and a framework may refuse work in the context of a request that is over.
   */
  readonly #inOwnContext: ReturnType<typeof AsyncLocalStorage.snapshot> = AsyncLocalStorage.snapshot();

  /** Use `createInbox`. */
  constructor(options: ResolvedOptions) {
    this.#options = options;
    this.#tracker = new StatusTracker(options, (state, error) => this.#onState(state, error));
  }

  /**
   * Takes the lease, starts the socket and dispatches what an earlier process left. Resolves before the socket is signed
   * in; wait for `ready` if you need that. Every post from after the call is handled, on the very first start too.
   *
   * Does nothing while the inbox runs. A blocked inbox is stopped and started again.
   *
   * @throws {LeaseHeldError} when another process runs this account.
   */
  start(): Promise<void> {
    const isBlocked = this.status().state === 'blocked' && !this.#isStarting;
    if (this.#starting !== undefined && !isBlocked) return this.#starting;
    const calledAt = this.#options.testing.now();
    if (this.#run !== undefined || this.#promises.ended.isSettled) this.#promises = new RunPromises();
    const promises = this.#promises;
    this.#isStarting = true;
    const starting = this.#lastStart.then(() => this.#start(calledAt, promises));
    this.#starting = starting;
    this.#lastStart = starting.then(
      () => {
        this.#isStarting = false;
      },
      error => {
        this.#isStarting = false;
        if (this.#starting === starting) this.#starting = undefined;
        promises.fail(error);
      },
    );
    return starting;
  }

  /**
   * Resolves when the socket is signed in and the first catch-up since the start is done. Can be called before `start`.
   * Rejects when the start fails, and when the inbox is blocked or stopped before it is ready.
   */
  ready(): Promise<void> {
    return this.#promises.ready.promise;
  }

  /**
   * Resolves when the inbox has been stopped. Rejects when it cannot continue by itself, with the reason: the server
   * refuses the token, or another process has taken the lease. Call `stop` then, so that the process can exit.
   */
  ended(): Promise<void> {
    return this.#promises.ended.promise;
  }

  /**
   * Stops the socket, aborts `turn.signal` of running handlers, waits for them for `stopTimeoutMs`, and releases the
   * lease. The ledger stays open: close it yourself, or start again. May be called twice.
   *
   * A handler may call it: its post is then settled as answered, and the inbox does not wait for this handler.
   */
  async stop(): Promise<void> {
    // From now on, a call of `start` means another start.
    this.#starting = undefined;
    await this.#lastStart;
    await this.#endRun();
  }

  /** What the inbox is doing, and how much work is waiting. */
  status(): InboxStatus {
    return this.#tracker.status();
  }

  /**
   * Takes an entry of your own, such as a click, for its handler in `kinds`. Resolves when it is on disk, so that you can
   * confirm it to its sender; to `false` when the ledger has it already.
   */
  async add({ kind, id, payload, conversation }: Addition): Promise<boolean> {
    if (!Object.hasOwn(this.#options.kinds, kind)) throw new TypeError(`kind: expected one of kinds, got ${kind}`);
    if (typeof id !== 'string' || id === '') throw new TypeError(`id: expected a text, got ${shapeOf(id)}`);
    if (JSON.stringify(payload) === undefined) {
      throw new TypeError(`payload: expected something that JSON can carry, got ${shapeOf(payload)}`);
    }
    const key = `${kind}:${id}`;
    const entry = {
      ...{ key, kind, conversation: conversation ?? key, channelId: '', rootId: '' },
      ...{ at: this.#options.testing.now(), editedAt: 0, payload },
    };
    const [isNew = false] = await this.#options.ledger.append({ entries: [entry], durable: true });
    if (isNew) this.#inOwnContext(() => this.#run?.dispatcher.add(entry, 'live'));
    return isNew;
  }

  /** The newest dead letters, with their payloads. @param limit 100 by default. */
  async dead(limit?: number): Promise<DeadLetter[]> {
    return this.#options.ledger.dead(limit);
  }

  /** Tries a dead letter again. Resolves to `false` when no dead letter has this key. */
  async revive(key: string): Promise<boolean> {
    const isRevived = await this.#options.ledger.revive(key);
    if (isRevived) await this.#run?.reload();
    return isRevived;
  }

  /** Gives up a dead letter. Resolves to `false` when no dead letter has this key. */
  async drop(key: string): Promise<boolean> {
    const isDropped = await this.#options.ledger.drop(key);
    if (isDropped) await this.#run?.reload();
    return isDropped;
  }

  async #start(calledAt: number, promises: RunPromises): Promise<void> {
    const { ledger, signal, logger } = this.#options;
    await this.#endRun();
    signal?.throwIfAborted();
    const interrupted = await ledger.acquireLease();
    if (interrupted > 0) logger.info(`the last process ended while it was handling ${interrupted} posts`);
    const run = new InboxRun(this.#options, this.#tracker, calledAt);
    this.#run = run;
    try {
      await run.reload();
    } catch (error) {
      this.#run = undefined;
      await ledger.releaseLease();
      throw error;
    }
    this.#runPromises = promises;
    run.begin();
    const stop = (): void => void this.stop();
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop, { once: true, signal: run.endSignal });
  }

  /** Ends the run, if there is one. */
  async #endRun(): Promise<void> {
    if (this.#run === undefined) return;
    const promises = this.#runPromises;
    this.#stopping ??= this.#run.end().finally(() => {
      this.#run = undefined;
      this.#stopping = undefined;
      promises.stop();
    });
    await this.#stopping;
  }

  #onState(state: InboxState, error: Error | undefined): void {
    if (state === 'ready') this.#runPromises.becomeReady();
    else if (state === 'blocked') this.#runPromises.fail(error ?? new Error('the inbox is blocked'));
    else if (state === 'starting' && this.#runPromises.ended.isSettled) {
      // The caller has started the socket of a blocked inbox again.
      this.#promises = new RunPromises();
      this.#runPromises = this.#promises;
    }
  }
}
