import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { manualTime } from '../../src/index.ts';
import { apiOf } from '../support/api.ts';
import { openButtonOffice } from '../support/buttons.ts';
import type { Reply } from '../support/integration.ts';
import { until } from '../support/until.ts';

const failed = { status: 400, id: 'api.post.do_action.action_integration.app_error' };

describe('update', () => {
  it('An update without props changes the text and keeps the buttons', async () => {
    const { alice, claw, ops, integration, postButton } = await openButtonOffice();
    const post = await postButton();
    integration.answer = { body: { update: { message: 'pressed' } } };
    await alice.clicks(post, 'Go');
    const after = await alice.sees({ from: claw, in: ops, matching: /pressed/ });
    expect(after.props).toEqual(post.props);
    await alice.clicks(after, 'Go');
    expect(integration.asked).toHaveLength(2);
  });

  it('An update without a text empties the text', async () => {
    const { mattermost, alice, ops, integration, postButton } = await openButtonOffice();
    const post = await postButton();
    integration.answer = { body: { update: {} } };
    await alice.clicks(post, 'Go');
    expect(mattermost.posts(ops)).toMatchObject([{ message: '', props: post.props }]);
  });

  it('An update replaces the props, except those of webhooks', async () => {
    const { mattermost, alice, ops, integration, postButton } = await openButtonOffice();
    const attachments = [{ text: 'pick', actions: [{ id: 'go', name: 'Go', integration: { url: integration.url } }] }];
    const post = await postButton({}, { props: { attachments, mine: 1, override_username: 'Bee' } });
    integration.answer = {
      body: { update: { message: 'm', props: { yours: 2, override_username: 'Wasp', from_webhook: 'true' } } },
    };
    await alice.clicks(post, 'Go');
    expect(mattermost.posts(ops)[0]?.props).toEqual({ yours: 2, override_username: 'Bee' });
  });

  it('An update without files removes them, and keeps the pin and the reactions', async () => {
    const { mattermost, alice, claw, ops, integration, postButton } = await openButtonOffice();
    const form = new FormData();
    form.append('channel_id', ops.id);
    form.append('files', new Blob(['x']), 'x.txt');
    const headers = { authorization: `Bearer ${claw.token}` };
    const uploaded = await fetch(`${mattermost.url}/api/v4/files`, { method: 'POST', headers, body: form });
    const { file_infos } = Object(await uploaded.json());
    const post = await postButton({}, { file_ids: [file_infos[0].id] });
    await apiOf(mattermost, alice)('POST', `/posts/${post.id}/pin`);
    await alice.reacts(post, 'eyes');
    integration.answer = { body: { update: { message: 'm' } } };
    await alice.clicks(post, 'Go');
    const [after] = mattermost.posts(ops);
    expect(after).toMatchObject({ is_pinned: true, has_reactions: true });
    expect(after?.file_ids).toEqual([]);
    expect(after?.metadata.files).toEqual([]);
  });

  it('An update can be refused like an edit', async () => {
    const { alice, integration, postButton } = await openButtonOffice({ config: { MaxPostSize: 10 } });
    integration.answer = { body: { update: { message: 'x'.repeat(11) } } };
    await expect(alice.clicks(await postButton(), 'Go')).rejects.toMatchObject({
      id: 'model.post.is_valid.message_length.app_error',
    });
  });

  it('On 5.37, an update with buttons as they were read drops the connection', async () => {
    const { mattermost, alice, integration, postButton } = await openButtonOffice({ version: '5.37' });
    const post = await postButton();
    integration.answer = { body: { update: { message: post.message, props: post.props } } };
    await expect(apiOf(mattermost, alice)('POST', `/posts/${post.id}/actions/go`)).rejects.toThrow('fetch failed');
  });
});

describe('ephemeral_text', () => {
  it('The text is shown to the person who clicked, in the thread, with this person as author', async () => {
    const { alice, bob, ops, integration, postButton } = await openButtonOffice();
    const post = await postButton();
    integration.answer = { body: { ephemeral_text: 'see <http://x.y|this>' } };
    await alice.clicks(post, 'Go');
    const shown = await alice.seesEphemeral({ in: ops, matching: /see/ });
    expect(shown).toMatchObject({ user_id: alice.id, root_id: post.id, message: 'see [this](http://x.y)' });
    await expect(bob.seesEphemeral({ in: ops, timeoutMs: 20 })).rejects.toThrow('bob did not see an ephemeral post');
  });

  it('With skip_slack_parsing, links stay as they are', async () => {
    const { alice, ops, integration, postButton } = await openButtonOffice();
    integration.answer = { body: { ephemeral_text: '<http://x.y|this>', skip_slack_parsing: true } };
    await alice.clicks(await postButton(), 'Go');
    expect(await alice.seesEphemeral({ in: ops })).toMatchObject({ message: '<http://x.y|this>' });
  });

  it('An update and an ephemeral text can come together', async () => {
    const { mattermost, alice, ops, integration, postButton } = await openButtonOffice();
    integration.answer = { body: { update: { message: 'done', props: {} }, ephemeral_text: 'thanks' } };
    await alice.clicks(await postButton(), 'Go');
    expect(await alice.seesEphemeral({ in: ops })).toMatchObject({ message: 'thanks' });
    expect(mattermost.posts(ops)).toMatchObject([{ message: 'done', props: {} }]);
  });
});

