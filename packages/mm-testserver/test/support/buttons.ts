import { onTestFinished } from 'vitest';
import type { MattermostOptions, Post } from '../../src/index.ts';
import { apiOf } from './api.ts';
import { type Integration, startIntegration } from './integration.ts';
import { type Office, openOffice } from './office.ts';

/** An office with an integration and posts with buttons. */
export interface ButtonOffice extends Office {
  readonly integration: Integration;
  /** Posts one attachment with these actions, as the bot. */
  postActions(actions: readonly object[], more?: object): Promise<Post>;
  /** The same with one button, `Go`, whose id is `go`. */
  postButton(integration?: object, more?: object): Promise<Post>;
}

export async function openButtonOffice(options: MattermostOptions = {}): Promise<ButtonOffice> {
  const integration = await startIntegration();
  onTestFinished(() => integration.close());
  const office = await openOffice(options);
  const api = apiOf(office.mattermost, office.claw);
  const postActions = async (actions: readonly object[], more: object = {}): Promise<Post> => {
    const props = { attachments: [{ text: 'pick', actions }] };
    const { status, body } = await api('POST', '/posts', {
      channel_id: office.ops.id,
      message: 'press',
      props,
      ...more,
    });
    if (status !== 201) throw new Error(JSON.stringify(body));
    return body;
  };
  return {
    ...office,
    integration,
    postActions,
    postButton: (to = {}, more = {}) =>
      postActions(
        [{ id: 'go', type: 'button', name: 'Go', integration: { url: `${integration.url}/act`, ...to } }],
        more,
      ),
  };
}
