import { DatabaseSync } from 'node:sqlite';
import { CorruptFileError, NewerSchemaError } from '../ledger/errors.ts';

/** How to open a file. */
export interface StateFileOptions {
  /** Only looks: nothing is written, and the file must exist. @default false */
  readOnly?: boolean | undefined;
  /** How long to wait for another process that is writing, in milliseconds. @default 2_000 */
  busyTimeoutMs?: number | undefined;
}

/** One SQLite file, open: the ledger's tables, and those of anybody else who needs to keep something beside it. */
export interface StateFile {
  /** Where it is. */
  readonly path: string;
  /** The connection, for tables of your own: prepare statements with it. */
  readonly database: DatabaseSync;
  /** Whether it only looks. */
  readonly readOnly: boolean;
  /**
   * Brings the tables of a namespace up to date: each step is SQL that leads from one version to the next, and runs once
   * in the life of the file. Steps are only ever added at the end. A file that only looks is checked, not changed.
   *
   * @throws {NewerSchemaError} when the file is ahead of these steps.
   */
  migrate(namespace: string, steps: readonly string[]): void;
  /**
   * Does something wholly or not at all. What it does must not wait for anything. Transactions do not nest.
   *
   * A transaction survives the end of the process; with `durable` also a failure of power, which takes longer.
   */
  transaction<T>(work: () => T, options?: TransactionOptions): T;
  /** Closes it. May be called twice. */
  close(): void;
}

/** How to end a transaction. */
export interface TransactionOptions {
  /** Whether to wait until the disk has it. @default false */
  durable?: boolean | undefined;
}

/**
 * Opens a file, or makes it.
 *
 * @throws {CorruptFileError} naming the file, when it is damaged or is no database.
 */
export function openStateFile(path: string, options: StateFileOptions = {}): StateFile {
  const { readOnly = false, busyTimeoutMs = 2_000 } = options;
  return namingTheFile(path, () => {
    const database = new DatabaseSync(path, { readOnly, timeout: busyTimeoutMs });
    try {
      prepare(database, readOnly);
    } catch (error) {
      database.close();
      throw error;
    }
    return stateFile(path, database, readOnly);
  });
}

function prepare(database: DatabaseSync, readOnly: boolean): void {
  if (!readOnly) database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
  const { quick_check: verdict } = database.prepare('PRAGMA quick_check(1)').get() as { quick_check: string };
  if (verdict !== 'ok') throw new DamagedError(verdict);
  if (readOnly) return;
  database.exec(
    'CREATE TABLE IF NOT EXISTS schema_versions (namespace TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT',
  );
}

function stateFile(path: string, database: DatabaseSync, readOnly: boolean): StateFile {
  const begin = database.prepare('BEGIN IMMEDIATE');
  const commit = database.prepare('COMMIT');

  function transaction<T>(work: () => T, { durable = false }: TransactionOptions = {}): T {
    // Outside a transaction: within one it has no effect.
    if (durable) database.exec('PRAGMA synchronous = FULL');
    try {
      begin.run();
      const result = work();
      commit.run();
      return result;
    } catch (error) {
      // Some failures, such as a full disk, have ended the transaction already.
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    } finally {
      if (durable) database.exec('PRAGMA synchronous = NORMAL');
    }
  }

  function migrate(namespace: string, steps: readonly string[]): void {
    const bring = (): void => {
      const row = database.prepare('SELECT version FROM schema_versions WHERE namespace = ?').get(namespace);
      const version = Number(row?.['version'] ?? 0);
      if (version > steps.length) throw new NewerSchemaError(path, namespace, version, steps.length);
      if (readOnly || version === steps.length) return;
      for (const step of steps.slice(version)) database.exec(step);
      database
        .prepare('INSERT INTO schema_versions VALUES (?, ?) ON CONFLICT DO UPDATE SET version = excluded.version')
        .run(namespace, steps.length);
    };
    if (readOnly) bring();
    else transaction(bring);
  }

  return {
    path,
    database,
    readOnly,
    migrate,
    transaction,
    close() {
      if (database.isOpen) database.close();
    },
  };
}

class DamagedError extends Error {}

/** SQLite's own numbers for a damaged file, and for one that is no database. */
const damage = new Set([11, 26]);

/** Errors of a damaged file name it and say what to do. */
function namingTheFile<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const damaged = error instanceof DamagedError || ('errcode' in error && damage.has(Number(error.errcode) & 0xff));
    throw damaged ? new CorruptFileError(path, error.message, { cause: error }) : error;
  }
}
