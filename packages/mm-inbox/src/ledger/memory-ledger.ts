import type { Ledger } from './ledger.ts';
import { createMemoryStore, type MemoryStore, memoryStorage } from './memory-storage.ts';
import { type LedgerOptions, StorageLedger } from './storage-ledger.ts';

/** How an in-memory ledger is to be. */
export interface MemoryLedgerOptions extends LedgerOptions {
  /** What it knows; give the same to another ledger to play a restart. @default nothing */
  store?: MemoryStore | undefined;
}

/**
 * Makes a ledger that forgets everything when the process ends: for tests, and for bots to which only reconnects matter.
 */
export function createMemoryLedger({ store = createMemoryStore(), ...options }: MemoryLedgerOptions = {}): Ledger {
  return new StorageLedger(memoryStorage(store), options);
}
