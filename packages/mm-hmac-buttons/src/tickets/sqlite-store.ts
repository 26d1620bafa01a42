import { requirePositive } from '../option-errors.ts';
import type { TestSeams } from '../testing.ts';
import { maxNewerPages, type TicketStore } from './store.ts';
import type { Ticket } from './ticket.ts';

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

/** Options of {@link createSqliteStore}. */
export interface SqliteStoreOptions {
  /** How many choices and dialogs the store keeps. When it is full, it drops expired ones, then the oldest. @default 100_000 */
  maxChoices?: number | undefined;
  /**
   * How many of them can be bound to one person. Beyond it, the store drops that person's expired ones, then their oldest,
   * so that one person cannot displace other people's buttons by opening many dialogs. @default a tenth of `maxChoices`
   */
  maxPerPerson?: number | undefined;
  /** Replaces the clock in tests. */
  testing?: TestSeams | undefined;
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

/**
 * Keeps tickets in the tables `mm_choices`, `mm_tickets` and `mm_claims` of an SQLite database. Buttons work after a
 * restart, and several processes on one machine can receive clicks. You open the database and set its journal mode and
 * busy timeout.
 */
export function createSqliteStore(database: SqliteDatabase, options: SqliteStoreOptions = {}): TicketStore {
  const maxChoices = requirePositive('maxChoices', options.maxChoices ?? 100_000);
  const maxPerPerson = requirePositive('maxPerPerson', options.maxPerPerson ?? Math.ceil(maxChoices / 10));
  const now = options.testing?.now ?? Date.now;
  createTables(database);
  const sql = prepareStatements(database);

  function insertTickets(tickets: readonly Ticket[]): void {
    for (const ticket of tickets) sql.insertTicket.run(ticket.id, ticket.choiceId, ticket.page, JSON.stringify(ticket));
  }

  function drop(choiceId: string): void {
    sql.deleteTickets.run(choiceId);
    sql.deleteClaims.run(choiceId);
    sql.deleteChoice.run(choiceId);
  }

  function makeRoom(userId: string | null): void {
    let ofPerson = userId === null ? 0 : Number(readColumn(sql.countOfPerson.get(userId), 'count'));
    for (; userId !== null && ofPerson > maxPerPerson; ofPerson--) {
      drop(String(readColumn(sql.expiredOfPerson.get(userId, now()) ?? sql.oldestOfPerson.get(userId), 'id')));
    }
    let all = Number(readColumn(sql.count.get(), 'count'));
    for (; all > maxChoices; all--) drop(String(readColumn(sql.expired.get(now()) ?? sql.oldest.get(), 'id')));
  }

  /** Uses a savepoint, which also works inside a transaction of the caller. */
  function inTransaction<T>(work: () => T): T {
    database.exec('SAVEPOINT mm_tickets');
    try {
      const result = work();
      database.exec('RELEASE mm_tickets');
      return result;
    } catch (error) {
      database.exec('ROLLBACK TO mm_tickets; RELEASE mm_tickets');
      throw error;
    }
  }

  return {
    async add(added) {
      inTransaction(() => {
        for (const choiceId of new Set(added.map(ticket => ticket.choiceId))) {
          const tickets = added.filter(ticket => ticket.choiceId === choiceId);
          const userId = tickets[0]?.userId ?? null;
          drop(choiceId);
          sql.insertChoice.run(choiceId, lastExpiry(tickets), userId);
          insertTickets(tickets);
          makeRoom(userId);
        }
      });
    },
    async bind(choiceId, postId) {
      sql.bindTickets.run(postId, choiceId);
    },
    async find(ticketId) {
      const row = sql.findTicket.get(ticketId);
      return row === undefined ? undefined : readTicket(row);
    },
    async claim({ id, ticket, userId }) {
      if (ticket.uses === 'any') return sql.findTicket.get(ticket.id) !== undefined;
      const { changes } =
        ticket.uses === 'once'
          ? sql.claimChoice.run(id, ticket.choiceId, ticket.id)
          : sql.claimForPerson.run(userId, id, ticket.id, ticket.choiceId);
      return Number(changes) === 1;
    },
    async release({ id, ticket, userId }) {
      sql.releaseChoice.run(ticket.choiceId, id);
      sql.releaseForPerson.run(ticket.choiceId, userId, id);
    },
    async renew({ id, ticket, userId }, added, keepClaim) {
      return inTransaction(() => {
        const { choiceId, page, uses } = ticket;
        // Its first statement writes, so that another connection cannot claim the choice in between.
        const { changes } = sql.touchChoice.run(lastExpiry(added), choiceId, id);
        const ofPerson = uses === 'once-per-person' ? sql.findClaim.get(choiceId, userId) : undefined;
        if (Number(changes) === 0 || (ofPerson !== undefined && readColumn(ofPerson, 'claimed_by') !== id))
          return false;
        const next = Math.max(page, Number(readColumn(sql.newestPage.get(choiceId), 'page'))) + 1;
        sql.deletePages.run(choiceId, page, Math.max(page, next - maxNewerPages));
        insertTickets(added.map(one => ({ ...one, page: next })));
        if (!keepClaim) {
          sql.releaseChoice.run(choiceId, id);
          sql.releaseForPerson.run(choiceId, userId, id);
        }
        return true;
      });
    },
    async remove(choiceId) {
      inTransaction(() => drop(choiceId));
    },
  };
}

function createTables(database: SqliteDatabase): void {
  database.exec(schema);
  for (const [table, column, type] of addedColumns) {
    const found = database.prepare(`SELECT 1 FROM pragma_table_info('${table}') WHERE name = '${column}'`).get();
    if (found === undefined) database.exec(`ALTER TABLE ${table} ADD COLUMN ${column} ${type}`);
  }
  database.exec('CREATE INDEX IF NOT EXISTS mm_choices_person ON mm_choices (user_id, number)');
}

function prepareStatements(database: SqliteDatabase) {
  const prepare = (sql: string): SqliteStatement => database.prepare(sql);
  return {
    insertChoice: prepare('INSERT INTO mm_choices (id, expires_at, claimed_by, user_id) VALUES (?, ?, NULL, ?)'),
    insertTicket: prepare('INSERT INTO mm_tickets (id, choice_id, page, facts) VALUES (?, ?, ?, ?)'),
    deleteChoice: prepare('DELETE FROM mm_choices WHERE id = ?'),
    deleteTickets: prepare('DELETE FROM mm_tickets WHERE choice_id = ?'),
    deleteClaims: prepare('DELETE FROM mm_claims WHERE choice_id = ?'),
    deletePages: prepare('DELETE FROM mm_tickets WHERE choice_id = ? AND page <> ? AND page <= ?'),
    findTicket: prepare('SELECT facts, page FROM mm_tickets WHERE id = ?'),
    newestPage: prepare('SELECT max(page) AS page FROM mm_tickets WHERE choice_id = ?'),
    bindTickets: prepare("UPDATE mm_tickets SET facts = json_set(facts, '$.postId', ?) WHERE choice_id = ?"),
    // Both are single statements, so that only one of several connections changes a row.
    claimChoice: prepare(`
      UPDATE mm_choices SET claimed_by = ?
      WHERE id = ? AND claimed_by IS NULL AND EXISTS (SELECT 1 FROM mm_tickets WHERE id = ? AND choice_id = mm_choices.id)
    `),
    claimForPerson: prepare(`
      INSERT INTO mm_claims (choice_id, user_id, claimed_by)
      SELECT choice_id, ?, ? FROM mm_tickets WHERE id = ? AND choice_id = ?
      ON CONFLICT DO NOTHING
    `),
    findClaim: prepare('SELECT claimed_by FROM mm_claims WHERE choice_id = ? AND user_id = ?'),
    releaseChoice: prepare('UPDATE mm_choices SET claimed_by = NULL WHERE id = ? AND claimed_by = ?'),
    releaseForPerson: prepare('DELETE FROM mm_claims WHERE choice_id = ? AND user_id = ? AND claimed_by = ?'),
    touchChoice: prepare(`
      UPDATE mm_choices
      SET number = (SELECT max(number) + 1 FROM mm_choices), expires_at = max(expires_at, ?)
      WHERE id = ? AND (claimed_by IS NULL OR claimed_by = ?)
    `),
    count: prepare('SELECT count(*) AS count FROM mm_choices'),
    expired: prepare('SELECT id FROM mm_choices WHERE expires_at <= ? ORDER BY expires_at LIMIT 1'),
    oldest: prepare('SELECT id FROM mm_choices ORDER BY number LIMIT 1'),
    countOfPerson: prepare('SELECT count(*) AS count FROM mm_choices WHERE user_id = ?'),
    expiredOfPerson: prepare('SELECT id FROM mm_choices WHERE user_id = ? AND expires_at <= ? ORDER BY number LIMIT 1'),
    oldestOfPerson: prepare('SELECT id FROM mm_choices WHERE user_id = ? ORDER BY number LIMIT 1'),
  };
}

function readColumn(row: unknown, name: string): unknown {
  return (row as Record<string, unknown>)[name];
}

function lastExpiry(tickets: readonly Ticket[]): number {
  return Math.max(0, ...tickets.map(({ expiresAt }) => expiresAt));
}

/** JSON omits undefined fields, and tickets of the first version have neither uses nor page; a ticket has all its fields. */
function readTicket(row: unknown): Ticket {
  const ticket: Ticket = JSON.parse(String(readColumn(row, 'facts')));
  const { postId, userId, uses = 'once' } = ticket;
  return { ...ticket, postId, userId, uses, page: Number(readColumn(row, 'page')) };
}
