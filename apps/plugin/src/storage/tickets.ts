import type { TicketStore } from '@clawmost/mm-hmac-buttons';

/**
 * What the buttons, menus and dialogs of the bot's posts mean. A post contains only random ids.
 *
 * Claims need not survive the process: the ledger has a row for each choice that was made.
 */
export interface Tickets extends TicketStore {
  /** Opens all choices again. Call it when the account starts, before the first click. */
  forgetClaims(): Promise<void>;
}
