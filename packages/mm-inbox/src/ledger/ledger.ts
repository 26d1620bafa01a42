import type { Entry, NewEntry, Outcome } from './entry.ts';

/** What is known of the past, so that a catch-up knows where to begin. Times are on the server's clock. */
export interface Progress {
  /** Nothing written up to then is answered; absent before the very first start is done. */
  readonly startedAt: number | undefined;
  /** Everything written up to then is in the ledger, in every channel; it never passes a gap. */
  readonly wholeUntil: number | undefined;
  /** Settled entries up to then may have been forgotten. */
  readonly prunedUntil: number;
  /** By channel: everything written there up to then is in the ledger. */
  readonly marks: ReadonlyMap<string, number>;
}

/** What is newly known of the past. */
export interface Advance {
  /** Set once, at the end of the very first start. */
  readonly startedAt?: number | undefined;
  /** Never goes back: an earlier time is ignored. */
  readonly wholeUntil?: number | undefined;
  /** Marks of single channels; they never go back either. */
  readonly marks?: ReadonlyMap<string, number> | undefined;
}

/** Entries, and what they mean for the past: written together or not at all. */
export interface Batch extends Advance {
  /** Those that the ledger has already are left as they are. */
  readonly entries: readonly NewEntry[];
  /** Whether this must survive a failure of power, and not only of the process; takes longer. @default false */
  readonly durable?: boolean | undefined;
}

/** What a handler gets to work with. */
export interface Claim {
  /** What the ledger knows. */
  readonly entry: Entry;
  /** What was appended, after JSON. */
  readonly payload: unknown;
}

/** Something that failed too often. */
export interface DeadLetter {
  /** What the ledger knows; `entry.error` says why. */
  readonly entry: Entry;
  /** What was appended, after JSON. */
  readonly payload: unknown;
}

/** A failed attempt. */
export interface Failure {
  /** What went wrong, for people. */
  readonly error: string;
  /** When to try again, on the ledger's clock; absent for never. */
  readonly retryAt?: number | undefined;
}

/** How much to forget. */
export interface Pruning {
  /** Settled entries written before this time, on the server's clock. */
  readonly before: number;
  /** So many settled entries are kept at most; the oldest go. */
  readonly maxRows: number;
  /** So many go in one call at most, so that it does not take long. */
  readonly limit: number;
}

/** How many entries there are. */
export interface Counts {
  /** Not begun, or to be tried again. */
  readonly waiting: number;
  /** Handlers have them. */
  readonly running: number;
  /** They have their outcome. */
  readonly settled: number;
  /** They failed too often. */
  readonly dead: number;
}

/**
 * Where posts are kept until they have their outcome, and remembered after it.
 *
 * Every method is one step that happens wholly or not at all, whatever ends the process. Methods that change something
 * throw `LeaseLostError` once another process has taken the lease from this ledger.
 */
export interface Ledger {
  /**
   * Becomes the only one who runs the account; what a process that was killed left running is then waiting again.
   * Resolves to how many entries that were.
   *
   * @throws {LeaseHeldError} when another one is alive.
   */
  acquireLease(): Promise<number>;
  /** Says that this process is alive. @throws {LeaseLostError} when it is too late for that. */
  renewLease(): Promise<void>;
  /** Lets the next one begin at once. Does nothing without a lease. */
  releaseLease(): Promise<void>;

  /** Adds entries; resolves, entry by entry, to whether it was new. */
  append(batch: Batch): Promise<boolean[]>;
  /** Those of the entries that there are, by key. */
  find(keys: readonly string[]): Promise<Map<string, Entry>>;
  /** Everything that waits or runs, in the order in which it was written. */
  unsettled(): Promise<Entry[]>;
  /** Takes a waiting entry that is due, or nothing: of two who try, one gets it. */
  claim(key: string): Promise<Claim | undefined>;
  /** Notes that somebody else owns a running entry for good; it stays unsettled. */
  adopt(key: string): Promise<boolean>;
  /** Gives a running entry its outcome, and forgets its payload. */
  settle(key: string, outcome: Outcome): Promise<boolean>;
  /** Notes that the handler of a running entry failed: it waits again, or is dead. */
  fail(key: string, failure: Failure): Promise<boolean>;
  /** Makes a running entry wait again, until `dueAt` on the ledger's clock; that is no failure. */
  putBack(key: string, dueAt: number): Promise<boolean>;
  /** Replaces the payload of a waiting entry: it was edited before its turn. */
  revise(key: string, payload: unknown, editedAt: number): Promise<boolean>;
  /** Makes a silent entry wait again, for an edit that was not looked at before. */
  wake(key: string, payload: unknown, editedAt: number): Promise<boolean>;
  /** Settles a waiting post, and waiting posts of its thread, as silent; resolves to their keys. */
  withdraw(postId: string, code: string): Promise<string[]>;

  /** The newest of what failed too often. */
  dead(limit?: number): Promise<DeadLetter[]>;
  /** Has a dead entry tried again. */
  revive(key: string): Promise<boolean>;
  /** Settles a dead entry as silent, with the code `dropped`. */
  drop(key: string): Promise<boolean>;

  /** What is known of the past. */
  progress(): Promise<Progress>;
  /** Notes what is newly known of the past. */
  advance(advance: Advance): Promise<void>;
  /** Forgets marks of all channels but these. */
  keepMarks(channelIds: ReadonlySet<string>): Promise<void>;
  /** Forgets settled entries; resolves to how many. */
  prune(pruning: Pruning): Promise<number>;
  /** How many entries there are. */
  counts(): Promise<Counts>;
  /** Whether another process has written since this was last asked, as a command line does that revives something. */
  changedElsewhere(): Promise<boolean>;
  /** Ends the use of it; the lease is released. May be called twice. */
  close(): Promise<void>;
}
