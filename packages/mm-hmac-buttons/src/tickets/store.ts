import type { Claim, Ticket } from './ticket.ts';

/**
 * Where tickets are kept. Implement it for your database when buttons must work after a restart or several processes
 * receive clicks; otherwise use {@link createMemoryStore}. The cases in `@clawmost/mm-hmac-buttons/ticket-store-suite`
 * test your implementation.
 *
 * When a method rejects, the receiver refuses the click and the choice stays as it was.
 */
export interface TicketStore {
  /** Stores the tickets of a new choice, all or none. Called before the post exists. */
  add(tickets: readonly Ticket[]): Promise<void>;
  /** Notes which post contains a choice, so that its tickets count on no other post. */
  bind(choiceId: string, postId: string): Promise<void>;
  /** The ticket with this id, also when it was used; `undefined` when the store does not have it. */
  find(ticketId: string): Promise<Ticket | undefined>;
  /**
   * Reserves a choice for one click, and resolves to whether that succeeded. It must be atomic. Of several simultaneous
   * calls, exactly one succeeds for a choice that counts `once`, and exactly one of each person for `once-per-person`,
   * until that claim is released. For `any`, every call succeeds. A call for a ticket that the store no longer has fails.
   *
   * You can write what the click causes, such as a row in a queue, in the same transaction.
   */
  claim(claim: Claim): Promise<boolean>;
  /** Opens a choice again because the click could not be handled. Does nothing unless this claim holds the choice. */
  release(claim: Claim): Promise<void>;
  /**
   * Adds a page of tickets to the choice of a claim, in one step, and releases the claim unless `keepClaim` is true.
   * Resolves to `false` and changes nothing when the choice is gone or another claim holds it.
   *
   * The tickets of the claim's own page stay valid: the post shows them until Mattermost has applied the update, and for
   * good if that fails. Delete older pages. Of the newer pages, keep the newest three: when several people click the same
   * page, the post can end up with any of their updates. The new tickets get the next page number of the choice.
   */
  renew(claim: Claim, tickets: readonly Ticket[], keepClaim: boolean): Promise<boolean>;
  /** Deletes a choice, its tickets and claims, because its post was not created or was deleted, or to close it. */
  remove(choiceId: string): Promise<void>;
}

/** How many pages newer than the clicked one a store keeps. */
export const maxNewerPages = 3;
