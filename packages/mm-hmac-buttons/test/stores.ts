import type { DatabaseSync } from 'node:sqlite';
import { createMemoryStore, createSqliteStore, type TicketStore } from '../src/index.ts';

/** A way to make a store, by name. */
export interface StoreKind {
  readonly name: string;
  create(options?: { maxChoices?: number; now?: () => number }): TicketStore;
}

/** The in-memory twin, and SQLite where Node has it. */
export const storeKinds: readonly StoreKind[] = [{ name: 'in memory', create: createMemoryStore }, ...sqliteKinds()];

function sqliteKinds(): StoreKind[] {
  // Node 20 has no SQLite; the library has to work there all the same.
  const Database = openSqlite();
  if (Database === undefined) return [];
  return [{ name: 'in SQLite', create: options => createSqliteStore(new Database(':memory:'), options) }];
}

/** The class for databases; `undefined` on a Node without. */
export function openSqlite(): typeof DatabaseSync | undefined {
  return process.getBuiltinModule('node:sqlite')?.DatabaseSync;
}
