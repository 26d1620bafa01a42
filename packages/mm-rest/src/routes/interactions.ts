import * as v from 'valibot';
import type { CallOptions } from '../options.ts';
import { path } from '../path.ts';
import { text } from '../schemas/lenient.ts';
import { doneSchema } from '../schemas/system.ts';
import type { Send } from '../send.ts';

/** A dialog to open. */
export interface DialogRequest {
  /** From a click or a slash command; 5.37 accepts it for 3 s, newer servers for 30 s. */
  trigger_id: string;
  /** The address that the server sends the entered values to. */
  url: string;
  /** Mattermost's own description of it: `callback_id`, `title`, `elements`, `submit_label`, `state`, … */
  dialog: Readonly<Record<string, unknown>>;
}

/** More about a click. */
export interface ClickDetails {
  /** For a menu: the value of the chosen option. */
  selected_option?: string | undefined;
  /** For an ephemeral post: the `cookie` of the action. */
  cookie?: string | undefined;
}

/** The server's answer to a click. */
export interface ClickAnswer {
  /** Opens a dialog, with `openDialog`. */
  trigger_id: string;
  /** Fields without a type here, as the server sent them. */
  [field: string]: unknown;
}

/** Buttons, menus and dialogs. */
export interface InteractionsRoutes {
  /** Opens a dialog for the person who clicked. @throws HttpError 400 when the `trigger_id` has expired. */
  openDialog(request: DialogRequest, call?: CallOptions): Promise<void>;
  /**
   * Clicks a button, or chooses from a menu, as the account; for scripts and tests.
   *
   * @throws HttpError 404 when the post has no such action, or its integration was lost in an edit; 400 when the
   * integration did not answer as it should.
   */
  click(postId: string, actionId: string, details?: ClickDetails, call?: CallOptions): Promise<ClickAnswer>;
}

const clickAnswerSchema: v.GenericSchema<unknown, ClickAnswer> = v.looseObject({ trigger_id: text });

export function interactionsRoutes(send: Send): InteractionsRoutes {
  return {
    openDialog: async (request, call) =>
      send({ method: 'POST', path: '/actions/dialogs/open', body: request, schema: doneSchema }, call),
    click: async (postId, actionId, details = {}, call) => {
      const route = path`/posts/${postId}/actions/${actionId}`;
      return send({ method: 'POST', path: route, body: details, schema: clickAnswerSchema }, call);
    },
  };
}
