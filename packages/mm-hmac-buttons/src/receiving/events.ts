import type { JsonObject } from '../signing/json.ts';
import type { Ticket } from '../tickets/ticket.ts';

/** An accepted click. The receiver has checked every field, except for the names that Mattermost sent. */
export interface ClickEvent {
  /** The kind of control. */
  readonly type: 'button' | 'select';
  /** Random; unique for each event. */
  readonly id: string;
  /** The account of the receiver. */
  readonly accountId: string;
  /** The action's `id`. */
  readonly actionId: string;
  /** The label that people read. */
  readonly label: string;
  /** The button's value; for a menu, the value of the chosen option. */
  readonly value: string;
  /** The text of the chosen option of a menu; `undefined` for a button. */
  readonly optionText: string | undefined;
  /** The person who clicked. */
  readonly userId: string;
  /** That person's username, as Mattermost sent it. */
  readonly userName: string;
  /** The channel of the post. */
  readonly channelId: string;
  /** The channel's name, as Mattermost sent it. */
  readonly channelName: string;
  /** The team's id; empty in direct and group messages. */
  readonly teamId: string;
  /** The team's name in URLs; empty in direct and group messages. */
  readonly teamDomain: string;
  /** The post with the button. */
  readonly postId: string;
  /** Opens dialogs for 30 s, on Mattermost 5.37 for 3 s, also before you reply. */
  readonly triggerId: string;
  /** The ticket of the button or menu; `undefined` for a signed context. */
  readonly ticket: Ticket | undefined;
  /** The signed fields, without `_token`; `undefined` for a ticket. */
  readonly context: JsonObject | undefined;
  /** Parameters that some servers add for a Markdown button. They come from the person's client: do not trust them. */
  readonly inlineParams: JsonObject | undefined;
}

/** A dialog that was submitted or closed by the person who opened it. */
export interface SubmitEvent {
  /** Always `dialog`; clicks have other types. */
  readonly type: 'dialog';
  /** Random; unique for each event. */
  readonly id: string;
  /** The account of the receiver. */
  readonly accountId: string;
  /** The form's name. */
  readonly callbackId: string;
  /** The `value` that was given to `issueDialog`. */
  readonly value: string;
  /** The person who submitted it. */
  readonly userId: string;
  /** The channel in which it was opened. */
  readonly channelId: string;
  /** As the person's client sent it: do not trust it. */
  readonly teamId: string;
  /** The fields by name: texts, booleans, numbers, `null` for an empty field. The server does not check them. */
  readonly submission: JsonObject;
  /** Whether the person closed the form. Only forms with `notify_on_cancel` report it. */
  readonly cancelled: boolean;
  /** The ticket of the dialog. */
  readonly ticket: Ticket;
}

/** An accepted click or submission. */
export type InteractionEvent = ClickEvent | SubmitEvent;
