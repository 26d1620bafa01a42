import { describe, expect, it } from 'vitest';
import { apiOf } from '../support/api.ts';
import { openButtonOffice } from '../support/buttons.ts';
import { openClientSocket } from '../support/client-socket.ts';

describe('A click', () => {
  it('The integration gets the user, the post and the channel, in the order of the real fields', async () => {
    const { alice, ops, team, integration, postButton } = await openButtonOffice();
    const post = await postButton({ context: { b: 1, action: 'go' } });
    await alice.clicks(post, 'Go');
    const [asked] = integration.asked;
    expect(asked).toMatchObject({ method: 'POST', path: '/act' });
    expect(Object.entries(asked?.body)).toEqual([
      ['user_id', alice.id],
      ['user_name', 'alice'],
      ['channel_id', ops.id],
      ['channel_name', 'ops'],
      ['team_id', team.id],
      ['team_domain', 'acme'],
      ['post_id', post.id],
      ['trigger_id', expect.stringMatching(/^[A-Za-z0-9+/]+=*$/)],
      ['type', 'button'],
      ['data_source', ''],
      ['context', { action: 'go', b: 1 }],
    ]);
  });

  it('The call has the headers of the real call, and no token', async () => {
    const { alice, integration, postButton } = await openButtonOffice();
    await alice.clicks(await postButton(), 'Go');
    const [asked] = integration.asked;
    expect(asked?.rawHeaders).toEqual([
      ...['Host', integration.address],
      ...['User-Agent', 'Mattermost-Bot/1.1'],
      ...['Content-Length', String(Buffer.byteLength(asked?.text ?? ''))],
      ...['Accept', 'application/json'],
      ...['Content-Type', 'application/json'],
      ...['Accept-Encoding', 'gzip'],
    ]);
  });

  it('The context is written like in Go, with its numbers and keys', async () => {
    const { mattermost, alice, claw, ops, integration } = await openButtonOffice();
    const context = String.raw`{"b":"\ud83d x é<&>","10":1,"9":1,"n":[-0.0,1e21,1e-7,123456789012345678901,1.0]}`;
    const action = `{"id":"go","name":"Go","integration":{"url":"${integration.url}","context":${context}}}`;
    const body = `{"channel_id":"${ops.id}","props":{"attachments":[{"actions":[${action}]}]}}`;
    const { body: post } = await apiOf(mattermost, claw)('POST', '/posts', body);
    await alice.clicks(post, 'go');
    const written = String.raw`{"10":1,"9":1,"b":"� x é\u003c\u0026\u003e","n":[-0,1e+21,1e-7,123456789012345680000,1]}`;
    expect(integration.asked[0]?.text).toContain(`"context":${written}}`);
  });

  it('An empty context and a missing team are left out', async () => {
    const { mattermost, alice, claw, integration, postButton } = await openButtonOffice();
    const direct = mattermost.directChannel(alice, claw);
    await alice.clicks(await postButton({ context: {} }, { channel_id: direct.id }), 'Go');
    const [asked] = integration.asked;
    expect(asked?.body).toMatchObject({ channel_name: direct.name, team_id: '', team_domain: '' });
    expect(asked?.body).not.toHaveProperty('context');
  });

  it('The answer is the first part of the trigger id of the integration', async () => {
    const { mattermost, alice, integration, postButton } = await openButtonOffice();
    const post = await postButton();
    const { status, body } = await apiOf(mattermost, alice)('POST', `/posts/${post.id}/actions/go`);
    expect({ status, body }).toEqual({ status: 200, body: { status: 'OK', trigger_id: expect.any(String) } });
    const trigger = Buffer.from(integration.asked[0]?.body.trigger_id, 'base64').toString();
    expect(trigger.split(':').slice(0, 2)).toEqual([body.trigger_id, alice.id]);
  });

  it.each(['not json', '[]', '{"selected_option":5}', ''])('The body %j is ignored', async given => {
    const { mattermost, alice, postButton } = await openButtonOffice();
    const post = await postButton();
    const answer = await apiOf(mattermost, alice)('POST', `/posts/${post.id}/actions/go`, given);
    expect(answer.status).toBe(200);
  });

  it('Two clicks are two calls', async () => {
    const { alice, bob, integration, postButton } = await openButtonOffice();
    const post = await postButton();
    await Promise.all([alice.clicks(post, 'Go'), alice.clicks(post, 'Go'), bob.clicks(post, 'Go')]);
    expect(integration.asked.map(({ body }) => body.user_name).sort()).toEqual(['alice', 'alice', 'bob']);
  });
});

