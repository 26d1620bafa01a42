import type { Option } from '../building/action.ts';

/** The meaning of a button, menu or dialog. The post contains only the `id`; the rest stays in the store. */
export interface Ticket {
  /** Random. The post contains nothing else, apart from the action's id. */
  readonly id: string;
  /** The kind of control that has this ticket. */
  readonly kind: 'button' | 'select' | 'dialog';
  /** The account whose receiver accepts it. */
  readonly accountId: string;
  /** The channel in which it counts. */
  readonly channelId: string;
  /** The post on which it counts; `undefined` until the choice is bound to its post, and for dialogs. */
  readonly postId: string | undefined;
  /** The only person who may use it; `undefined` for all people in the channel. */
  readonly userId: string | undefined;
  /** The choice that it belongs to: all the buttons of a message count together. */
  readonly choiceId: string;
  /** How often the choice counts. */
  readonly uses: Uses;
  /** The page of the choice, counted from 0: every renewal adds a page. */
  readonly page: number;
  /** The `id` of the action, or the `callback_id` of the dialog. */
  readonly actionId: string;
  /** The label that people read. */
  readonly label: string;
  /** The button's or dialog's value; empty for a menu, whose value is that of the chosen option. */
  readonly value: string;
  /** The entries of a menu; empty for other kinds. */
  readonly options: readonly Option[];
  /** The time from which it is refused, in milliseconds since 1970. */
  readonly expiresAt: number;
}

/**
 * How often a choice counts: `once`; once for each person, as in a poll; or `any` number of times until it expires or is
 * removed.
 */
export type Uses = 'once' | 'once-per-person' | 'any';

/** A reservation of a choice for one click or submission. */
export interface Claim {
  /** Random: two claims on the same choice have different ids. */
  readonly id: string;
  /** The ticket that was used. */
  readonly ticket: Ticket;
  /** The person who used it. */
  readonly userId: string;
  /** The post that was clicked; empty for a dialog. */
  readonly postId: string;
  /** The time of the claim, in milliseconds since 1970. */
  readonly at: number;
}
