import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { CorruptFileError, FileNotOpenedError, NewerSchemaError } from '../ledger/errors.ts';
import { shapeOf } from '../repeat.ts';

/** Options of `openStateFile`. */
export interface StateFileOptions {
  /** Opens an existing file for reading only. @default false */
  readOnly?: boolean | undefined;
  /** How long to wait for another process that is writing, in milliseconds. @default 2_000 */
  busyTimeoutMs?: number | undefined;
}

/** An open SQLite file, with the tables of the ledger and tables of your own. */
export interface StateFile {
  /** The path as it was given. */
  readonly path: string;
  /** The connection: prepare statements for your own tables with it. */
  readonly database: DatabaseSync;
  /** Whether the file was opened for reading only. */
  readonly readOnly: boolean;
  /**
   * Migrates the tables of a namespace. Each step is SQL that leads to the next version and runs once in the life of the
   * file. Add new steps at the end. A file that is opened for reading is checked, not changed.
   *
   * @throws {NewerSchemaError} when the file has more steps behind it than are given.
   */
  migrate(namespace: string, steps: readonly string[]): void;
  /**
   * Runs `work` in a transaction, which is rolled back when it throws. `work` must not be async, and transactions do not
   * nest. A committed transaction survives the end of the process; with `durable` also a power failure, which is slower.
   */
  transaction<T>(work: () => T, options?: TransactionOptions): T;
  /** Whether the path still leads to the open file; `false` after the file was removed or replaced. */
  isInPlace(): boolean;
  /** Closes the file. May be called twice. */
  close(): void;
}

/** Options of a transaction. */
export interface TransactionOptions {
  /** Whether to wait until the disk has stored it. @default false */
  durable?: boolean | undefined;
}

/**
 * Opens a state file; creates it when it does not exist.
 *
 * @param path the path of the file, or `:memory:` for a database that is gone when it is closed
 * @throws {CorruptFileError} when the file is damaged or is not a database.
 * @throws {FileNotOpenedError} when its folder does not exist, for example.
 */
export function openStateFile(path: string, options: StateFileOptions = {}): StateFile {
  // SQLite reads an empty path as a temporary file, which would forget everything.
  if (typeof path !== 'string' || path === '') {
    throw new TypeError(`path: expected the path of a file or ":memory:", got ${shapeOf(path)}`);
  }
  const { readOnly = false, busyTimeoutMs = 2_000 } = options;
  return withFileErrors(path, () => {
    const database = new DatabaseSync(path, { readOnly, timeout: busyTimeoutMs });
    try {
      // Older versions cannot say whether a transaction is open, nor wait for another process.
      if (database.isTransaction === undefined) throw new Error('a state file needs Node 22.16 or newer');
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
  const openedFile = fileId(path);

  function transaction<T>(work: () => T, { durable = false }: TransactionOptions = {}): T {
    // Set before the transaction begins: within one the pragma has no effect.
    if (durable) database.exec('PRAGMA synchronous = FULL');
    try {
      begin.run();
      const result = work();
      if (result instanceof Promise) {
        result.catch(() => {});
        throw new TypeError('work: expected a function that is not async, got one that returns a promise');
      }
      commit.run();
      return result;
    } catch (error) {
      // SQLite has already rolled back after some failures, such as a full disk.
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    } finally {
      if (durable) database.exec('PRAGMA synchronous = NORMAL');
    }
  }

  function migrate(namespace: string, steps: readonly string[]): void {
    const run = (): void => {
      const row = database.prepare('SELECT version FROM schema_versions WHERE namespace = ?').get(namespace);
      const version = Number(row?.['version'] ?? 0);
      if (version > steps.length) throw new NewerSchemaError(path, namespace, version, steps.length);
      if (readOnly || version === steps.length) return;
      for (const step of steps.slice(version)) database.exec(step);
      database
        .prepare('INSERT INTO schema_versions VALUES (?, ?) ON CONFLICT DO UPDATE SET version = excluded.version')
        .run(namespace, steps.length);
    };
    if (readOnly) run();
    else transaction(run);
  }

  return {
    path,
    database,
    readOnly,
    migrate,
    transaction,
    isInPlace: () => fileId(path) === openedFile,
    close() {
      if (database.isOpen) database.close();
    },
  };
}

/** Identifies the file at a path; `undefined` when there is none, as for a database in memory. */
function fileId(path: string): string | undefined {
  const stats = path === ':memory:' ? undefined : statSync(path, { throwIfNoEntry: false });
  return stats && `${stats.dev}:${stats.ino}`;
}

class DamagedError extends Error {}

/** SQLITE_CORRUPT and SQLITE_NOTADB. */
const damageCodes = new Set([11, 26]);

/** SQLITE_CANTOPEN. */
const cannotOpen = 14;

/** Turns SQLite's errors about a damaged file into one that names the file and says what to do. */
function withFileErrors<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const code = 'errcode' in error ? Number(error.errcode) & 0xff : undefined;
    if (error instanceof DamagedError || (code !== undefined && damageCodes.has(code))) {
      throw new CorruptFileError(path, error.message, { cause: error });
    }
    throw code === cannotOpen ? new FileNotOpenedError(path, error.message, { cause: error }) : error;
  }
}
