import { InboxRun } from './inbox-run.ts';
import type { DeadLetter } from './ledger/ledger.ts';
import { type InboxOptions, type ResolvedOptions, resolveOptions } from './options.ts';
import type { InboxStatus } from './status.ts';
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
  #run: InboxRun | undefined;
  #starting: Promise<void> | undefined;
  #stopping: Promise<void> | undefined;

  /** Use `createInbox`. */
  constructor(options: ResolvedOptions) {
    this.#options = options;
    this.#tracker = new StatusTracker(options);
  }

  /**
   * Takes the lease, starts the socket and dispatches what an earlier process left. Resolves before the socket is signed
   * in. Does nothing while the inbox runs.
   *
   * @throws {LeaseHeldError} when another process runs this account.
   */
  start(): Promise<void> {
    this.#starting ??= this.#start().catch(error => {
      this.#starting = undefined;
      throw error;
    });
    return this.#starting;
  }

  /**
   * Stops the socket, aborts `turn.signal` of running handlers, waits for them for `stopTimeoutMs`, and releases the
   * lease. The ledger stays open: close it yourself, or start again. May be called twice.
   */
  async stop(): Promise<void> {
    await this.#starting?.catch(() => {});
    if (this.#run === undefined) return;
    this.#stopping ??= this.#run.end().finally(() => {
      this.#run = undefined;
      this.#starting = undefined;
      this.#stopping = undefined;
    });
    await this.#stopping;
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
    const key = `${kind}:${id}`;
    const entry = {
      ...{ key, kind, conversation: conversation ?? key, channelId: '', rootId: '' },
      ...{ at: this.#options.testing.now(), editedAt: 0, payload },
    };
    const [isNew = false] = await this.#options.ledger.append({ entries: [entry], durable: true });
    if (isNew) this.#run?.dispatcher.add(entry, 'live');
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

  async #start(): Promise<void> {
    const { ledger, signal, logger } = this.#options;
    signal?.throwIfAborted();
    const interrupted = await ledger.acquireLease();
    if (interrupted > 0) logger.info(`the last process ended while it was handling ${interrupted} posts`);
    const run = new InboxRun(this.#options, this.#tracker);
    this.#run = run;
    try {
      await run.reload();
    } catch (error) {
      this.#run = undefined;
      await ledger.releaseLease();
      throw error;
    }
    run.begin();
    const stop = (): void => void this.stop();
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop, { once: true, signal: run.endSignal });
  }
}
