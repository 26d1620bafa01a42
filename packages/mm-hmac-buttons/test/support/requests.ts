import type { InteractionRequest, InteractivePost } from '../../src/index.ts';

/** A click as Mattermost 6.7 sends it: recorded, with other ids. */
export const clickBody = {
  user_id: 'useraliceuseraliceuseralic',
  user_name: 'alice',
  channel_id: 'channelopschannelopschanne',
  channel_name: 'ops',
  team_id: 'teamlabteamlabteamlabteaml',
  team_domain: 'lab',
  post_id: 'postpostpostpostpostpostpo',
  trigger_id: 'cDNxb2hiejVoaThwZHlpd3hpeGR0a2E2Z3I6NnMzOTl4ZHE4',
  type: 'button',
  data_source: '',
};

/** A submission of a dialog as it sends it. */
export const dialogBody = {
  type: 'dialog_submission',
  callback_id: 'cb',
  state: '',
  user_id: 'useraliceuseraliceuseralic',
  channel_id: 'channelopschannelopschanne',
  team_id: 'teamlabteamlabteamlabteaml',
  submission: { name: 'x', pick: null },
  cancelled: false,
};

/** The headers that it sends. */
export const serverHeaders = {
  'user-agent': 'Mattermost-Bot/1.1',
  accept: 'application/json',
  'content-type': 'application/json',
};

/** A request with this body from this machine. */
export function requestWith(body: unknown, changes: Partial<InteractionRequest> = {}): InteractionRequest {
  return {
    method: 'POST',
    path: '/mattermost/interactions/default',
    headers: serverHeaders,
    body: body instanceof Uint8Array ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
    remoteAddress: '127.0.0.1',
    ...changes,
  };
}

/** A post as the server returns it: without the integrations. */
export function postWith(attachments: readonly { readonly actions: readonly object[] }[]): InteractivePost {
  const read = attachments.map(attachment => ({
    ...attachment,
    actions: attachment.actions.map(action => ({ ...action, integration: undefined })),
  }));
  const props = JSON.parse(JSON.stringify({ attachments: read, from_bot: 'true' }));
  return { channel_id: clickBody.channel_id, message: 'Choose:', file_ids: ['f1'], props };
}
