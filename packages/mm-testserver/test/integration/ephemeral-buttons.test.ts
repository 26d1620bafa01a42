import { describe, expect, it } from 'vitest';
import type { Post } from '../../src/index.ts';
import { type Api, apiOf } from '../support/api.ts';
import { type ButtonOffice, openButtonOffice } from '../support/buttons.ts';

/** Shows alice an ephemeral post with a button. */
async function showButton({ mattermost, alice, ops, integration }: ButtonOffice, more: object = {}): Promise<Post> {
  const actions = [
    { id: 'go', name: 'Go', integration: { url: `${integration.url}/act`, context: { a: 1 } }, ...more },
  ];
  const props = { override_username: 'Bee', attachments: [{ text: 'pick', actions }] };
  await apiOf(mattermost, mattermost.admin)('POST', '/posts/ephemeral', {
    user_id: alice.id,
    post: { channel_id: ops.id, message: 'only you', props },
  });
  return await alice.seesEphemeral({ in: ops, matching: /only you/ });
}

function cookieOf({ props }: Post): string {
  return Object(props)['attachments'][0].actions[0].cookie;
}

const clickOver = (api: Api, { id }: Pick<Post, 'id'>, cookie?: string): ReturnType<Api> =>
  api('POST', `/posts/${id}/actions/go`, { cookie });

describe('Buttons of ephemeral posts', () => {
  it('A button is clicked with its cookie, which does not show its integration', async () => {
    const office = await openButtonOffice();
    const { alice, ops, integration } = office;
    const post = await showButton(office);
    expect(Buffer.from(cookieOf(post), 'base64').toString('latin1')).not.toContain('http');
    integration.answer = { body: { ephemeral_text: 'heard' } };
    await alice.clicks(post, 'Go');
    expect(integration.asked[0]?.body).toMatchObject({ post_id: post.id, channel_name: 'ops', context: { a: 1 } });
    const heard = await alice.seesEphemeral({ in: ops, matching: /heard/ });
    expect(heard).toMatchObject({ root_id: post.id, props: { override_username: 'Bee' } });
  });

  it.each([
    ['5.37', 1],
    ['6.7', 2],
  ] as const)(
    'On %s the sender gets the attachments listed %i times among what is embedded',
    async (version, times) => {
      const { mattermost, alice, ops } = await openButtonOffice({ version });
      const post = { channel_id: ops.id, message: 'e', props: { attachments: [{ text: 't' }] } };
      const { body } = await apiOf(mattermost, mattermost.admin)('POST', '/posts/ephemeral', {
        user_id: alice.id,
        post,
      });
      expect(body.metadata.embeds).toHaveLength(times);
    },
  );

  it('An ephemeral post can have the id of an earlier one, which it replaces', async () => {
    const office = await openButtonOffice();
    const { mattermost, alice, ops } = office;
    const { id } = await showButton(office);
    const post = { id, channel_id: ops.id, message: 'another text' };
    await apiOf(mattermost, mattermost.admin)('POST', '/posts/ephemeral', { user_id: alice.id, post });
    expect(await alice.seesEphemeral({ in: ops, matching: /another text/ })).toMatchObject({ id });
  });

  it('A menu works like a button', async () => {
    const office = await openButtonOffice();
    const { alice, bob, integration } = office;
    await alice.selects(await showButton(office, { type: 'select', data_source: 'users' }), 'Go', bob);
    expect(integration.asked[0]?.body).toMatchObject({
      type: 'select',
      data_source: 'users',
      context: { a: 1, selected_option: bob.id },
    });
  });

  it('A click without the cookie gets an error', async () => {
    const office = await openButtonOffice();
    const api = apiOf(office.mattermost, office.alice);
    expect((await clickOver(api, await showButton(office))).status).toBe(403);
    expect(office.integration.asked).toEqual([]);
  });

  it('A changed, forged or foreign cookie is refused', async () => {
    const office = await openButtonOffice();
    const api = apiOf(office.mattermost, office.alice);
    const post = await showButton(office);
    const bytes = Buffer.from(cookieOf(post), 'base64');
    bytes[20] = (bytes[20] ?? 0) ^ 1;
    const answers = await Promise.all([
      clickOver(api, post, bytes.toString('base64')),
      clickOver(api, post, 'made up'),
      clickOver(api, { id: 'y'.repeat(26) }, cookieOf(post)),
    ]);
    expect(answers.map(({ status, body }) => [status, body.id])).toEqual(
      answers.map(() => [400, 'api.post.do_action.action_integration.app_error']),
    );
    expect(office.integration.asked).toEqual([]);
  });

  it('The cookie does not replace the permission to read the channel', async () => {
    const office = await openButtonOffice();
    const { mattermost, team, ops } = office;
    const carol = mattermost.addTeam('other').addPerson('carol');
    const api = apiOf(mattermost, carol);
    const post = await showButton(office);
    expect((await clickOver(api, post, cookieOf(post))).status).toBe(403);
    team.add(carol);
    expect((await clickOver(api, post, cookieOf(post))).status).toBe(403);
    ops.add(carol);
    expect((await clickOver(api, post, cookieOf(post))).status).toBe(200);
  });

  it('An ephemeral post cannot be updated', async () => {
    const office = await openButtonOffice();
    office.integration.answer = { body: { update: { message: 'new' } } };
    await expect(office.alice.clicks(await showButton(office), 'Go')).rejects.toMatchObject({
      status: 404,
      id: 'app.post.get.app_error',
    });
  });

  it('The caller who sends the post does not get the integrations', async () => {
    const { mattermost, alice, ops, integration } = await openButtonOffice();
    const api = apiOf(mattermost, mattermost.admin);
    const actions = [{ id: 'go', name: 'Go', integration: { url: integration.url } }];
    const { body: post } = await api('POST', '/posts/ephemeral', {
      user_id: alice.id,
      post: { channel_id: ops.id, message: 'only you', props: { attachments: [{ actions }] } },
    });
    expect((await clickOver(api, post, cookieOf(post))).status).toBe(400);
  });
});
