import { invalidBodyParam } from '../errors.ts';
import { click } from '../integrations/clicks.ts';
import { dialogContent } from '../integrations/dialog-content.ts';
import { openDialog, submitDialog } from '../integrations/dialogs.ts';
import { type Answer, type Call, idParam, ok } from './call.ts';
import { fieldsOf, stringFieldsOf } from './fields.ts';
import type { Route } from './router.ts';

/** The routes of buttons, menus and dialogs. */
export const actionRoutes: readonly Route[] = [
  { method: 'POST', path: '/posts/:post_id/actions/:action_id', handle: clickAction },
  { method: 'POST', path: '/actions/dialogs/open', session: false, handle: open },
  { method: 'POST', path: '/actions/dialogs/submit', handle: submit },
];

async function clickAction(call: Call): Promise<Answer> {
  const { world, userId, token, body, params } = call;
  const postId = idParam(call, 'post_id');
  // The server ignores a malformed body, and each field of the wrong type.
  const { selected_option, cookie } = stringFieldsOf(body);
  const clicked = { postId, actionId: params['action_id'] ?? '', selectedOption: selected_option, cookie };
  return { body: { status: 'OK', trigger_id: await click(world, { userId, token }, clicked) } };
}

function open({ world, body }: Call): Answer {
  const shape = { trigger_id: 'string', url: 'string', dialog: 'object' } as const;
  const { trigger_id = '', url = '', dialog = {} } = fieldsOf(body, 'dialog', shape);
  const content = dialogContent(world, dialog);
  if (url === '') throw invalidBodyParam('url');
  openDialog(world, trigger_id, url, content);
  return ok;
}

async function submit({ world, userId, token, body }: Call): Promise<Answer> {
  const { url = '', ...sent } = fieldsOf(body, 'dialog', {
    url: 'string',
    callback_id: 'string',
    state: 'string',
    channel_id: 'string',
    team_id: 'string',
    submission: 'object',
    cancelled: 'boolean',
  });
  if (url === '') throw invalidBodyParam('url');
  return { body: await submitDialog(world, { userId, token }, { ...sent, url }) };
}
