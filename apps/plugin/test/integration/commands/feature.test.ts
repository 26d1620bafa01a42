import { describe, expect, it, vi } from 'vitest';
import { openSqliteStores } from '../../../src/storage/account-stores.ts';
import { loadOpenClaw } from '../../support/openclaw.ts';
import { openSlashOffice, patience } from '../../support/slash-office.ts';

const openclaw = await loadOpenClaw();

/** Starts an office whose commands are registered. */
async function openRegistered(options: Parameters<typeof openSlashOffice>[1] = {}, settings: object = {}) {
  const office = await openSlashOffice(openclaw, options);
  const account = office.start(settings);
  await office.logged(/slash commands registered/);
  return { ...office, account };
}

it('/oc_status is acknowledged at once, runs in a session of its own, and its answer is for the caller alone', async () => {
  const { alice, ops, dispatched, posts, lines } = await openRegistered();
  expect(lines.join('\n')).toMatch(/slash commands registered \(22 in 2 teams, 22 created, .*callback=http/);
  await alice.runs('/oc_status now ', { in: ops });
  await alice.seesEphemeral({ in: ops, matching: /^Processing\.\.\.$/ });
  await alice.seesEphemeral({ in: ops, matching: /^Answer to \/status now$/ });
  expect(dispatched).toMatchObject([
    {
      messageId: expect.stringMatching(/^slash:[a-z0-9]{26}$/),
      text: '/status now',
      plan: {
        route: { sessionKey: `agent:main:mattermost:slash:${alice.id}` },
        record: { sessionKey: `agent:main:mattermost:channel:${ops.id}` },
      },
      context: { CommandTargetSessionKey: `agent:main:mattermost:channel:${ops.id}`, CommandAuthorized: true },
    },
  ]);
  expect(posts(ops)).toEqual([]);
  expect(lines.join('\n')).toContain(`slash command /oc_status from alice in ${ops.id}`);
});

it('A change is told in the channel, in the thread in which it was typed, and counts for the session there', async () => {
  const { alice, claw, ops, dispatched } = await openRegistered();
  const root = await alice.says('a thread', { in: ops });
  await alice.runs('/oc_think high', { in: ops, thread: root });
  const post = await alice.sees({ from: claw, in: ops, thread: root });
  expect(post).toMatchObject({ message: 'Answer to /think high', root_id: root.id });
  expect(dispatched[0]?.context['CommandTargetSessionKey']).toBe(
    `agent:main:mattermost:channel:${ops.id}:thread:${root.id}`,
  );
});

it('On a server that does not name the thread, what is for the caller alone is in the thread all the same', async () => {
  const { alice, claw, ops } = await openRegistered({ version: '10.11' });
  const root = await alice.says('a thread', { in: ops });
  await alice.runs('/oc_status', { in: ops, thread: root });
  const shown = await alice.seesEphemeral({ in: ops, matching: /Answer to/ });
  expect(shown.root_id).toBe(root.id);
  await alice.runs('/oc_think high', { in: ops, thread: root });
  expect(await alice.sees({ from: claw, in: ops })).toMatchObject({ root_id: '' });
});

it('In a direct message the answer is a post, and both teams have the commands', async () => {
  const { alice, claw, mattermost, lab, dispatched } = await openRegistered();
  await alice.runs('/oc_status', { in: mattermost.directChannel(alice, claw) });
  await alice.sees({ from: claw, in: mattermost.directChannel(alice, claw), matching: /^Answer to \/status$/ });
  await alice.runs('/oc_status', { in: lab });
  await alice.seesEphemeral({ in: lab, matching: /^Answer to/ });
  expect(dispatched).toHaveLength(2);
});

it('When the server takes no late answer, the caller gets a direct message', async () => {
  const { alice, claw, ops, mattermost } = await openRegistered();
  mattermost.faults.answer({ method: 'POST', path: /hooks\/commands/ }, { status: 400, body: '{}' });
  await alice.runs('/oc_status', { in: ops });
  await alice.sees({ from: claw, in: mattermost.directChannel(alice, claw), matching: /^Answer to \/status$/ });
});

it('In a private channel that the bot has not joined, it says so; in a public one it answers, if the server lets it', async () => {
  const { alice, acme, claw, mattermost } = await openRegistered();
  const open = acme.addChannel('open', { members: [alice] });
  await alice.runs('/oc_think high', { in: open });
  await alice.sees({ from: claw, in: open, matching: /^Answer to \/think high$/ });
  const body = JSON.stringify({ id: 'api.context.permissions.app_error', message: 'No.', status_code: 403 });
  const refusal = { status: 403, headers: { 'Content-Type': 'application/json' }, body };
  mattermost.faults.answer({ method: 'POST', path: '/posts', by: claw }, refusal);
  await alice.runs('/oc_think low', { in: open });
  await alice.seesEphemeral({ in: open, matching: /^Answer to \/think low$/ });
  const secret = acme.addChannel('secret', { members: [alice], type: 'P' });
  await alice.runs('/oc_think high', { in: secret });
  await alice.seesEphemeral({ in: secret, matching: /I am not in this channel/ });
  expect(mattermost.posts(secret)).toEqual([]);
});

describe('A person who may not use commands', () => {
  it.each<[string, object, 'channel' | 'direct', RegExp]>([
    ['is not listed', { groupAllowFrom: ['x'.repeat(26)] }, 'channel', /^Unauthorized\.$/],
    ['meets an empty list', { groupAllowFrom: [], allowFrom: [] }, 'channel', /^Slash commands are not configured/],
    [
      'writes where channels are off',
      { groupPolicy: 'disabled' },
      'channel',
      /^Slash commands are disabled in channels/,
    ],
    ['writes where direct messages are off', { dmPolicy: 'disabled' }, 'direct', /not accepting direct messages/],
    ['is not listed for direct messages', { dmPolicy: 'allowlist', allowFrom: [] }, 'direct', /^Unauthorized\.$/],
    ['is not paired', { dmPolicy: 'pairing', allowFrom: [] }, 'direct', /^I don't know you yet/],
  ])('One who %s is told so alone, and nothing is started', async (_, settings, where, text) => {
    const { alice, claw, ops, mattermost, dispatched } = await openRegistered({}, settings);
    const channel = where === 'direct' ? mattermost.directChannel(alice, claw) : ops;
    await alice.runs('/oc_status', { in: channel });
    await alice.seesEphemeral({ in: channel, matching: text });
    if (text.source.includes('know you')) await alice.sees({ from: claw, in: channel, matching: /pairing/i });
    expect(dispatched).toEqual([]);
  });
});

describe('The commands on the server', () => {
  it('A plain member logs what is missing and the two ways to grant it, and works on', async () => {
    const office = await openSlashOffice(openclaw, { teamAdmin: false });
    const { snapshot } = office.start();
    await office.logged(
      /failed to register slash commands: @claw lacks the permission manage_slash_commands in 2 of 2 teams/,
    );
    await office.logged(/administrator of the team, or give the permission to its role/);
    await office.logged(/native slash commands enabled but no commands could be registered/);
    await vi.waitUntil(() => snapshot()['activity'] === 'ready', patience);
    expect(office.lines.filter(line => line.includes('failed to register'))).toHaveLength(1);
  });

  it('They move with callbackUrl, go when native is switched off, and nothing is asked when there never were any', async () => {
    const office = await openRegistered();
    const { acme, claw, mattermost, commands, gatewayUrl, account, start } = office;
    await account.stop();
    const moved = `${gatewayUrl}/api/channels/mattermost/moved`;
    const second = start({ commands: { native: true, callbackUrl: moved } });
    await office.logged(/22 in 2 teams, 0 created, 22 updated/);
    expect(new Set((await commands(acme)).map(({ url }) => url))).toEqual(new Set([moved]));
    await second.stop();
    const third = start({ commands: {} });
    await office.logged(/22 slash commands were deleted/);
    expect(await commands(acme)).toEqual([]);
    await third.stop();
    const asked = () =>
      mattermost.requests.filter(one => one.username === claw.username && one.path.includes('/commands'));
    const before = asked().length;
    const { snapshot } = start({ commands: { native: 'auto' } });
    await vi.waitUntil(() => snapshot()['activity'] === 'ready', patience);
    expect(asked()).toHaveLength(before);
  });

  it('They survive a restart without a write, and are not deleted when the account stops', async () => {
    const office = await openRegistered();
    await office.account.stop();
    expect(await office.commands(office.acme)).toHaveLength(11);
    office.start();
    await office.logged(/0 created, 0 updated, 0 deleted/);
    await office.alice.runs('/oc_status', { in: office.ops });
    await office.alice.seesEphemeral({ in: office.ops, matching: /^Answer to/ });
  });

  it('While the account is stopped, the gateway answers 503', async () => {
    const office = await openRegistered();
    await office.account.stop();
    const path = `${office.gatewayUrl}/api/channels/mattermost/command`;
    expect((await fetch(path, { method: 'POST', body: 'x' })).status).toBe(503);
    expect((await fetch(path)).status).toBe(405);
  });

  it('An address that must not be used stops the commands, and nothing else', async () => {
    const office = await openSlashOffice(openclaw);
    const { snapshot } = office.start({
      commands: { native: true, callbackUrl: 'https://me:secret@gw.example.com/oc' },
    });
    await office.logged(
      /failed to register slash commands: commands\.callbackUrl must not contain a user name or password/,
    );
    await vi.waitUntil(() => snapshot()['activity'] === 'ready', patience);
    expect(office.lines.join()).not.toContain('secret');
    expect(await office.commands(office.acme)).toEqual([]);
  });

  it('A team that the bot joins later gets the commands', async () => {
    const { mattermost, alice, claw, commands } = await openRegistered();
    const gamma = mattermost.addTeam('gamma');
    gamma.add(alice);
    gamma.add(claw, { teamAdmin: true });
    await vi.waitUntil(async () => (await commands(gamma)).length === 11, patience);
  });

  it('One team that refuses does not keep the other from its commands', async () => {
    const office = await openSlashOffice(openclaw);
    const { lines, beta, acme, commands, mattermost, claw } = office;
    const body = JSON.stringify({ id: 'api.context.permissions.app_error', message: 'No.', status_code: 403 });
    const answer = { status: 403, headers: { 'Content-Type': 'application/json' }, body };
    mattermost.faults.answer({ method: 'POST', path: '/commands', by: claw, times: 1 }, answer);
    office.start();
    await office.logged(/slash commands registered \(11 in 1 teams/);
    expect([(await commands(acme)).length, (await commands(beta)).length]).toEqual([0, 11]);
    expect(lines.join('\n')).toContain('in 1 of 2 teams');
  });
});

describe('After a restart', () => {
  /** Writes a command into the ledger, as a process that was killed leaves it. */
  async function leave(accountId: string, event: object): Promise<void> {
    const stores = openSqliteStores(openclaw.state.resolveStateDir(), accountId);
    const id = 'a'.repeat(26);
    const place = { kind: 'slash', conversation: `slash:${id}`, channelId: '', rootId: '' };
    const entry = { key: `slash:${id}`, at: Date.now(), editedAt: 0, payload: { id, ...event }, ...place };
    await stores.ledger.append({ entries: [entry], durable: true });
    await stores.close();
  }

  const eventIn = (office: Awaited<ReturnType<typeof openSlashOffice>>, more: object) => ({
    ...{ accountId: office.accountId, commandId: 'c', trigger: 'oc_new', text: '', userId: office.alice.id },
    ...{ userName: 'alice', channelId: office.ops.id, channelName: 'ops', teamId: office.acme.id, teamDomain: 'acme' },
    ...{
      rootId: '',
      runAt: Date.now(),
      triggerId: '',
      responseUrl: '',
      userMentions: [],
      channelMentions: [],
      ...more,
    },
  });

  it('A command that was accepted and not begun is carried out once', async () => {
    const office = await openSlashOffice(openclaw);
    await leave(office.accountId, eventIn(office, {}));
    const { stop } = office.start();
    await office.alice.sees({ from: office.claw, in: office.ops, matching: /^Answer to \/new$/ });
    await office.logged(/slash commands registered/);
    await stop();
    office.start();
    await office.logged(/0 created, 0 updated, 0 deleted/);
    expect(office.dispatched).toHaveLength(1);
    expect(office.posts(office.ops)).toHaveLength(1);
  });

  it('A command of more than ten minutes ago is not carried out, and its author is told once', async () => {
    const office = await openSlashOffice(openclaw);
    await leave(office.accountId, eventIn(office, { runAt: Date.now() - 11 * 60_000 }));
    const { stop } = office.start();
    const dm = office.mattermost.directChannel(office.alice, office.claw);
    await office.alice.sees({ from: office.claw, in: dm, matching: /`\/new` more than 10 minutes ago/ });
    await office.logged(/slash commands registered/);
    await stop();
    office.start();
    await office.logged(/0 created, 0 updated, 0 deleted/);
    expect(office.dispatched).toEqual([]);
    expect(office.posts(dm)).toHaveLength(1);
  });

  it('One that only shows something is run however late it is', async () => {
    const office = await openSlashOffice(openclaw);
    await leave(office.accountId, eventIn(office, { trigger: 'oc_status', runAt: Date.now() - 11 * 60_000 }));
    office.start();
    const dm = office.mattermost.directChannel(office.alice, office.claw);
    await office.alice.sees({ from: office.claw, in: dm, matching: /^Answer to \/status$/ });
  });
});
