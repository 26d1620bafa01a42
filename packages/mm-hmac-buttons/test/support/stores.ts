import type { DatabaseSync } from 'node:sqlite';
import { createMemoryStore, createSqliteStore, type TicketStore } from '../../src/index.ts';
import type { TestedStoreOptions } from '../../src/ticket-store-suite.ts';

/** A kind of store. */
export interface StoreKind {
  readonly name: string;
  create(options?: TestedStoreOptions): TicketStore;
}

/** The store in memory, and the one in SQLite where Node has it. */
export const storeKinds: readonly StoreKind[] = [
  { name: 'in memory', create: options => createMemoryStore(inTest(options)) },
  ...sqliteKinds(),
];

function sqliteKinds(): StoreKind[] {
  // Node 20 has no SQLite, and the library works there too.
  const Database = openSqlite();
  if (Database === undefined) return [];
  return [{ name: 'in SQLite', create: options => createSqliteStore(new Database(':memory:'), inTest(options)) }];
}

/** The class for databases; `undefined` when this Node has no SQLite. */
export function openSqlite(): typeof DatabaseSync | undefined {
  return process.getBuiltinModule('node:sqlite')?.DatabaseSync;
}

function inTest(options: TestedStoreOptions | undefined): object {
  if (options === undefined) return {};
  const { now, ...limits } = options;
  return { ...limits, testing: { now } };
}
