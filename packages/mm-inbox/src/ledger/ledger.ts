import type { Entry, NewEntry, Outcome } from './entry.ts';
import type { LeaseHolder } from './lease.ts';

/** How far the ledger is complete, so that a catch-up knows where to start. Times are on the server's clock. */
export interface Progress {
  /** Posts written up to then get no answer; absent before the very first start is done. */
  readonly startedAt: number | undefined;
  /** Everything written up to then is in the ledger, in every channel. It never moves past a gap. */
  readonly completeUntil: number | undefined;
  /** Settled entries written up to then may have been forgotten. */
  readonly prunedUntil: number;
  /** The watermark of each channel: everything written there up to then is in the ledger. */
  readonly marks: ReadonlyMap<string, number>;
}

/** New times for `Progress`. None of them ever moves back: an earlier time is ignored. */
export interface Advance {
  /** Only the first value counts. */
  readonly startedAt?: number | undefined;
  /** See `Progress`. */
  readonly completeUntil?: number | undefined;
  /** Watermarks of single channels. */
  readonly marks?: ReadonlyMap<string, number> | undefined;
}

/** Entries and new times of the progress, written together or not at all. */
export interface Batch extends Advance {
  /** An entry with a known key is left as it is. */
  readonly entries: readonly NewEntry[];
  /** Whether the batch must survive a power failure, and not only the end of the process; slower. @default false */
  readonly durable?: boolean | undefined;
}

/** An entry that is claimed for a handler. */
export interface Claim {
  /** The entry, already in the state `running`. */
  readonly entry: Entry;
  /** The payload that was appended, after a round trip through JSON. */
  readonly payload: unknown;
}

/** An entry that failed too often. */
export interface DeadLetter {
  /** The entry; `entry.error` says why it failed. */
  readonly entry: Entry;
  /** The payload that was appended, after a round trip through JSON. */
  readonly payload: unknown;
}

/** A failed attempt. */
export interface Failure {
  /** What went wrong, for people. */
  readonly error: string;
  /** When to try again, on the ledger's clock; absent for never. */
  readonly retryAt?: number | undefined;
}

/** Which settled entries to forget. */
export interface Pruning {
  /** Those written before this time, on the server's clock. */
  readonly before: number;
  /** Only this many settled entries are kept; the oldest are forgotten. */
  readonly maxRows: number;
  /** At most this many are forgotten in one call, so that the call is short. */
  readonly limit: number;
}

/** The number of entries in each state. */
export type Counts = Readonly<Record<Entry['state'], number>>;

/**
 * Where the inbox keeps posts until they have their outcome, and remembers them afterwards. This is the interface to
 * implement for another database; the storage classes below it are internal and synchronous.
 *
 * What an implementation must guarantee:
 *
 * - Each method is one transaction: it takes effect completely or not at all, even if the process is killed.
 * - A resolved promise means that the change survives the end of the process, and with `durable` a power failure.
 * - `append`, `claim` and the lease exclude each other across processes: a key is new once, and of two callers who claim
 *   an entry one gets it.
 * - After another ledger took the lease, every method that writes throws `LeaseLostError` on the old one. A ledger that
 *   never took the lease may write: a command line does, to revive a dead letter.
 * - Payloads go through JSON. Times are milliseconds and may have fractions, which the ledger may round.
 */
export interface Ledger {
  /**
   * Takes the lease: this process becomes the only one that runs the account. Entries that a killed process left
   * `running` become `waiting`, with one interruption more. Resolves to the number of those entries.
   *
   * @throws {LeaseHeldError} when another process holds a lease that has not expired.
   */
  acquireLease(): Promise<number>;
  /** Renews the lease. Call it every 5 s. @throws {LeaseLostError} when the lease has been taken by another process. */
  renewLease(): Promise<void>;
  /** Ends the lease, so that the next process can start at once. Does nothing without a lease. */
  releaseLease(): Promise<void>;
  /** The process that runs the account now; `undefined` when no process holds a lease, or the lease has expired. */
  leaseHolder(): Promise<LeaseHolder | undefined>;

  /** Adds entries and advances the progress. Resolves to one boolean for each entry: whether it was new. */
  append(batch: Batch): Promise<boolean[]>;
  /** The entries with these keys, as far as they exist. */
  find(keys: readonly string[]): Promise<Map<string, Entry>>;
  /** All entries that are `waiting` or `running`, sorted by the time when they were written. */
  unsettled(): Promise<Entry[]>;
  /** Changes a `waiting` entry that is due to `running`; `undefined` when it is in another state or not due. */
  claim(key: string): Promise<Claim | undefined>;
  /** Marks a `running` entry as adopted by another system; it stays unsettled. */
  adopt(key: string): Promise<boolean>;
  /** Gives a `running` entry its outcome and deletes its payload. */
  settle(key: string, outcome: Outcome): Promise<boolean>;
  /** Records that the handler of a `running` entry failed: the entry becomes `waiting`, or `dead`. */
  fail(key: string, failure: Failure): Promise<boolean>;
  /** Changes a `running` entry back to `waiting` until `dueAt` on the ledger's clock, without counting a failure. */
  putBack(key: string, dueAt: number): Promise<boolean>;
  /** Replaces the payload of a `waiting` entry: the post was edited before its turn. */
  revise(key: string, payload: unknown, editedAt: number): Promise<boolean>;
  /** Changes a silent entry back to `waiting`, because of an edit that is newer than its `editedAt`. */
  wake(key: string, payload: unknown, editedAt: number): Promise<boolean>;
  /** Settles a `waiting` post, and `waiting` posts in its thread, as silent. Resolves to their keys. */
  withdraw(postId: string, code: string): Promise<string[]>;

  /** The newest dead letters. @param limit 100 by default. */
  dead(limit?: number): Promise<DeadLetter[]>;
  /** Changes a dead letter back to `waiting`, with its failures and interruptions set to 0. */
  revive(key: string): Promise<boolean>;
  /** Settles a dead letter as silent, with the code `dropped`. */
  drop(key: string): Promise<boolean>;

  /** How far the ledger is complete. */
  progress(): Promise<Progress>;
  /** Advances the progress. */
  advance(advance: Advance): Promise<void>;
  /** Forgets the watermarks of all channels except these. */
  keepMarks(channelIds: ReadonlySet<string>): Promise<void>;
  /** Forgets old settled entries and moves `prunedUntil`. Resolves to the number of forgotten entries. */
  prune(pruning: Pruning): Promise<number>;
  /** The number of entries in each state. */
  counts(): Promise<Counts>;
  /** Whether another process wrote to the ledger since the last call of this method. */
  hasChangedElsewhere(): Promise<boolean>;
  /** Releases the lease and closes the ledger. Later calls of other methods throw `LedgerClosedError`. */
  close(): Promise<void>;
}
