import { requirePositive } from '../option-errors.ts';
import type { TestSeams } from '../testing.ts';
import type { TicketStore } from './store.ts';
import type { Claim, Ticket } from './ticket.ts';

/** Options of {@link createMemoryStore}. */
export interface MemoryStoreOptions {
  /** How many choices the store keeps. When it is full, it drops expired ones first, then the oldest. @default 10_000 */
  maxChoices?: number | undefined;
  /** Replaces the clock in tests. */
  testing?: TestSeams | undefined;
}

interface Choice {
  tickets: readonly Ticket[];
  claimedBy: string | undefined;
}

/** Keeps tickets in memory. Use it when buttons may stop working as soon as the process ends. */
export function createMemoryStore(options: MemoryStoreOptions = {}): TicketStore {
  const maxChoices = requirePositive('maxChoices', options.maxChoices ?? 10_000);
  const now = options.testing?.now ?? Date.now;
  const choices = new Map<string, Choice>();
  const tickets = new Map<string, Ticket>();

  function put(choiceId: string, choice: Choice): void {
    drop(choiceId);
    makeRoom();
    choices.set(choiceId, choice);
    for (const ticket of choice.tickets) tickets.set(ticket.id, ticket);
  }

  function drop(choiceId: string): void {
    for (const ticket of choices.get(choiceId)?.tickets ?? []) tickets.delete(ticket.id);
    choices.delete(choiceId);
  }

  function makeRoom(): void {
    if (choices.size < maxChoices) return;
    const time = now();
    for (const [choiceId, choice] of choices) {
      if (choice.tickets.every(({ expiresAt }) => expiresAt <= time)) drop(choiceId);
    }
    for (const choiceId of choices.keys()) {
      if (choices.size < maxChoices) return;
      drop(choiceId);
    }
  }

  return {
    async add(added) {
      for (const choiceId of new Set(added.map(ticket => ticket.choiceId))) {
        put(choiceId, { tickets: added.filter(ticket => ticket.choiceId === choiceId), claimedBy: undefined });
      }
    },
    async bind(choiceId, postId) {
      const choice = choices.get(choiceId);
      if (choice === undefined) return;
      const bound = choice.tickets.map(ticket => ({ ...ticket, postId }));
      put(choiceId, { ...choice, tickets: bound });
    },
    async find(ticketId) {
      return tickets.get(ticketId);
    },
    async claim({ id, ticket }: Claim) {
      const choice = choices.get(ticket.choiceId);
      // A renewal between `find` and `claim` has removed the ticket from the choice.
      if (choice === undefined || choice.claimedBy !== undefined || !tickets.has(ticket.id)) return false;
      choice.claimedBy = id;
      return true;
    },
    async release({ id, ticket }: Claim) {
      const choice = choices.get(ticket.choiceId);
      if (choice?.claimedBy === id) choice.claimedBy = undefined;
    },
    async renew(choiceId, renewed) {
      put(choiceId, { tickets: renewed, claimedBy: undefined });
    },
    async remove(choiceId) {
      drop(choiceId);
    },
  };
}