describe('A click without an integration', () => {
  it('An id with a hyphen matches no route', async () => {
    const { mattermost, alice, integration, postActions } = await openButtonOffice();
    const post = await postActions([{ id: 'no-good', name: 'Go', integration: { url: integration.url } }]);
    const answer = await apiOf(mattermost, alice)('POST', `/posts/${post.id}/actions/no-good`);
    expect(answer).toMatchObject({ status: 404, body: { id: 'api.context.404.app_error' } });
    await expect(alice.clicks(post, 'Go')).rejects.toMatchObject({ status: 404, id: 'api.context.404.app_error' });
    expect(integration.asked).toEqual([]);
  });

  it.each([
    ['of an unknown id', 'other', {}],
    ['of a button without an integration', 'go', { integration: null }],
  ])('A click gets 404: %s', async (_, actionId, action) => {
    const { mattermost, alice, integration, postActions } = await openButtonOffice();
    const post = await postActions([{ id: 'go', name: 'Go', integration: { url: integration.url }, ...action }]);
    const answer = await apiOf(mattermost, alice)('POST', `/posts/${post.id}/actions/${actionId}`);
    expect(answer).toMatchObject({ status: 404, body: { id: 'api.post.do_action.action_id.app_error' } });
  });

  it('A click gets 404 on a deleted post, and 403 on an unknown one', async () => {
    const { mattermost, alice, claw, postButton } = await openButtonOffice();
    const post = await postButton();
    await apiOf(mattermost, claw)('DELETE', `/posts/${post.id}`);
    await expect(alice.clicks(post, 'Go')).rejects.toMatchObject({ status: 404, id: 'app.post.get.app_error' });
    await expect(alice.clicks({ ...post, id: 'y'.repeat(26) }, 'Go')).rejects.toMatchObject({ status: 403 });
  });

  it('A click needs the permission to read the channel', async () => {
    const { team, claw, bob, alice, integration, postButton } = await openButtonOffice();
    const secret = team.addChannel('secret', { members: [claw, alice], type: 'P' });
    const post = await postButton({}, { channel_id: secret.id });
    await expect(bob.clicks(post, 'Go')).rejects.toMatchObject({ status: 403 });
    await alice.clicks(post, 'Go');
    expect(integration.asked).toHaveLength(1);
  });

  it('After an edit that sent the buttons back as they were read, a click does nothing', async () => {
    const { mattermost, claw, alice, postButton } = await openButtonOffice({ version: '6.7' });
    const post = await postButton();
    await apiOf(mattermost, claw)('PUT', `/posts/${post.id}/patch`, { props: post.props });
    await expect(alice.clicks(post, 'Go')).rejects.toMatchObject({ id: 'api.post.do_action.action_id.app_error' });
  });
});

describe('A menu', () => {
  const menu = { id: 'pick', type: 'select', name: 'Pick', options: [{ text: 'One', value: '1' }] };

  it.each(['One', '1'])('A choice is sent, given its text or its value: %s', async choice => {
    const { alice, integration, postActions } = await openButtonOffice();
    const post = await postActions([{ ...menu, integration: { url: integration.url, context: { a: 1 } } }]);
    await alice.selects(post, 'Pick', choice);
    expect(integration.asked[0]?.body).toMatchObject({
      type: 'select',
      data_source: '',
      context: { a: 1, selected_option: '1' },
    });
  });

  it('The choice of a person is sent with the data source', async () => {
    const { alice, bob, ops, integration, postActions } = await openButtonOffice();
    const post = await postActions([
      { id: 'who', type: 'select', name: 'Who', data_source: 'users', integration: { url: integration.url } },
      { id: 'where', type: 'select', name: 'Where', data_source: 'channels', integration: { url: integration.url } },
    ]);
    await alice.selects(post, 'Who', bob);
    await alice.selects(post, 'Where', ops);
    expect(integration.asked.map(({ body }) => [body.data_source, body.context])).toEqual([
      ['users', { selected_option: bob.id }],
      ['channels', { selected_option: ops.id }],
    ]);
  });

  it('A menu can be clicked without a choice', async () => {
    const { mattermost, alice, integration, postActions } = await openButtonOffice();
    const post = await postActions([{ ...menu, data_source: 'users', integration: { url: integration.url } }]);
    await apiOf(mattermost, alice)('POST', `/posts/${post.id}/actions/pick`, {});
    expect(integration.asked[0]?.body).toMatchObject({ type: 'select', data_source: '' });
    expect(integration.asked[0]?.body).not.toHaveProperty('context');
  });

  it('Only menus take a choice', async () => {
    const { mattermost, alice, integration, postButton } = await openButtonOffice();
    const post = await postButton();
    await apiOf(mattermost, alice)('POST', `/posts/${post.id}/actions/go`, { selected_option: '1' });
    expect(integration.asked[0]?.body).not.toHaveProperty('context');
  });
});

describe('The buttons that clients get', () => {
  it('Clients never get the integrations, neither over REST nor on the socket', async () => {
    const { mattermost, alice, postButton } = await openButtonOffice();
    const socket = await openClientSocket(mattermost.url, alice.token);
    const post = await postButton({ context: { secret: 'word' } });
    const frame = await socket.next(({ event }) => event === 'posted');
    const read = await apiOf(mattermost, alice)('GET', `/posts/${post.id}`);
    socket.end();
    expect(JSON.stringify([post, frame, read.body])).not.toMatch(/integration|word/);
  });

  it('The error about an unknown or disabled button names the buttons of the post', async () => {
    const { alice, integration, postActions } = await openButtonOffice();
    const to = { integration: { url: integration.url } };
    const post = await postActions([
      { id: 'a', name: 'Approve', ...to },
      { id: 'b', name: 'Later', disabled: true, ...to },
      { id: 'c', name: 'Pick', type: 'select', options: [{ text: 'One', value: '1' }], ...to },
    ]);
    await expect(alice.clicks(post, 'Deny')).rejects.toThrow(/no button Deny; it has Approve \(a\), Later \(b\)/);
    await expect(alice.clicks(post, 'Later')).rejects.toThrow('is disabled');
    await expect(alice.clicks(post, 'Pick')).rejects.toThrow('use selects');
    await expect(alice.selects(post, 'Approve', 'One')).rejects.toThrow('use clicks');
    await expect(alice.selects(post, 'Pick', 'Two')).rejects.toThrow('it has One');
  });
});
