import { describe, expect, it, onTestFinished } from 'vitest';
import type { MattermostOptions } from '../../src/index.ts';
import { type Api, apiOf } from '../support/api.ts';
import { type Integration, startIntegration } from '../support/integration.ts';
import { type Office, openOffice } from '../support/office.ts';

interface CommandOffice extends Office {
  readonly integration: Integration;
  readonly admin: Api;
  /** The command `/deploy`, as the administrator made it. */
  readonly command: { readonly id: string; readonly token: string };
}

async function openCommandOffice(options: MattermostOptions = {}, more: object = {}): Promise<CommandOffice> {
  const integration = await startIntegration();
  onTestFinished(() => integration.close());
  const office = await openOffice(options);
  const admin = apiOf(office.mattermost, office.mattermost.admin);
  const fields = { team_id: office.team.id, trigger: 'deploy', url: `${integration.url}/cmd`, method: 'P', ...more };
  const { status, body } = await admin('POST', '/commands', fields);
  expect(status).toBe(201);
  return { ...office, integration, admin, command: body };
}

describe('Slash commands', () => {
  it('The integration gets the fields and the token of the command', async () => {
    const { alice, bob, ops, team, integration, command, mattermost } = await openCommandOffice();
    const post = await bob.says('when?', { in: ops });
    await alice.runs('/Deploy  now @bob ~ops', { in: ops, thread: post });
    const [{ headers, body }] = integration.asked as [(typeof integration.asked)[0]];
    expect(headers.authorization).toBe(`Token ${command.token}`);
    expect(body.$form).toMatchObject({
      channel_id: ops.id,
      channel_mentions: 'ops',
      channel_mentions_ids: ops.id,
      command: '/deploy',
      root_id: post.id,
      team_id: team.id,
      text: ' now @bob ~ops',
      token: command.token,
      user_id: alice.id,
      user_mentions: 'bob',
      user_mentions_ids: bob.id,
      user_name: 'alice',
    });
    expect(body.$form.response_url).toContain(`${mattermost.url}/hooks/commands/`);
  });

  it('Before 11.1 the integration does not learn the thread, but its answer goes there', async () => {
    const { alice, ops, integration, mattermost } = await openCommandOffice({ version: '10.11' });
    integration.answer = { body: { response_type: 'in_channel', text: 'done' } };
    const post = await alice.says('x', { in: ops });
    await alice.runs('/deploy', { in: ops, thread: post });
    expect(integration.asked[0]?.body.$form).not.toHaveProperty('root_id');
    expect(mattermost.posts(ops).at(-1)).toMatchObject({ message: 'done', root_id: post.id, user_id: alice.id });
  });

  it('A command by GET has its fields in the query', async () => {
    const { alice, ops, integration } = await openCommandOffice({}, { method: 'G' });
    await alice.runs('/deploy a b', { in: ops });
    expect(integration.asked[0]).toMatchObject({ method: 'GET', body: undefined });
    expect(integration.asked[0]?.path).toContain('&text=a+b&');
  });

  it('An answer without a type is shown to the person only', async () => {
    const { alice, ops, integration, mattermost } = await openCommandOffice();
    integration.answer = { body: { text: 'see <https://example.com|this>' } };
    await alice.runs('/deploy', { in: ops });
    const shown = await alice.seesEphemeral({ in: ops });
    expect(shown).toMatchObject({ message: 'see [this](https://example.com)', props: { from_webhook: 'true' } });
    expect(mattermost.posts(ops)).toEqual([]);
  });

  it.each([
    ['a text that is no JSON', { text: '{"text":"raw"}', headers: { 'content-type': 'text/plain' } }, '{"text":"raw"}'],
    [
      'JSON with another content type',
      { text: '{"text":"x"}', headers: { 'content-type': 'Application/JSON' } },
      '{"text":"x"}',
    ],
    [
      'JSON with a charset',
      { text: '{"text":"x"}', headers: { 'content-type': 'application/json; charset=utf-8' } },
      'x',
    ],
    ['several answers', { body: { extra_responses: [{ text: 'second' }] } }, 'second'],
  ])('The person sees %s', async (_, answer, message) => {
    const { alice, ops, integration } = await openCommandOffice();
    integration.answer = answer;
    await alice.runs('/deploy', { in: ops });
    expect((await alice.seesEphemeral({ in: ops })).message).toBe(message);
  });

  it.each([
    ['another status', { status: 204, text: '' }, 'api.command.execute_command.failed_resp.app_error'],
    ['a list', { body: [] }, 'api.command.execute_command.failed.app_error'],
    [
      'a type of the server',
      { body: { response_type: 'in_channel', type: 'system_x' } },
      'api.command.execute_command.create_post_failed.app_error',
    ],
    [
      'a channel of others',
      { body: { text: 'x', channel_id: 'a'.repeat(26) } },
      'api.command.execute_command.create_post_failed.app_error',
    ],
  ])('The command fails when the integration answers with %s', async (_, answer, id) => {
    const { alice, ops, integration } = await openCommandOffice();
    integration.answer = answer;
    await expect(alice.runs('/deploy', { in: ops })).rejects.toMatchObject({ status: 500, id });
  });

  it.each([
    ['11.1', 'web.command_webhook.general.app_error'],
    ['9.11', 'app.command_webhook.try_use.invalid'],
  ] as const)('On %s, the response_url can be used five times', async (version, id) => {
    const { alice, ops, integration, mattermost } = await openCommandOffice({ version });
    await alice.runs('/deploy', { in: ops });
    const url = integration.asked[0]?.body.$form.response_url;
    const answer = (): Promise<Response> =>
      fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"response_type":"in_channel","text":"later"}',
      });
    for (let i = 0; i < 5; i += 1) expect(await (await answer()).text()).toBe('ok');
    const sixth = await answer();
    expect([sixth.status, Object(await sixth.json()).id]).toEqual([400, id]);
    expect(mattermost.posts(ops)).toHaveLength(5);
  });

  it('A command is found only in its team, and by its trigger', async () => {
    const { mattermost, alice, ops } = await openCommandOffice();
    const elsewhere = mattermost.addTeam('other');
    elsewhere.add(alice);
    const lobby = elsewhere.addChannel('lobby', { members: [alice] });
    for (const [command, channel] of [
      ['/deploy', lobby],
      ['/deployed', ops],
    ] as const) {
      await expect(alice.runs(command, { in: channel })).rejects.toMatchObject({
        status: 404,
        id: 'api.command.execute_command.not_found.app_error',
      });
    }
  });

  it.each([
    ['10.11', 400],
    ['9.11', 200],
  ] as const)('On %s, a command in an archived channel gets %i', async (version, status) => {
    const { mattermost, alice, ops } = await openCommandOffice({ version });
    await alice.archives(ops);
    const body = { command: '/deploy', channel_id: ops.id };
    expect((await apiOf(mattermost, alice)('POST', '/commands/execute', body)).status).toBe(status);
  });

  it('Members see the commands that complete, without address and token', async () => {
    const { mattermost, team, alice, admin, command } = await openCommandOffice({}, { auto_complete: true });
    const api = apiOf(mattermost, alice);
    const { body } = await api('GET', `/teams/${team.id}/commands/autocomplete`);
    expect(body.filter(({ id }: { id: string }) => id !== '')).toMatchObject([
      { id: command.id, trigger: 'deploy', url: '', token: '' },
    ]);
    // The server's own commands have no id.
    expect(body).toContainEqual(expect.objectContaining({ id: '', trigger: 'shrug', auto_complete_hint: '[message]' }));
    expect((await api('GET', `/commands?team_id=${team.id}&custom_only=true`)).status).toBe(403);
    expect((await admin('GET', `/commands?team_id=${team.id}&custom_only=true`)).body).toEqual([command]);
  });

  it('A command of the server that is not played gets an error of its own', async () => {
    const { alice, ops } = await openCommandOffice();
    await expect(alice.runs('/invite_people x', { in: ops })).rejects.toMatchObject({
      status: 501,
      id: 'testserver.not_played',
    });
  });

  it('Commands can be switched off', async () => {
    const office = await openOffice({ config: { EnableCommands: false } });
    const fields = { team_id: office.team.id, trigger: 'x', url: 'http://127.0.0.1/', method: 'P' };
    const { status, body } = await apiOf(office.mattermost, office.mattermost.admin)('POST', '/commands', fields);
    expect([status, body.id]).toEqual([501, 'api.command.disabled.app_error']);
  });
});
