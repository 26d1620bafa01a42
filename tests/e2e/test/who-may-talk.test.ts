import { type Mattermost, type Person, type Post, startMattermost } from '@clawmost/mm-testserver';
import { configureMattermost, runOpenClaw } from '@clawmost/playground';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { botSays, makeWebhook } from './support/bots-and-webhooks.ts';
import { decided } from './support/decisions.ts';
import { accountFor, type OpenGateway, openGateway } from './support/open-gateway.ts';
import { timeLimit, wholeAnswer } from './support/time-limit.ts';

// One gateway with two accounts on two servers: `default` at home is strict, `branch` admits bots and webhooks.
let home: Mattermost;
let nextDoor: Mattermost;
let open: OpenGateway;
let world: Awaited<ReturnType<typeof populate>>;

async function populate() {
  [home, nextDoor] = await Promise.all([startMattermost(), startMattermost({ version: '5.37' })]);
  const acme = home.addTeam('acme');
  const [alice, carol, dave] = [acme.addPerson('alice'), acme.addPerson('carol'), acme.addPerson('dave')];
  const [claw, robo] = [acme.addBot('claw'), acme.addBot('robo')];
  const ops = acme.addChannel('ops', { members: [alice, carol, dave, claw, robo, home.admin] });
  const branchTeam = nextDoor.addTeam('branch-office');
  const [bob, eve] = [branchTeam.addPerson('bob'), branchTeam.addPerson('eve')];
  const [branch, drone] = [branchTeam.addBot('branch'), branchTeam.addBot('drone')];
  const floor = branchTeam.addChannel('floor', { members: [bob, eve, branch, drone, nextDoor.admin] });
  return { alice, carol, dave, claw, robo, ops, bob, eve, branch, drone, floor };
}

const section = (branchSettings: object = {}) => ({
  enabled: true,
  accounts: {
    default: {
      ...accountFor(home, world.claw),
      groupAllowFrom: [world.alice.id],
      commands: { callbackPath: '/api/channels/mattermost/slash' },
    },
    branch: {
      ...accountFor(nextDoor, world.branch),
      dmPolicy: 'allowlist',
      allowFrom: [`user:${world.bob.id}`],
      groupPolicy: 'open',
      groupAllowFrom: [nextDoor.admin.id],
      allowBots: 'mentions',
      allowWebhooks: true,
      ...branchSettings,
    },
  },
});

beforeAll(async () => {
  world = await populate();
  open = await openGateway({ channel: section() });
  await Promise.all([open.gateway.waitForLog(/signed in .* @claw/), open.gateway.waitForLog(/signed in .* @branch/)]);
});

afterAll(async () => {
  await open?.close();
  await Promise.all([home?.stop(), nextDoor?.stop()]);
});

const dmOf = (person: Person) => home.directChannel(person, world.claw);
const atHome = (post: Post) => decided(open.home, 'default', post);
const atBranch = (post: Post) => decided(open.home, 'branch', post);

async function openclaw(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await runOpenClaw(open.home, args, timeLimit);
  expect(code, stderr).toBe(0);
  return stdout;
}

