import { describe, expect, it, onTestFinished } from 'vitest';
import { apiOf } from '../support/api.ts';
import { type Integration, startIntegration } from '../support/integration.ts';
import { type Office, openOffice } from '../support/office.ts';
import { until } from '../support/until.ts';

interface HookOffice extends Office {
  readonly integration: Integration;
  /** Creates a webhook for ~ops. */
  create(more?: object): Promise<{ id: string; token: string }>;
}

async function openHookOffice(): Promise<HookOffice> {
  const integration = await startIntegration();
  onTestFinished(() => integration.close());
  const office = await openOffice();
  const { mattermost, team, ops } = office;
  const create: HookOffice['create'] = async (more = {}) => {
    const callback_urls = [`${integration.url}/hook`];
    const hook = { team_id: team.id, channel_id: ops.id, display_name: 'hey', trigger_words: ['hey'], callback_urls };
    const answer = await apiOf(mattermost, mattermost.admin)('POST', '/hooks/outgoing', { ...hook, ...more });
    expect(answer.status).toBe(201);
    return answer.body;
  };
  return { ...office, integration, create };
}

describe('Outgoing webhooks', () => {
  it('A post that begins with a trigger word is sent as a form, and the answer is posted in its thread', async () => {
    const { mattermost, team, alice, ops, integration, create } = await openHookOffice();
    const hook = await create();
    integration.answer = { body: { text: 'see <http://a.example|there>', response_type: 'comment' } };
    const post = await alice.says('hey you & me', { in: ops });
    const answer = await alice.sees({ from: mattermost.admin, in: ops, thread: post });
    expect(answer.message).toBe('see [there](http://a.example)');
    expect(answer).toMatchObject({
      user_id: mattermost.admin.id,
      props: { from_webhook: 'true', webhook_display_name: 'hey' },
    });
    expect(integration.asked[0]?.body).toEqual({
      $form: {
        channel_id: ops.id,
        channel_name: 'ops',
        file_ids: '',
        post_id: post.id,
        team_domain: team.name,
        team_id: team.id,
        text: 'hey you & me',
        timestamp: String(Math.floor(post.create_at / 1_000)),
        token: hook.token,
        trigger_word: 'hey',
        user_id: alice.id,
        user_name: 'alice',
      },
    });
  });

  it('With application/json the time is in milliseconds, and the beginning of a word can be enough', async () => {
    const { alice, ops, integration, create } = await openHookOffice();
    await create({ content_type: 'application/json', trigger_when: 1 });
    const post = await alice.says('heyho', { in: ops });
    await until(() => integration.asked.length === 1);
    expect(integration.asked[0]?.body).toMatchObject({ timestamp: post.create_at, trigger_word: 'hey', text: 'heyho' });
  });

  it('A webhook without words gets every post of its channel, but none of webhooks and of the server', async () => {
    const { mattermost, alice, bob, ops, integration, create } = await openHookOffice();
    await create({ trigger_words: [] });
    integration.answer = { body: { text: 'hey' } };
    await alice.says('first', { in: ops });
    await alice.sees({ from: mattermost.admin, in: ops, matching: /^hey$/ });
    ops.remove(bob);
    await alice.says('second', { in: ops });
    await until(() => integration.asked.length >= 2);
    expect(integration.asked.map(({ body }) => body.$form.text)).toEqual(['first', 'second']);
  });

  it('A webhook without a channel hears the public channels of its team only', async () => {
    const { team, alice, ops, integration, create } = await openHookOffice();
    await create({ channel_id: '' });
    await alice.says('hey secret', { in: team.addChannel('hidden', { type: 'P', members: [alice] }) });
    await alice.says('heyho', { in: ops });
    await alice.says('hey', { in: ops });
    await until(() => integration.asked.length >= 1);
    expect(integration.asked.map(({ body }) => body.$form.text)).toEqual(['hey']);
  });

  it('A webhook is listed, changed, gets a new token, and is deleted', async () => {
    const { mattermost, team, alice, ops, create } = await openHookOffice();
    const api = apiOf(mattermost, mattermost.admin);
    const hook = await create();
    for (const query of ['', `?team_id=${team.id}`, `?channel_id=${ops.id}`]) {
      expect((await api('GET', `/hooks/outgoing${query}`)).body).toEqual([hook]);
    }
    const path = `/hooks/outgoing/${hook.id}`;
    expect((await api('PUT', path, { ...hook, display_name: 'new' })).body).toMatchObject({ display_name: 'new' });
    const renewed = (await api('POST', `${path}/regen_token`)).body;
    expect(renewed.token).not.toBe(hook.token);
    expect((await api('GET', path)).body).toEqual(renewed);
    expect((await apiOf(mattermost, alice)('GET', path)).status).toBe(403);
    expect((await api('DELETE', path)).status).toBe(200);
    expect((await api('GET', path)).body.id).toBe('app.webhooks.get_outgoing.app_error');
  });

  it.each([
    [{ trigger_words: [], channel_id: '' }, 400, 'api.webhook.create_outgoing.triggers.app_error'],
    [{ callback_urls: [] }, 400, 'model.outgoing_hook.is_valid.callback.app_error'],
    [{ callback_urls: ['nowhere'] }, 400, 'model.outgoing_hook.is_valid.url.app_error'],
    [{}, 500, 'api.webhook.create_outgoing.intersect.app_error'],
  ])('A second webhook with %j is refused', async (more, status, id) => {
    const { mattermost, create } = await openHookOffice();
    const hook = await create();
    const input = { ...hook, id: '', creator_id: '', ...more };
    const refused = await apiOf(mattermost, mattermost.admin)('POST', '/hooks/outgoing', input);
    expect([refused.status, refused.body.id]).toEqual([status, id]);
  });
});
