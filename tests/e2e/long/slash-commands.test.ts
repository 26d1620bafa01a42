import { createRestClient } from '@clawmost/mm-rest';
import {
  type Bot,
  type Channel,
  type Mattermost,
  type Person,
  startMattermost,
  type Team,
} from '@clawmost/mm-testserver';
import type { ModelAnswer } from '@clawmost/playground';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { accountFor, type OpenGateway, openGateway } from '../test/support/open-gateway.ts';
import { timeLimit } from '../test/support/time-limit.ts';

// Slash commands in a real gateway: the bot is an administrator of two teams.
let mattermost: Mattermost;
let open: OpenGateway;
let [acme, beta]: [Team?, Team?] = [];
let alice: Person;
let claw: Bot;
let ops: Channel;
let lab: Channel;
let dm: Channel;
/** What the model says next, when a test holds it back. */
let held: PromiseWithResolvers<ModelAnswer> | undefined;

const commandsOf = (team: Team | undefined) =>
  createRestClient({ baseUrl: mattermost.url, token: mattermost.admin.token }).commands.list(team?.id ?? '');
const triggersOf = async (team: Team | undefined) => (await commandsOf(team)).map(({ trigger }) => trigger);
const said = (channel: Channel) => mattermost.posts(channel).filter(({ user_id }) => user_id === claw.id);
const section = (native: boolean) => ({
  ...accountFor(mattermost, claw),
  ...{ dmPolicy: 'allowlist', allowFrom: [alice.id], groupPolicy: 'allowlist', groupAllowFrom: [alice.id] },
  commands: { native },
});

beforeAll(async () => {
  mattermost = await startMattermost();
  acme = mattermost.addTeam('acme');
  beta = mattermost.addTeam('beta');
  alice = acme.addPerson('alice');
  claw = acme.addBot('claw', { teamAdmin: true });
  beta.add(alice);
  beta.add(claw, { teamAdmin: true });
  ops = acme.addChannel('ops', { members: [alice, claw] });
  lab = beta.addChannel('lab', { members: [alice, claw] });
  dm = mattermost.directChannel(alice, claw);
  open = await openGateway({
    channel: section(true),
    answer: ({ text }) => held?.promise ?? `You said: ${text}`,
  });
  await open.gateway.waitForLog(/slash commands registered \(22 in 2 teams, 22 created, .*callback=http/);
});

afterAll(async () => {
  await open?.close();
  await mattermost?.stop();
});

it('Every command is registered in both teams, and the status is shown to the caller alone, in channels of both', async () => {
  const all = [
    'status',
    'model',
    'models',
    'new',
    'help',
    'think',
    'reasoning',
    'verbose',
    'queue',
    'answer',
    'allow',
  ].map(one => `oc_${one}`);
  expect(await triggersOf(acme)).toEqual(all);
  expect(await triggersOf(beta)).toEqual(all);
  for (const channel of [ops, lab]) {
    await alice.runs('/oc_status', { in: channel });
    await alice.seesEphemeral({ in: channel, matching: /^Processing\.\.\.$/, ...timeLimit });
    await alice.seesEphemeral({ in: channel, matching: /OpenClaw|Model/, ...timeLimit });
    expect(said(channel)).toEqual([]);
  }
});

it('In a direct message the status is a post, and in a thread a change is told there', async () => {
  await alice.runs('/oc_status', { in: dm });
  await alice.sees({ from: claw, in: dm, matching: /OpenClaw|Model/, ...timeLimit });
  const root = await alice.says('a thread', { in: ops });
  await alice.runs('/oc_verbose on', { in: ops, thread: root });
  const post = await alice.sees({ from: claw, in: ops, thread: root, matching: /verbose/i, ...timeLimit });
  expect(post.root_id).toBe(root.id);
});

it('While the agent works, a setting takes effect at once and /oc_new ends the turn, which has no other answer', async () => {
  held = Promise.withResolvers();
  const asked = await alice.says('@claw think long', { in: lab });
  await vi.waitUntil(() => open.model.calls.some(({ text }) => /think long/.test(text)), timeLimit);
  await alice.runs('/oc_queue collect', { in: lab });
  await alice.sees({ from: claw, in: lab, matching: /queue/i, ...timeLimit });
  await alice.runs('/oc_new', { in: lab });
  await alice.sees({ from: claw, in: lab, matching: /new session/i, ...timeLimit });
  held.resolve('too late');
  held = undefined;
  await alice.says('@claw and now?', { in: lab });
  await alice.sees({ from: claw, in: lab, matching: /and now\?/, ...timeLimit });
  expect(said(lab).filter(({ message }) => message === 'too late')).toEqual([]);
  expect(asked.id).not.toBe('');
});

it('A token that was regenerated on the server works at once, and a call with the old one starts nothing', async () => {
  const [status] = await commandsOf(acme);
  if (!status) throw new Error('no command');
  const admin = createRestClient({ baseUrl: mattermost.url, token: mattermost.admin.token });
  const token = await admin.commands.regenerateToken(status.id);
  await alice.runs('/oc_status', { in: ops });
  await alice.seesEphemeral({ in: ops, matching: /OpenClaw|Model/, ...timeLimit });
  const form = { team_id: acme?.id ?? '', channel_id: ops.id, user_id: alice.id, command: '/oc_new', text: '' };
  for (const wrong of [status.token, token, 'x'.repeat(26)]) {
    const answer = await fetch(status.url, { method: 'POST', body: new URLSearchParams({ ...form, token: wrong }) });
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ text: 'Unauthorized: invalid command token.' });
  }
  expect((await fetch(status.url)).status).toBe(405);
  expect(said(ops).filter(({ message }) => /new session/i.test(message))).toEqual([]);
});

it('When commands.native is switched off, the commands are deleted, and after it is on again they are back', async () => {
  const configure = (native: boolean) => {
    const config = open.home.readConfig();
    open.home.writeConfig({ ...config, channels: { ...(config['channels'] as object), mattermost: section(native) } });
  };
  configure(false);
  await vi.waitUntil(async () => (await triggersOf(acme)).length + (await triggersOf(beta)).length === 0, timeLimit);
  configure(true);
  await vi.waitUntil(async () => (await triggersOf(beta)).length === 11, timeLimit);
  await alice.runs('/oc_help', { in: lab });
  await alice.seesEphemeral({ in: lab, matching: /\/status|\/help|commands/i, ...timeLimit });
});
