import type { Option } from '../building/attachments.ts';

/** What a button, menu or dialog stands for. Only the `id` travels; the rest stays in the store. */
export interface Ticket {
  /** Random, and all that the post carries beside the action's id. */
  readonly id: string;
  /** What it is on. */
  readonly kind: 'button' | 'select' | 'dialog';
  /** The account whose receiver accepts it. */
  readonly accountId: string;
  /** The channel in which it counts. */
  readonly channelId: string;
  /** The post on which it counts; `undefined` until the post has been created, and for dialogs. */
  readonly postId: string | undefined;
  /** The only person who may use it; `undefined` for everybody in the channel. */
  readonly userId: string | undefined;
  /** The choice to which it belongs. Of all the tickets of a choice, one is used, once. */
  readonly choiceId: string;
  /** The `id` of the action, or the `callback_id` of the dialog. */
  readonly actionId: string;
  /** What people read on it. */
  readonly label: string;
  /** What it means to you; empty for a menu, where the chosen option says it. */
  readonly value: string;
  /** What a menu offers; empty for anything else. */
  readonly options: readonly Option[];
  /** From when on it is refused, in milliseconds since 1970. */
  readonly expiresAt: number;
}

/** That a person has made a choice. */
export interface Claim {
  /** Random: tells this claim from a later one on the same choice. */
  readonly id: string;
  /** What was used. */
  readonly ticket: Ticket;
  /** Who did. */
  readonly userId: string;
  /** On which post; empty for a dialog. */
  readonly postId: string;
  /** When, in milliseconds since 1970. */
  readonly at: number;
}
