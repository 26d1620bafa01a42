/** A value that SQLite stores. */
export type SqliteValue = string | number | null;

/** The result of running a statement. */
export interface SqliteChanges {
  /** The number of changed rows. */
  readonly changes: number | bigint;
}

/** The methods that the store calls on a prepared statement; those of `node:sqlite` fit. */
export interface SqliteStatement {
  /** Runs it and returns how many rows it changed. */
  run(...values: SqliteValue[]): SqliteChanges;
  /** The first row; `undefined` when there is none. */
  get(...values: SqliteValue[]): unknown;
}

/** The methods that the store calls on a database: a `DatabaseSync` of `node:sqlite` (Node 24) or one of `better-sqlite3`. */
export interface SqliteDatabase {
  /** Runs statements that return nothing. */
  exec(sql: string): unknown;
  /** Prepares one statement. */
  prepare(sql: string): SqliteStatement;
}

const schema = `
  CREATE TABLE IF NOT EXISTS mm_choices (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    expires_at INTEGER NOT NULL,
    claimed_by TEXT
  );
  CREATE INDEX IF NOT EXISTS mm_choices_expiry ON mm_choices (expires_at);
  CREATE TABLE IF NOT EXISTS mm_tickets (
    id TEXT PRIMARY KEY,
    choice_id TEXT NOT NULL,
    facts TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS mm_tickets_choice ON mm_tickets (choice_id);
  CREATE TABLE IF NOT EXISTS mm_claims (
    choice_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    claimed_by TEXT NOT NULL,
    PRIMARY KEY (choice_id, user_id)
  ) WITHOUT ROWID;
`;

/** Columns that the first version of the schema did not have. */
const addedColumns = [
  ['mm_choices', 'user_id', 'TEXT'],
  ['mm_tickets', 'page', 'INTEGER NOT NULL DEFAULT 0'],
] as const;

/** Creates the tables, and adds the columns that an older version did not have. */
export function createTables(database: SqliteDatabase): void {
  database.exec(schema);
  for (const [table, column, type] of addedColumns) {
    if (!hasColumn(database, table, column)) addColumn(database, table, column, type);
  }
  database.exec('CREATE INDEX IF NOT EXISTS mm_choices_person ON mm_choices (user_id, number)');
}

function hasColumn(database: SqliteDatabase, table: string, column: string): boolean {
  return database.prepare(`SELECT 1 FROM pragma_table_info('${table}') WHERE name = '${column}'`).get() !== undefined;
}

function addColumn(database: SqliteDatabase, table: string, column: string, type: string): void {
  try {
    database.exec(`ALTER TABLE ${table} ADD COLUMN ${column} ${type}`);
  } catch (error) {
    // Another process that opened the file at the same time has added it.
    if (!hasColumn(database, table, column)) throw error;
  }
}

const statements = {
  insertChoice: 'INSERT INTO mm_choices (id, expires_at, claimed_by, user_id) VALUES (?, ?, NULL, ?)',
  insertTicket: 'INSERT INTO mm_tickets (id, choice_id, page, facts) VALUES (?, ?, ?, ?)',
  deleteChoice: 'DELETE FROM mm_choices WHERE id = ?',
  deleteTickets: 'DELETE FROM mm_tickets WHERE choice_id = ?',
  deleteClaims: 'DELETE FROM mm_claims WHERE choice_id = ?',
  deletePages: 'DELETE FROM mm_tickets WHERE choice_id = ? AND page <> ? AND page <= ?',
  findTicket: 'SELECT facts, page FROM mm_tickets WHERE id = ?',
  newestPage: 'SELECT max(page) AS page FROM mm_tickets WHERE choice_id = ?',
  bindTickets: "UPDATE mm_tickets SET facts = json_set(facts, '$.postId', ?) WHERE choice_id = ?",
  // Both are single statements, so that only one of several connections changes a row.
  claimChoice: `
      UPDATE mm_choices SET claimed_by = ?
      WHERE id = ? AND claimed_by IS NULL AND EXISTS (SELECT 1 FROM mm_tickets WHERE id = ? AND choice_id = mm_choices.id)
    `,
  claimForPerson: `
      INSERT INTO mm_claims (choice_id, user_id, claimed_by)
      SELECT choice_id, ?, ? FROM mm_tickets WHERE id = ? AND choice_id = ?
      ON CONFLICT DO NOTHING
    `,
  findClaim: 'SELECT claimed_by FROM mm_claims WHERE choice_id = ? AND user_id = ?',
  releaseChoice: 'UPDATE mm_choices SET claimed_by = NULL WHERE id = ? AND claimed_by = ?',
  releaseForPerson: 'DELETE FROM mm_claims WHERE choice_id = ? AND user_id = ? AND claimed_by = ?',
  touchChoice: `
      UPDATE mm_choices
      SET number = (SELECT max(number) + 1 FROM mm_choices), expires_at = max(expires_at, ?)
      WHERE id = ? AND (claimed_by IS NULL OR claimed_by = ?)
    `,
  count: 'SELECT count(*) AS count FROM mm_choices',
  expired: 'SELECT id FROM mm_choices WHERE expires_at <= ? ORDER BY expires_at LIMIT 1',
  oldest: 'SELECT id FROM mm_choices ORDER BY number LIMIT 1',
  countOfPerson: 'SELECT count(*) AS count FROM mm_choices WHERE user_id = ?',
  expiredOfPerson: 'SELECT id FROM mm_choices WHERE user_id = ? AND expires_at <= ? ORDER BY number LIMIT 1',
  oldestOfPerson: 'SELECT id FROM mm_choices WHERE user_id = ? ORDER BY number LIMIT 1',
} as const;

/** Prepares every statement of the store. */
export function prepareStatements(database: SqliteDatabase): Record<keyof typeof statements, SqliteStatement> {
  const prepared = Object.entries(statements).map(([name, sql]) => [name, database.prepare(sql)]);
  return Object.fromEntries(prepared) as Record<keyof typeof statements, SqliteStatement>;
}
