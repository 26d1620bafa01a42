import { requirePositive } from '../option-errors.ts';
import type { TestSeams } from '../testing.ts';
import type { TicketStore } from './store.ts';
import type { Claim, Ticket } from './ticket.ts';

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
  /** How many choices the store keeps. When it is full, it drops expired ones first, then the oldest. @default 100_000 */
  maxChoices?: number | undefined;
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
`;

/**
 * Keeps tickets in two tables of an SQLite database, `mm_choices` and `mm_tickets`. Buttons work after a restart, and
 * several processes on one machine can receive clicks. You open the database and set its journal mode and busy timeout.
 */
export function createSqliteStore(database: SqliteDatabase, options: SqliteStoreOptions = {}): TicketStore {
  const maxChoices = requirePositive('maxChoices', options.maxChoices ?? 100_000);
  const now = options.testing?.now ?? Date.now;
  database.exec(schema);
  const insertChoice = database.prepare('INSERT INTO mm_choices (id, expires_at, claimed_by) VALUES (?, ?, NULL)');
  const insertTicket = database.prepare('INSERT INTO mm_tickets (id, choice_id, facts) VALUES (?, ?, ?)');
  const deleteTickets = database.prepare('DELETE FROM mm_tickets WHERE choice_id = ?');
  const deleteChoice = database.prepare('DELETE FROM mm_choices WHERE id = ?');
  const findTicket = database.prepare('SELECT facts FROM mm_tickets WHERE id = ?');
  const bindTickets = database.prepare(
    "UPDATE mm_tickets SET facts = json_set(facts, '$.postId', ?) WHERE choice_id = ?",
  );
  const count = database.prepare('SELECT count(*) AS choices FROM mm_choices');
  const expired = database.prepare('SELECT id FROM mm_choices WHERE expires_at <= ? ORDER BY expires_at LIMIT 1');
  const oldest = database.prepare('SELECT id FROM mm_choices ORDER BY number LIMIT 1');
  // A single statement, so that only one of several connections changes the row.
  const claimChoice = database.prepare(`
    UPDATE mm_choices SET claimed_by = ?
    WHERE id = ? AND claimed_by IS NULL AND EXISTS (SELECT 1 FROM mm_tickets WHERE id = ? AND choice_id = mm_choices.id)
  `);
  const releaseChoice = database.prepare('UPDATE mm_choices SET claimed_by = NULL WHERE id = ? AND claimed_by = ?');

  function put(choiceId: string, tickets: readonly Ticket[]): void {
    drop(choiceId);
    insertChoice.run(choiceId, Math.max(0, ...tickets.map(({ expiresAt }) => expiresAt)));
    for (const ticket of tickets) insertTicket.run(ticket.id, choiceId, JSON.stringify(ticket));
  }

  function drop(choiceId: string): void {
    deleteTickets.run(choiceId);
    deleteChoice.run(choiceId);
  }

  function makeRoom(): void {
    let { choices } = count.get() as { choices: number };
    for (; choices > maxChoices; choices--) {
      const { id } = (expired.get(now()) ?? oldest.get()) as { id: string };
      drop(id);
    }
  }

  /** Uses a savepoint, which also works inside a transaction of the caller. */
  function inTransaction(work: () => void): void {
    database.exec('SAVEPOINT mm_tickets');
    try {
      work();
      database.exec('RELEASE mm_tickets');
    } catch (error) {
      database.exec('ROLLBACK TO mm_tickets; RELEASE mm_tickets');
      throw error;
    }
  }

  return {
    async add(added) {
      inTransaction(() => {
        for (const choiceId of new Set(added.map(ticket => ticket.choiceId))) {
          put(
            choiceId,
            added.filter(ticket => ticket.choiceId === choiceId),
          );
        }
        makeRoom();
      });
    },
    async bind(choiceId, postId) {
      bindTickets.run(postId, choiceId);
    },
    async find(ticketId) {
      const row = findTicket.get(ticketId) as { facts: string } | undefined;
      return row === undefined ? undefined : readTicket(row.facts);
    },
    async claim({ id, ticket }: Claim) {
      return Number(claimChoice.run(id, ticket.choiceId, ticket.id).changes) === 1;
    },
    async release({ id, ticket }: Claim) {
      releaseChoice.run(ticket.choiceId, id);
    },
    async renew(choiceId, tickets) {
      inTransaction(() => put(choiceId, tickets));
    },
    async remove(choiceId) {
      inTransaction(() => drop(choiceId));
    },
  };
}

/** JSON omits undefined fields; a ticket has all its fields. */
function readTicket(facts: string): Ticket {
  const ticket: Ticket = JSON.parse(facts);
  return { ...ticket, postId: ticket.postId, userId: ticket.userId };
}
