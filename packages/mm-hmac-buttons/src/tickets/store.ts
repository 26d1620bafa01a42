import type { Claim, Ticket } from './ticket.ts';

/**
 * Where tickets are kept. Implement it over your database when buttons have to outlive the process or several processes
 * receive clicks; {@link createMemoryStore} is the one for everything else.
 *
 * A rejected promise turns the click away with a 500, and nothing is spent.
 */
export interface TicketStore {
  /** Keeps the tickets of a new choice, all or none. It is called before the post exists. */
  add(tickets: readonly Ticket[]): Promise<void>;
  /** Notes which post carries a choice, so that its tickets count nowhere else. */
  bind(choiceId: string, postId: string): Promise<void>;
  /** The ticket with this id; `undefined` when there is none, or no longer. A used one is still found. */
  find(ticketId: string): Promise<Ticket | undefined>;
  /**
   * Takes a choice for one click. Must be atomic: of any number of simultaneous calls for one choice, one resolves
   * `true`, and none after it until the choice is released or renewed. What must happen with the click (a row in a
   * queue, say) can be written in the same transaction.
   */
  claim(claim: Claim): Promise<boolean>;
  /** Gives a choice back because the click could not be handled; does nothing unless this very claim holds it. */
  release(claim: Claim): Promise<void>;
  /** Replaces the tickets of a choice and opens it again, in one step: the next page of a picker, for example. */
  renew(choiceId: string, tickets: readonly Ticket[]): Promise<void>;
  /** Forgets a choice and its tickets, because its post was never created or is gone. */
  remove(choiceId: string): Promise<void>;
}