describe('Invalid answers', () => {
  const bad: [string, Reply][] = [
    ['500', { status: 500 }],
    ['403', { status: 403 }],
    ['201', { status: 201 }],
    ['204', { status: 204, text: '' }],
    ['text', { text: 'ok' }],
    ['a list', { text: '[]' }],
    ['blanks', { text: ' ' }],
    ['half an object', { text: '{"update":' }],
    ['an update that is no object', { body: { update: 'x' } }],
    ['an update whose text is a number', { body: { update: { message: 5 } } }],
    ['an update whose root_id is a number', { body: { update: { message: 'no', root_id: 5 } } }],
    ['a number as ephemeral_text', { body: { ephemeral_text: 5, update: { message: 'no' } } }],
  ];

  it.each(bad)('The click fails, and nothing changes: %s', async (_, reply) => {
    const { mattermost, alice, ops, integration, postButton } = await openButtonOffice();
    const post = await postButton();
    integration.answer = reply;
    await expect(alice.clicks(post, 'Go')).rejects.toMatchObject(failed);
    expect(mattermost.posts(ops)).toMatchObject([{ message: 'press' }]);
  });

  it.each([
    ['5.37', '', 'fails'],
    ['6.7', '', 'works'],
    ['11.1', '', 'works'],
    ['5.37', '{} and more', 'works'],
    ['6.7', '{} and more', 'fails'],
    ['5.37', '{"a":"\\"}"}}', 'works'],
    ['5.37', 'null', 'works'],
    ['6.7', 'null', 'works'],
  ] as const)('Whether an answer is valid depends on the version: on %s, %j %s', async (version, text, outcome) => {
    const { alice, integration, postButton } = await openButtonOffice({ version });
    integration.answer = { text };
    const click = alice.clicks(await postButton(), 'Go');
    await (outcome === 'works' ? click : expect(click).rejects.toMatchObject(failed));
  });

  it.each([
    'http://127.0.0.1:1/closed',
    'ftp://127.0.0.1/act',
    '/act',
    '',
    'http://127.0.0.1/%zz',
    ' http://127.0.0.1/act',
  ])('A click fails with the address %j', async url => {
    const { alice, postButton } = await openButtonOffice();
    await expect(alice.clicks(await postButton({ url }), 'Go')).rejects.toMatchObject(failed);
  });

  it('A click succeeds with the address of an unknown plugin, though it calls nothing', async () => {
    const { alice, postButton } = await openButtonOffice();
    await alice.clicks(await postButton({ url: '/plugins/unknown' }), 'Go');
  });

  it('An answer of more than a mebibyte is read', async () => {
    const { mattermost, alice, ops, integration, postButton } = await openButtonOffice();
    integration.answer = { body: { pad: 'x'.repeat(1_100_000), update: { message: 'read' } } };
    await alice.clicks(await postButton(), 'Go');
    expect(mattermost.posts(ops)).toMatchObject([{ message: 'read' }]);
  });
});

describe('Slow integrations', () => {
  it.each([
    ['5.37', 30_000],
    ['11.1', 5_000],
  ] as const)('On %s, the click fails after %i ms', async (version, limitMs) => {
    const time = manualTime();
    const config = { OutgoingIntegrationRequestsTimeout: 5 };
    const { alice, integration, postButton } = await openButtonOffice({ version, time, config });
    integration.answer = () => new Promise(() => {});
    let settled = false;
    const click = alice.clicks(await postButton(), 'Go').finally(() => {
      settled = true;
    });
    click.catch(() => {});
    await until(() => integration.asked.length === 1);
    time.advance(limitMs - 1);
    await new Promise(resolve => setTimeout(resolve, 50));
    expect(settled).toBe(false);
    time.advance(1);
    await expect(click).rejects.toMatchObject(failed);
  });

  it('The server can stop during a call', async () => {
    const { mattermost, alice, integration, postButton } = await openButtonOffice();
    integration.answer = () => new Promise(() => {});
    const click = alice.clicks(await postButton(), 'Go');
    const gone = expect(click).rejects.toThrow();
    await until(() => integration.asked.length === 1);
    await mattermost.stop();
    await gone;
  });
});

describe('Redirects and compression', () => {
  it.each([
    [302, 'GET', false],
    [303, 'GET', false],
    [307, 'POST', true],
    [308, 'POST', true],
  ] as const)('A redirect with %i is followed with %s', async (status, method, withBody) => {
    const { alice, integration, postButton } = await openButtonOffice();
    integration.answer = ({ path }) =>
      path === '/act' ? { status, headers: { location: '/next' } } : { body: { ephemeral_text: 'found' } };
    await alice.clicks(await postButton(), 'Go');
    const [first, second] = integration.asked;
    expect(second).toMatchObject({ method, path: '/next', text: withBody ? first?.text : '' });
    expect(second?.headers.referer).toBe(`${integration.url}/act`);
  });

  it('The server gives up after ten redirects', async () => {
    const { alice, integration, postButton } = await openButtonOffice();
    integration.answer = { status: 302, headers: { location: '/act' } };
    await expect(alice.clicks(await postButton(), 'Go')).rejects.toMatchObject(failed);
    expect(integration.asked).toHaveLength(10);
  });

  it('An answer can be compressed', async () => {
    const { alice, ops, integration, postButton } = await openButtonOffice();
    integration.answer = { text: gzipSync('{"ephemeral_text":"small"}'), headers: { 'content-encoding': 'gzip' } };
    await alice.clicks(await postButton(), 'Go');
    expect(await alice.seesEphemeral({ in: ops })).toMatchObject({ message: 'small' });
  });

  it('An answer that is not compressed as declared fails the click', async () => {
    const { alice, integration, postButton } = await openButtonOffice();
    integration.answer = { text: '{}', headers: { 'content-encoding': 'gzip' } };
    await expect(alice.clicks(await postButton(), 'Go')).rejects.toMatchObject(failed);
  });
});