describe('Pairing', () => {
  it('A stranger gets a code, is approved, and is then answered', async () => {
    const { carol, claw, ops } = world;
    const dm = dmOf(carol);
    await carol.says('hello?', { in: dm });
    const asked = (await carol.sees({ from: claw, in: dm, ...wholeAnswer })).message;
    expect(asked).toContain(carol.id);
    const code = /openclaw pairing approve mattermost (\w+)/.exec(asked)?.[1] ?? '';

    // Her second message gets no reply: she has a code already.
    expect(await atHome(await carol.says('anybody there?', { in: dm }))).toEqual(['pairing-required']);

    const listed = await openclaw('pairing', 'list', 'mattermost');
    expect(listed).toContain(code);
    expect(listed).toContain(carol.id);
    await openclaw('pairing', 'approve', 'mattermost', code);
    const told = await carol.sees({ from: claw, in: dm, ...wholeAnswer });
    expect(told.message).toBe("You're approved. You can message me now.");

    // The approval restarts the account, and the post may have reached OpenClaw before that.
    expect(['delivered', 'host-duplicate']).toContain(
      (await atHome(await carol.says('hello again', { in: dm }))).join(),
    );
    expect((await carol.sees({ from: claw, in: dm, ...wholeAnswer })).message).toBe('You said: hello again');
    expect(home.posts(dm).filter(post => post.user_id === claw.id)).toHaveLength(3);
    // Pairing opens direct messages only, not channels.
    expect(await atHome(await carol.says('@claw and here?', { in: ops }))).toEqual(['group-not-listed']);
  });

  it('A code that could not be posted is posted again, and an approval through the gateway is announced once', async () => {
    const { dave, claw } = world;
    const dm = dmOf(dave);
    const body = JSON.stringify({ id: 'api.context.permissions.app_error', message: 'No.', status_code: 403 });
    const refused = { status: 403, headers: { 'content-type': 'application/json' }, body };
    const fault = home.faults.answer({ method: 'POST', path: '/posts', by: claw }, refused);
    expect(await atHome(await dave.says('hello?', { in: dm }))).toEqual(['pairing-code-not-delivered']);
    fault.lift();
    expect(await atHome(await dave.says('hello??', { in: dm }))).toEqual(['pairing-code-posted']);
    expect((await dave.sees({ from: claw, in: dm, ...wholeAnswer })).message).toContain(dave.id);

    const pending = JSON.parse(
      await openclaw('gateway', 'call', 'channels.pairing.list', '--params', '{"channel":"mattermost"}', '--json'),
    );
    const [request] = pending.requests as { requestId: string; senderId: string }[];
    const params = { channel: 'mattermost', accountId: 'default', requestId: request?.requestId, notify: true };
    await openclaw('gateway', 'call', 'channels.pairing.approve', '--params', JSON.stringify(params));
    expect((await dave.sees({ from: claw, in: dm, ...wholeAnswer })).message).toContain("You're approved");
    expect(await atHome(await dave.says('thanks', { in: dm }))).toEqual(['delivered']);
    expect((await dave.sees({ from: claw, in: dm, ...wholeAnswer })).message).toBe('You said: thanks');
  });
});

describe('An allow list', () => {
  it('Only people on the allow list are answered in channels', async () => {
    const { alice, dave, claw, ops } = world;
    const calls = open.model.calls.length;
    expect(await atHome(await dave.says('@claw let me in', { in: ops }))).toEqual(['group-not-listed']);
    await open.gateway.waitForLog(/group-not-listed: .*accounts\.default\.groupAllowFrom/);
    expect(await atHome(await alice.says('@claw hello', { in: ops }))).toEqual(['delivered']);
    expect((await alice.sees({ from: claw, in: ops, ...wholeAnswer })).message).toBe('You said: hello');
    expect(open.model.calls.slice(calls).map(({ text }) => text)).toEqual(['hello']);
  });

  it('Only people on the allow list are answered in direct messages, and others get no code', async () => {
    const { bob, eve, branch } = world;
    const [hers, his] = [nextDoor.directChannel(eve, branch), nextDoor.directChannel(bob, branch)];
    expect(await atBranch(await eve.says('hello', { in: hers }))).toEqual(['dm-not-listed']);
    expect(await atBranch(await bob.says('hello', { in: his }))).toEqual(['delivered']);
    expect((await bob.sees({ from: branch, in: his, ...wholeAnswer })).message).toBe('You said: hello');
    expect(nextDoor.posts(hers).filter(({ user_id }) => user_id === branch.id)).toEqual([]);
  });
});

