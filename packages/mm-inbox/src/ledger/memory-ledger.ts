import type { Ledger } from './ledger.ts';
import { createMemoryStore, type MemoryStore, memoryStorage } from './memory-storage.ts';
import { type LedgerOptions, StorageLedger } from './storage-ledger.ts';

/** Options of `createMemoryLedger`. */
export interface MemoryLedgerOptions extends LedgerOptions {
  /** The data; give the same store to a second ledger to simulate a restart. @default an empty store */
  store?: MemoryStore | undefined;
}

/**
 * Makes a ledger in memory. It forgets everything when the process ends: use it in tests, and in bots that only need to
 * survive reconnects.
 */
export function createMemoryLedger({ store = createMemoryStore(), ...options }: MemoryLedgerOptions = {}): Ledger {
  return new StorageLedger(memoryStorage(store), options);
}
