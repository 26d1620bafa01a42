import { requireUsable } from '../building/callback-url.ts';
import { checkDuration } from './choice.ts';
import { randomId } from './random-id.ts';
import type { TicketStore } from './store.ts';

/** What `issueDialog` takes. */
export interface DialogOptions {
  /** From the click or slash command that opens the dialog. It lives 3 s on Mattermost 5.37, so open it at once. */
  triggerId: string;
  /** Where this process receives submissions; the same address as for clicks will do. */
  callbackUrl: string;
  /** The account whose receiver will accept the submission. */
  accountId: string;
  /** The channel in which the person clicked. */
  channelId: string;
  /** The person who clicked: the only one whose submission is accepted. */
  userId: string;
  /** The form, in Mattermost's own words. */
  dialog: Dialog;
  /** What the submission means to you; comes back with it. @default '' */
  value?: string | undefined;
  /** How long it can be submitted, in milliseconds. @default 3_600_000 (an hour) */
  expiresInMs?: number | undefined;
  /** Milliseconds since 1970; replaced in tests. @default Date.now */
  now?: (() => number) | undefined;
}

/** A form, in Mattermost's own words; its `state` is ours. */
export interface Dialog {
  /** Names the form; comes back with the submission. */
  callback_id: string;
  /** The heading; newer servers want 1 to 24 characters. */
  title: string;
  /** A text above the fields; Markdown. */
  introduction_text?: string | undefined;
  /** The icon beside the heading. */
  icon_url?: string | undefined;
  /** The fields. */
  elements?: readonly DialogElement[] | undefined;
  /** What the button at the bottom says. */
  submit_label?: string | undefined;
  /** Whether closing the form is told too, with `cancelled`. */
  notify_on_cancel?: boolean | undefined;
}

/** A field of a form, in Mattermost's own words; `options`, `min_length` and others pass through. */
export interface DialogElement {
  /** What people read beside it. */
  display_name: string;
  /** Its key in the submission. */
  name: string;
  /** `text`, `textarea`, `select`, `bool` or `radio`; newer servers know more. */
  type: string;
  /** Anything else that Mattermost knows. */
  [field: string]: unknown;
}

/** The body for `POST /api/v4/actions/dialogs/open`. */
export interface OpenDialogRequest {
  /** The one that was given. */
  readonly trigger_id: string;
  /** Where the submission goes. */
  readonly url: string;
  /** The form, with a ticket as its `state`. */
  readonly dialog: Dialog & {
    /** The ticket's id. The person's client sees it, and it is of use to nobody else. */
    readonly state: string;
  };
}

/**
 * Prepares a dialog whose submission can be believed: Mattermost lets a client send any state and channel to any
 * integration, so the facts go into the store, bound to the person.
 */
export async function issueDialog(store: TicketStore, options: DialogOptions): Promise<OpenDialogRequest> {
  requireUsable(options.callbackUrl);
  const { accountId, channelId, userId, dialog, value = '', expiresInMs = 3_600_000, now = Date.now } = options;
  const ticket = {
    id: randomId(),
    kind: 'dialog' as const,
    accountId,
    channelId,
    postId: undefined,
    userId,
    choiceId: randomId(),
    actionId: dialog.callback_id,
    label: dialog.title,
    value,
    options: [],
    expiresAt: now() + checkDuration(expiresInMs),
  };
  await store.add([ticket]);
  return { trigger_id: options.triggerId, url: options.callbackUrl, dialog: { ...dialog, state: ticket.id } };
}
