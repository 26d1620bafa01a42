// The ledger in a file

// Handling failures
export {
  CorruptFileError,
  FileNotOpenedError,
  FileRemovedError,
  LeaseHeldError,
  LeaseLostError,
  LedgerClosedError,
  LedgerError,
  type LedgerErrorCode,
  NewerSchemaError,
} from './ledger/errors.ts';
export type { Ledger } from './ledger/ledger.ts';
export type { LedgerOptions } from './ledger/storage-ledger.ts';
export { createSqliteLedger } from './sqlite/sqlite-ledger.ts';
// The state file, also for tables of your own
export { openStateFile, type StateFile, type StateFileOptions, type TransactionOptions } from './sqlite/state-file.ts';
