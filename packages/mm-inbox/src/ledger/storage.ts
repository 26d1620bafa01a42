import type { Entry } from './entry.ts';
import type { Lease } from './lease.ts';
import type { Counts, Pruning } from './ledger.ts';

/** The times by name that are kept beside the marks. */
export type ProgressName = 'startedAt' | 'wholeUntil' | 'prunedUntil';

/**
 * Where a ledger keeps its rows: no rules, only reading and writing. What is done within one `transaction` is seen by
 * others as a whole, and undone when it throws.
 */
export interface Storage {
  transaction<T>(work: () => T, durable: boolean): T;
  get(key: string): Entry | undefined;
  put(entry: Entry): void;
  readPayload(key: string): string | undefined;
  /** With `undefined`, forgets it. */
  writePayload(key: string, json: string | undefined): void;
  /** In the order in which they were written. */
  unsettled(): Entry[];
  /** Waiting entries whose key or thread this is. */
  waitingIn(postId: string): Entry[];
  /** Newest first. */
  dead(limit: number): Entry[];
  readLease(): Lease | undefined;
  writeLease(lease: Lease | undefined): void;
  readTime(name: ProgressName): number | undefined;
  writeTime(name: ProgressName, time: number): void;
  readMark(channelId: string): number | undefined;
  readMarks(): Map<string, number>;
  writeMark(channelId: string, time: number): void;
  forgetMark(channelId: string): void;
  /** Forgets settled entries; returns how many and up to when they were written. */
  prune(pruning: Pruning): { readonly count: number; readonly until: number };
  counts(): Counts;
  changedElsewhere(): boolean;
  close(): void;
}
