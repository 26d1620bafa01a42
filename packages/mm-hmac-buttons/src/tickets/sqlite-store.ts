import { requirePositive, type TestSeams } from '../../../../common/callbacks/options.ts';
import { createTables, prepareStatements, type SqliteDatabase } from './sqlite-tables.ts';
import { maxNewerPages, type TicketStore } from './store.ts';
import type { Ticket } from './ticket.ts';

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
