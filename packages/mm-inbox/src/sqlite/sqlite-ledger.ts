import type { Ledger } from '../ledger/ledger.ts';
import { type LedgerOptions, StorageLedger } from '../ledger/storage-ledger.ts';
import { ledgerSchema } from './schema.ts';
import { sqliteStorage } from './sqlite-storage.ts';
import type { StateFile } from './state-file.ts';

/**
 * Makes a ledger in an open state file, which may hold tables of your own too. Closing the ledger closes the file.
 *
 * @throws {NewerSchemaError} when a newer release wrote the file.
 * @example
 * const ledger = createSqliteLedger(openStateFile('bot.sqlite'));
 */
export function createSqliteLedger(file: StateFile, options: LedgerOptions = {}): Ledger {
  file.migrate('inbox', ledgerSchema);
  return new StorageLedger(sqliteStorage(file), options);
}
