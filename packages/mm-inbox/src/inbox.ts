import type { DeadLetter } from './ledger/ledger.ts';
import { Life } from './life.ts';
import { type InboxOptions, type ResolvedOptions, resolveOptions } from './options.ts';
import type { InboxStatus } from './status.ts';
import { StatusBoard } from './status-board.ts';

/** Something of your own for the inbox, such as a click. */
export interface Addition {
  /** One of `kinds`. */
  readonly kind: string;
  /** Tells it from the others of its kind: of two with the same id, the second is not taken. */
  readonly id: string;
  /** What its handler gets: anything that JSON can carry. */
  readonly payload: unknown;
  /** Those of one conversation are handed over one after the other. @default one of its own */
  readonly conversation?: string | undefined;
}

/**
 * Makes an inbox; `start` it, and every post reaches `handle` once: across reconnects, restarts and overlapping
 * catch-ups.
 *
 * @throws TypeError naming the option that cannot be right
 */
export function createInbox(options: InboxOptions): Inbox {
  return new Inbox(resolveOptions(options));
}

/** Receives posts until it is stopped; what it has not finished then is found by the next start. */
export class Inbox {
  readonly #options: ResolvedOptions;
  readonly #board: StatusBoard;
  #life: Life | undefined;
  #starting: Promise<void> | undefined;
  #stopping: Promise<void> | undefined;

  /** Use `createInbox`. */
  constructor(options: ResolvedOptions) {
    this.#options = options;
    this.#board = new StatusBoard(options);
  }

  /**
   * Takes the lease, starts the socket and hands over what an earlier process left; resolves once that is under way.
   * Does nothing while the inbox runs.
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
   * Stops the socket, tells handlers by their signal, waits for them a while, and releases the lease. The ledger stays
   * open: close it, or start again. May be called twice.
   */
  async stop(): Promise<void> {
    await this.#starting?.catch(() => {});
    if (this.#life === undefined) return;
    this.#stopping ??= this.#life.end().finally(() => {
      this.#life = undefined;
      this.#starting = undefined;
      this.#stopping = undefined;
    });
    await this.#stopping;
  }

  /** How the inbox is. */
  status(): InboxStatus {
    return this.#board.status();
  }

  /**
   * Takes in something of your own, such as a click; its handler is the one of `kinds`. Resolves once it is on disk, so
   * that you can tell the other side that you have it: `false` when it was there already.
   */
  async add({ kind, id, payload, conversation }: Addition): Promise<boolean> {
    if (!Object.hasOwn(this.#options.kinds, kind)) throw new TypeError(`kind: expected one of kinds, got ${kind}`);
    const key = `${kind}:${id}`;
    const entry = {
      ...{ key, kind, conversation: conversation ?? key, channelId: '', rootId: '' },
      ...{ at: this.#options.now(), editedAt: 0, payload },
    };
    const [isNew = false] = await this.#options.ledger.append({ entries: [entry], durable: true });
    if (isNew) this.#life?.dispatcher.add(entry, 'live');
    return isNew;
  }

  /** The newest of what failed too often, with its payload. */
  async dead(limit?: number): Promise<DeadLetter[]> {
    return this.#options.ledger.dead(limit);
  }

  /** Has something that failed too often tried again; `false` when it is none of those. */
  async revive(key: string): Promise<boolean> {
    const revived = await this.#options.ledger.revive(key);
    if (revived) await this.#life?.reload();
    return revived;
  }

  /** Gives up on something that failed too often; `false` when it is none of those. */
  async drop(key: string): Promise<boolean> {
    const dropped = await this.#options.ledger.drop(key);
    if (dropped) await this.#life?.reload();
    return dropped;
  }

  async #start(): Promise<void> {
    const { ledger, signal, logger } = this.#options;
    signal?.throwIfAborted();
    const interrupted = await ledger.acquireLease();
    if (interrupted > 0) logger.info(`${interrupted} posts were in work when the last process ended`);
    const life = new Life(this.#options, this.#board);
    this.#life = life;
    try {
      await life.reload();
    } catch (error) {
      this.#life = undefined;
      await ledger.releaseLease();
      throw error;
    }
    life.begin();
    const stop = (): void => void this.stop();
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop, { once: true, signal: life.ended });
  }
}
