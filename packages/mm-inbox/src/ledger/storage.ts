import type { Entry } from './entry.ts';
import type { Lease } from './lease.ts';
import type { Counts, Pruning } from './ledger.ts';

/** The times of the progress, apart from the watermarks. */
export type ProgressTime = 'startedAt' | 'completeUntil' | 'prunedUntil';

/**
 * The rows of a ledger, without any rules. Internal and synchronous: for another database implement `Ledger`.
 *
 * Other processes see the work of one `transaction` as a whole; it is rolled back when it throws.
 */
export interface Storage {
  transaction<T>(work: () => T, durable: boolean): T;
  get(key: string): Entry | undefined;
  put(entry: Entry): void;
  readPayload(key: string): string | undefined;
  /** Deletes the payload when `json` is `undefined`. */
  writePayload(key: string, json: string | undefined): void;
  /** Sorted by the time when they were written. */
  unsettled(): Entry[];
  /** The post with this id and the replies to it, as far as they are `waiting`. */
  waitingInThread(postId: string): Entry[];
  /** Newest first. */
  dead(limit: number): Entry[];
  readLease(): Lease | undefined;
  writeLease(lease: Lease | undefined): void;
  readTime(name: ProgressTime): number | undefined;
  writeTime(name: ProgressTime, time: number): void;
  readMark(channelId: string): number | undefined;
  readMarks(): Map<string, number>;
  writeMark(channelId: string, time: number): void;
  forgetMark(channelId: string): void;
  /** Forgets settled entries; returns how many, and the time of the newest of them. */
  prune(pruning: Pruning): { readonly count: number; readonly until: number };
  counts(): Counts;
  hasChangedElsewhere(): boolean;
  /** @throws {FileRemovedError} when what is written would be lost */
  checkInPlace(): void;
  close(): void;
}