describe('Bots and webhooks', () => {
  it('By default, other bots, webhooks and people with the props of a webhook do not wake the bot', async () => {
    const { alice, claw, robo, ops } = world;
    const calls = open.model.calls.length;
    const webhook = await makeWebhook(home, home.admin, ops, 'Builds');
    expect(await atHome(await botSays(home, robo, '@claw ping', ops))).toEqual(['bots-off']);
    expect(await atHome(await webhook.says('@claw the build is red'))).toEqual(['webhooks-off']);
    const props = { from_webhook: 'true', webhook_display_name: 'Builds' };
    expect(await atHome(await alice.says('@claw as a webhook', { in: ops, props }))).toEqual(['webhooks-off']);
    const command = await alice.says('@claw as a command', { in: ops, props: { from_webhook: 'true' } });
    expect(await atHome(command)).toEqual(['slash-answer']);
    expect(await atHome(await alice.says('@claw as myself', { in: ops }))).toEqual(['delivered']);
    expect((await alice.sees({ from: claw, in: ops, ...wholeAnswer })).message).toBe('You said: as myself');
    expect(open.model.calls.slice(calls).map(({ text }) => text)).toEqual(['as myself']);
  });

  it('Where they are allowed, bots and webhooks wake the bot under their own identity', async () => {
    const { bob, branch, drone, floor } = world;
    expect(await atBranch(await botSays(nextDoor, drone, 'nothing in particular', floor))).toEqual([
      'bot-not-mentioning',
    ]);
    expect(await atBranch(await botSays(nextDoor, drone, '@branch ping', floor))).toEqual(['delivered']);
    expect((await bob.sees({ from: branch, in: floor, ...wholeAnswer })).message).toBe('You said: ping');
    const webhook = await makeWebhook(nextDoor, nextDoor.admin, floor, 'Builds');
    expect(await atBranch(await webhook.says('@branch the build is red'))).toEqual(['delivered']);
    expect((await bob.sees({ from: branch, in: floor, ...wholeAnswer })).message).toBe('You said: the build is red');
    const told = JSON.stringify(open.model.calls.at(-1)?.messages);
    expect(told).toContain('webhook:Builds');
    expect(told).not.toContain(nextDoor.admin.id);
    // A command of a person is plain text from a webhook: the conversation continues.
    expect(await atBranch(await webhook.says('@branch /new start over'))).toEqual(['delivered']);
    await bob.sees({ from: branch, in: floor, ...wholeAnswer });
    expect(JSON.stringify(open.model.calls.at(-1)?.messages)).toContain('the build is red');
    expect(open.model.calls.at(-1)?.text).toContain('/new start over');
  });
});

describe('The credentials of the gateway', () => {
  it('Only the callback paths of Mattermost need no credentials of the gateway', async () => {
    const { port } = open.home.readConfig()['gateway'] as { port: number };
    const statusOf = async (path: string) =>
      (await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', body: 'token=x' })).status;
    expect(await statusOf('/api/channels/mattermost/slash')).not.toBe(401);
    expect(await statusOf('/api/channels/mattermost/command')).not.toBe(401);
    expect(await statusOf('/api/channels/mattermost/other')).toBe(401);
    expect(await statusOf('/api/channels/telegram/slash')).toBe(401);
  });
});

describe('Two accounts on two servers', () => {
  it('An account keeps answering while the server of another account is down', async () => {
    const { alice, bob, claw, branch, ops, floor } = world;
    const connection = claw.sockets[0]?.connectionId;
    await nextDoor.goDown();
    await open.gateway.waitForLog(/\[branch\].*(trying again)/);
    expect(await atHome(await alice.says('@claw still there?', { in: ops }))).toEqual(['delivered']);
    expect((await alice.sees({ from: claw, in: ops, ...wholeAnswer })).message).toBe('You said: still there?');
    await nextDoor.comeBack();
    expect(await atBranch(await bob.says('@branch back again?', { in: floor }))).toEqual(['delivered']);
    expect((await bob.sees({ from: branch, in: floor, ...wholeAnswer })).message).toBe('You said: back again?');
    expect(claw.sockets[0]?.connectionId).toBe(connection);
  });

  it('A change of the settings of one account leaves the other connected', async () => {
    const { bob, claw, branch, floor } = world;
    const idOf = (bot: typeof claw) => bot.sockets[0]?.connectionId;
    // While the socket was down, the last post was found over REST.
    await expect.poll(() => idOf(branch), timeLimit).toBeDefined();
    const before = { claw: idOf(claw), branch: idOf(branch) };
    configureMattermost(open.home, section({ chatmode: 'onmessage' }));
    await expect.poll(() => idOf(branch), timeLimit).not.toBe(before.branch);
    await expect.poll(() => idOf(branch), timeLimit).toBeDefined();
    expect(await atBranch(await bob.says('no need to call', { in: floor }))).toEqual(['delivered']);
    expect((await bob.sees({ from: branch, in: floor, ...wholeAnswer })).message).toBe('You said: no need to call');
    expect(idOf(claw)).toBe(before.claw);
  });
});
