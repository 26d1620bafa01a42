import type { TicketStore } from './store.ts';
import type { Claim, Ticket } from './ticket.ts';

/** A value that SQLite keeps. */
export type SqliteValue = string | number | null;

/** What became of running a statement. */
export interface SqliteChanges {
  /** How many rows it changed. */
  readonly changes: number | bigint;
}

/** What we need of a prepared statement; that of `node:sqlite` has it. */
export interface SqliteStatement {
  /** Runs it and tells how many rows it changed. */
  run(...values: SqliteValue[]): SqliteChanges;
  /** The first row; `undefined` when there is none. */
  get(...values: SqliteValue[]): unknown;
}

/** What we need of a database: a `DatabaseSync` of `node:sqlite` (Node 24), or one of `better-sqlite3`. */
export interface SqliteDatabase {
  /** Runs statements that return nothing. */
  exec(sql: string): unknown;
  /** Prepares one statement. */
  prepare(sql: string): SqliteStatement;
}

/** What `createSqliteStore` takes beside the database. */
export interface SqliteStoreOptions {
  /** How many choices are kept; beyond it, expired ones are forgotten first, then the oldest. @default 100_000 */
  maxChoices?: number | undefined;
  /** Milliseconds since 1970; replaced in tests. @default Date.now */
  now?: (() => number) | undefined;
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
 * Keeps tickets in two tables of an SQLite database, `mm_choices` and `mm_tickets`: buttons outlive the process, and
 * several processes on one machine can receive clicks. Opening the database, its journal mode and its busy timeout are
 * yours.
 */
export function createSqliteStore(database: SqliteDatabase, options: SqliteStoreOptions = {}): TicketStore {
  const { maxChoices = 100_000, now = Date.now } = options;
  if (!Number.isSafeInteger(maxChoices) || maxChoices < 1)
    throw new TypeError('maxChoices must be a whole number above 0');
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
  // One statement, so that of any number of connections one changes the row.
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

  /** A savepoint, because it also works inside a transaction of yours. */
  function atOnce(work: () => void): void {
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
      atOnce(() => {
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
      return row === undefined ? undefined : readFacts(row.facts);
    },
    async claim({ id, ticket }: Claim) {
      return Number(claimChoice.run(id, ticket.choiceId, ticket.id).changes) === 1;
    },
    async release({ id, ticket }: Claim) {
      releaseChoice.run(ticket.choiceId, id);
    },
    async renew(choiceId, tickets) {
      atOnce(() => put(choiceId, tickets));
    },
    async remove(choiceId) {
      atOnce(() => drop(choiceId));
    },
  };
}

/** JSON leaves out what is undefined; a ticket has all its fields. */
function readFacts(facts: string): Ticket {
  const ticket: Ticket = JSON.parse(facts);
  return { ...ticket, postId: ticket.postId, userId: ticket.userId };
}
