import { requireUsableCallbackUrl } from '../../../../common/callbacks/callback-url.ts';
import type { TestSeams } from '../../../../common/callbacks/options.ts';
import { CallbackUrlError } from '../errors.ts';
import { checkDuration, requireId } from '../tickets/choice.ts';
import { randomId } from '../tickets/random-id.ts';
import type { TicketStore } from '../tickets/store.ts';
import { checkDialog } from './check-dialog.ts';
import type { DialogElement } from './dialog-element.ts';

/** Options of {@link issueDialog}. */
export interface DialogOptions {
  /** From the click or slash command that opens the dialog. It is valid for 30 s, on Mattermost 5.37 for 3 s. */
  triggerId: string;
  /** The address at which Mattermost reaches your receiver; it can be the same as for clicks. */
  callbackUrl: string;
  /** The account whose receiver will accept the submission. */
  accountId: string;
  /** The channel in which the person clicked. */
  channelId: string;
  /** The person who clicked. Submissions of other people are refused. */
  userId: string;
  /** The form, in Mattermost's own JSON. */
  dialog: Dialog;
  /**
   * The server's version, such as `10.11.2`. With it, a form with fields that this version does not know is refused.
   * @default not checked
   */
  serverVersion?: string | undefined;
  /** Comes back with the submission: use it to tell what the form was about. @default '' */
  value?: string | undefined;
  /** How long the person can submit it, in milliseconds. @default 3_600_000 (an hour) */
  expiresInMs?: number | undefined;
  /** Replaces the clock in tests. */
  testing?: TestSeams | undefined;
}

/** A form, in Mattermost's own JSON, without `state`: that field carries the ticket. */
export interface Dialog {
  /** The form's name; comes back with the submission. */
  callback_id: string;
  /** The heading; at most 24 characters. */
  title: string;
  /** A text above the fields; Markdown. */
  introduction_text?: string | undefined;
  /** The address of an icon for the heading. */
  icon_url?: string | undefined;
  /** The fields, 1 or more. */
  elements: readonly DialogElement[];
  /** The label of the submit button. */
  submit_label?: string | undefined;
  /** Called when a field with `refresh` changes (11.1). */
  source_url?: string | undefined;
  /** Whether your handler is called with `cancelled` when the person closes the form. */
  notify_on_cancel?: boolean | undefined;
}

/** The body for `POST /api/v4/actions/dialogs/open`. */
export interface OpenDialogRequest {
  /** The given trigger id. */
  readonly trigger_id: string;
  /** The address that receives the submission. */
  readonly url: string;
  /** The form, with a ticket as its `state`. */
  readonly dialog: Dialog & {
    /** The ticket's id. The person's client sees it, and no other person can use it. */
    readonly state: string;
  };
}

/**
 * Prepares a dialog whose submission you can trust. Mattermost lets a client send any state and channel to any
 * integration, so the store keeps what the dialog means, bound to the person.
 *
 * @throws CallbackUrlError for an address that must not be published.
 * @throws ControlError for a form that the server would refuse, cut or show wrongly; it names the field.
 */
export async function issueDialog(store: TicketStore, options: DialogOptions): Promise<OpenDialogRequest> {
  requireUsableCallbackUrl(options.callbackUrl, CallbackUrlError);
  for (const name of ['accountId', 'channelId', 'userId', 'triggerId'] as const) requireId(name, options[name]);
  checkDialog(options.dialog, options.serverVersion);
  const { accountId, channelId, userId, dialog, value = '', expiresInMs = 3_600_000, testing } = options;
  const ticket = {
    id: randomId(),
    kind: 'dialog' as const,
    accountId,
    channelId,
    postId: undefined,
    userId,
    choiceId: randomId(),
    uses: 'once' as const,
    page: 0,
    actionId: dialog.callback_id,
    label: dialog.title,
    value,
    options: [],
    expiresAt: (testing?.now ?? Date.now)() + checkDuration(expiresInMs),
  };
  await store.add([ticket]);
  return { trigger_id: options.triggerId, url: options.callbackUrl, dialog: { ...dialog, state: ticket.id } };
}
