import { describe, expect, it } from 'vitest';
import { apiOf } from '../support/api.ts';
import { openOffice } from '../support/office.ts';

async function withHook(config = {}) {
  const office = await openOffice({ config });
  const { mattermost, ops } = office;
  const made = await apiOf(mattermost, mattermost.admin)('POST', '/hooks/incoming', {
    channel_id: ops.id,
    display_name: 'alerts',
  });
  const call = (body: string | URLSearchParams) =>
    fetch(`${mattermost.url}/hooks/${made.body.id}`, { method: 'POST', body });
  return { ...office, call };
}

describe('Incoming webhooks', () => {
  it('A webhook posts as its creator, for any caller', async () => {
    const { mattermost, ops, call } = await withHook();
    const answer = await call(JSON.stringify({ text: 'see <https://example.com|this>', username: 'robot' }));
    expect([answer.status, await answer.text()]).toEqual([200, 'ok']);
    const [post] = mattermost.posts(ops);
    expect(post).toMatchObject({ user_id: mattermost.admin.id, message: 'see [this](https://example.com)' });
    expect(post?.props).toEqual({ from_webhook: 'true', webhook_display_name: 'alerts' });
  });

  it('A webhook sets a name if the configuration allows it', async () => {
    const { mattermost, ops, call } = await withHook({ EnablePostUsernameOverride: true });
    await call(new URLSearchParams({ payload: JSON.stringify({ text: 'hi', username: 'robot' }) }));
    expect(mattermost.posts(ops)[0]?.props).toMatchObject({ override_username: 'robot' });
  });

  it('A webhook can post to other channels of its team, and to people', async () => {
    const { mattermost, team, alice, call } = await withHook();
    await call(JSON.stringify({ text: 'there', channel: 'town-square' }));
    await call(JSON.stringify({ text: 'you', channel: '@alice' }));
    expect(mattermost.posts(team.channel('town-square')).map(({ message }) => message)).toEqual(['there']);
    const direct = mattermost.directChannel(mattermost.admin, alice);
    expect(mattermost.posts(direct).map(({ message }) => message)).toEqual(['you']);
  });

  it.each([
    ['nothing to say', '{}', 400, 'web.incoming_webhook.text.app_error'],
    ['no JSON', 'hello', 400, 'web.incoming_webhook.parse.app_error'],
    ['an unknown channel', '{"text":"x","channel":"nowhere"}', 404, 'web.incoming_webhook.channel.app_error'],
    ['an unknown person', '{"text":"x","channel":"@nobody"}', 400, 'web.incoming_webhook.user.app_error'],
  ])('A webhook refuses %s', async (_, body, status, id) => {
    const { call } = await withHook();
    const answer = await call(body);
    expect([answer.status, Object(await answer.json()).id]).toEqual([status, id]);
  });

  it('Administrators of the team create webhooks', async () => {
    const { mattermost, claw, ops } = await openOffice();
    const answer = await apiOf(mattermost, claw)('POST', '/hooks/incoming', { channel_id: ops.id });
    expect(answer.status).toBe(403);
  });
});

it('An incoming webhook is listed, changed and deleted by those who may', async () => {
  const { mattermost, team, alice, ops } = await openOffice();
  const api = apiOf(mattermost, mattermost.admin);
  const hook = (await api('POST', '/hooks/incoming', { channel_id: ops.id, display_name: 'alerts' })).body;
  expect((await api('GET', '/hooks/incoming')).body).toEqual([hook]);
  expect((await api('GET', `/hooks/incoming?team_id=${team.id}&include_total_count=true`)).body).toEqual({
    incoming_webhooks: [hook],
    total_count: 1,
  });
  expect((await apiOf(mattermost, alice)('GET', '/hooks/incoming')).status).toBe(403);
  const path = `/hooks/incoming/${hook.id}`;
  expect((await apiOf(mattermost, alice)('GET', path)).status).toBe(403);
  const changed = await api('PUT', path, { id: hook.id, channel_id: ops.id, display_name: 'news' });
  expect([changed.status, changed.body.display_name]).toEqual([201, 'news']);
  expect((await api('GET', path)).body).toEqual(changed.body);
  expect((await api('DELETE', path)).status).toBe(200);
  expect((await api('GET', path)).body.id).toBe('app.webhooks.get_incoming.app_error');
  const posted = await fetch(`${mattermost.url}/hooks/${hook.id}`, { method: 'POST', body: '{"text":"x"}' });
  expect(posted.status).toBe(400);
});
