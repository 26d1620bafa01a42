import type { Claim, Ticket } from './ticket.ts';

/**
 * Where tickets are kept. Implement it for your database when buttons must work after a restart or several processes
 * receive clicks; otherwise use {@link createMemoryStore}.
 *
 * When a method rejects, the receiver refuses the click with a 500 and the choice stays open.
 */
export interface TicketStore {
  /** Stores the tickets of a new choice, all or none. Called before the post exists. */
  add(tickets: readonly Ticket[]): Promise<void>;
  /** Notes which post contains a choice, so that its tickets count on no other post. */
  bind(choiceId: string, postId: string): Promise<void>;
  /** The ticket with this id, also when it was used; `undefined` when the store does not have it. */
  find(ticketId: string): Promise<Ticket | undefined>;
  /**
   * Reserves a choice for one click. It must be atomic: of several simultaneous calls for one choice, exactly one resolves
   * to `true`, and later calls resolve to `false` until the choice is released or renewed. You can write what the click
   * causes, such as a row in a queue, in the same transaction.
   */
  claim(claim: Claim): Promise<boolean>;
  /** Opens a choice again because the click could not be handled. Does nothing unless this claim holds the choice. */
  release(claim: Claim): Promise<void>;
  /** Replaces the tickets of a choice and opens it again, in one step: for the next page of a picker, for example. */
  renew(choiceId: string, tickets: readonly Ticket[]): Promise<void>;
  /** Deletes a choice and its tickets, because its post was not created or was deleted. */
  remove(choiceId: string): Promise<void>;
}
