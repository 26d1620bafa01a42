import type { DatabaseSync } from 'node:sqlite';
import { createMemoryStore, createSqliteStore, type TicketStore } from '../../src/index.ts';

/** A kind of store. */
export interface StoreKind {
  readonly name: string;
  create(options?: { maxChoices?: number; testing?: { now: () => number } }): TicketStore;
}

/** The store in memory, and the one in SQLite where Node has it. */
export const storeKinds: readonly StoreKind[] = [{ name: 'in memory', create: createMemoryStore }, ...sqliteKinds()];

function sqliteKinds(): StoreKind[] {
  // Node 20 has no SQLite, and the library works there too.
  const Database = openSqlite();
  if (Database === undefined) return [];
  return [{ name: 'in SQLite', create: options => createSqliteStore(new Database(':memory:'), options) }];
}

/** The class for databases; `undefined` when this Node has no SQLite. */
export function openSqlite(): typeof DatabaseSync | undefined {
  return process.getBuiltinModule('node:sqlite')?.DatabaseSync;
}
