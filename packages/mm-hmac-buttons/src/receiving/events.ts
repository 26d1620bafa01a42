import type { JsonObject } from '../signing/json.ts';
import type { Ticket } from '../tickets/ticket.ts';

/** A click that was accepted, and can be believed. */
export interface ClickEvent {
  /** What was clicked. */
  readonly type: 'button' | 'select';
  /** Random; no other event has it. */
  readonly id: string;
  /** The account whose receiver accepted it. */
  readonly accountId: string;
  /** The action's `id`. */
  readonly actionId: string;
  /** What people read on it. */
  readonly label: string;
  /** What the button means to you; for a menu, the chosen option's value. */
  readonly value: string;
  /** What people read on the chosen option of a menu; `undefined` for a button. */
  readonly optionText: string | undefined;
  /** Who clicked. */
  readonly userId: string;
  /** That person's name, as Mattermost sent it. */
  readonly userName: string;
  /** Where. */
  readonly channelId: string;
  /** The channel's name, as Mattermost sent it. */
  readonly channelName: string;
  /** The team; empty in direct and group messages. */
  readonly teamId: string;
  /** The team's name in URLs; empty in direct and group messages. */
  readonly teamDomain: string;
  /** The post with the button. */
  readonly postId: string;
  /** Opens a dialog, within 3 s on Mattermost 5.37. Every click has another. */
  readonly triggerId: string;
  /** What the button stands on; `undefined` for a signed context. */
  readonly ticket: Ticket | undefined;
  /** What was signed, without `_token`; `undefined` for a ticket. */
  readonly context: JsonObject | undefined;
}

/** A dialog that was submitted or closed by the person for whom it was opened. */
export interface SubmitEvent {
  /** Tells it from a click. */
  readonly type: 'dialog';
  /** Random; no other event has it. */
  readonly id: string;
  /** The account whose receiver accepted it. */
  readonly accountId: string;
  /** Names the form. */
  readonly callbackId: string;
  /** What it means to you. */
  readonly value: string;
  /** Who submitted it. */
  readonly userId: string;
  /** The channel from which it was opened. */
  readonly channelId: string;
  /** As the person's client says; not to be relied on. */
  readonly teamId: string;
  /** The fields by name: texts, booleans, numbers, `null` for what was left empty. The server does not check them. */
  readonly submission: JsonObject;
  /** Whether it was closed instead of submitted; only told with `notify_on_cancel`. */
  readonly cancelled: boolean;
  /** What it stands on. */
  readonly ticket: Ticket;
}

/** What was accepted. */
export type InteractionEvent = ClickEvent | SubmitEvent;
