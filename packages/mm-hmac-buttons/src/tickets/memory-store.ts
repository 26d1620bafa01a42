import { requirePositive, type TestSeams } from '../../../../common/callbacks/options.ts';
import { maxNewerPages, type TicketStore } from './store.ts';
import type { Claim, Ticket } from './ticket.ts';

/** Options of {@link createMemoryStore}. */
export interface MemoryStoreOptions {
  /** How many choices and dialogs the store keeps. When it is full, it drops expired ones, then the oldest. @default 10_000 */
  maxChoices?: number | undefined;
  /**
   * How many of them can be bound to one person. Beyond it, the store drops that person's expired ones, then their oldest,
   * so that one person cannot displace other people's buttons by opening many dialogs. @default a tenth of `maxChoices`
   */
  maxPerPerson?: number | undefined;
  /** Replaces the clock in tests. */
  testing?: TestSeams | undefined;
}

interface Choice {
  readonly userId: string | undefined;
  tickets: readonly Ticket[];
  /** The claim of each person; of the key `''` when the choice counts once for all. */
  readonly claims: Map<string, string>;
}

/** Keeps tickets in memory. Use it when buttons may stop working as soon as the process ends. */
export function createMemoryStore(options: MemoryStoreOptions = {}): TicketStore {
  const maxChoices = requirePositive('maxChoices', options.maxChoices ?? 10_000);
  const maxPerPerson = requirePositive('maxPerPerson', options.maxPerPerson ?? Math.ceil(maxChoices / 10));
  const now = options.testing?.now ?? Date.now;
  // Both in the order of their last renewal, oldest first.
  const choices = new Map<string, Choice>();
  const choicesOf = new Map<string, Set<string>>();
  const tickets = new Map<string, Ticket>();

  function put(choiceId: string, choice: Choice): void {
    drop(choiceId);
    choices.set(choiceId, choice);
    for (const ticket of choice.tickets) tickets.set(ticket.id, ticket);
    if (choice.userId !== undefined) {
      choicesOf.set(choice.userId, (choicesOf.get(choice.userId) ?? new Set()).add(choiceId));
    }
  }

  function drop(choiceId: string): void {
    const choice = choices.get(choiceId);
    if (choice === undefined) return;
    for (const ticket of choice.tickets) tickets.delete(ticket.id);
    choices.delete(choiceId);
    if (choice.userId === undefined) return;
    const others = choicesOf.get(choice.userId);
    others?.delete(choiceId);
    if (others?.size === 0) choicesOf.delete(choice.userId);
  }

  function makeRoom(userId: string | undefined): void {
    const ofPerson = userId === undefined ? undefined : choicesOf.get(userId);
    if (ofPerson !== undefined && ofPerson.size > maxPerPerson) dropUntil(maxPerPerson, ofPerson);
    if (choices.size > maxChoices) dropUntil(maxChoices, choices);
  }

  function dropUntil(max: number, from: ReadonlySet<string> | ReadonlyMap<string, Choice>): void {
    const time = now();
    for (const choiceId of from.keys()) if (isExpired(choices.get(choiceId), time)) drop(choiceId);
    for (const choiceId of from.keys()) {
      if (from.size <= max) return;
      drop(choiceId);
    }
  }

  return {
    async add(added) {
      for (const choiceId of new Set(added.map(ticket => ticket.choiceId))) {
        const ofChoice = added.filter(ticket => ticket.choiceId === choiceId);
        const userId = ofChoice[0]?.userId;
        put(choiceId, { userId, tickets: ofChoice, claims: new Map() });
        makeRoom(userId);
      }
    },
    async bind(choiceId, postId) {
      const choice = choices.get(choiceId);
      if (choice === undefined) return;
      choice.tickets = choice.tickets.map(ticket => ({ ...ticket, postId }));
      for (const ticket of choice.tickets) tickets.set(ticket.id, ticket);
    },
    async find(ticketId) {
      return tickets.get(ticketId);
    },
    async claim(claim) {
      const choice = choices.get(claim.ticket.choiceId);
      if (choice === undefined || !tickets.has(claim.ticket.id)) return false;
      if (claim.ticket.uses === 'any') return true;
      if (choice.claims.has(claimKey(claim))) return false;
      choice.claims.set(claimKey(claim), claim.id);
      return true;
    },
    async release(claim) {
      const claims = choices.get(claim.ticket.choiceId)?.claims;
      if (claims?.get(claimKey(claim)) === claim.id) claims.delete(claimKey(claim));
    },
    async renew(claim, added, keepClaim) {
      const { choiceId, page } = claim.ticket;
      const choice = choices.get(choiceId);
      const holder = choice?.claims.get(claimKey(claim));
      if (choice === undefined || (holder !== undefined && holder !== claim.id)) return false;
      const next = Math.max(page, ...choice.tickets.map(ticket => ticket.page)) + 1;
      const kept = choice.tickets.filter(one => one.page === page || one.page > Math.max(page, next - maxNewerPages));
      if (!keepClaim) choice.claims.delete(claimKey(claim));
      put(choiceId, { ...choice, tickets: [...kept, ...added.map(ticket => ({ ...ticket, page: next }))] });
      return true;
    },
    async remove(choiceId) {
      drop(choiceId);
    },
  };
}

function claimKey({ ticket, userId }: Claim): string {
  return ticket.uses === 'once-per-person' ? userId : '';
}

function isExpired(choice: Choice | undefined, time: number): boolean {
  return choice?.tickets.every(({ expiresAt }) => expiresAt <= time) === true;
}
