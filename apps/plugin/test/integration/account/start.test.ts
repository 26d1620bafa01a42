import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type MattermostOptions, startMattermost } from '@clawmost/mm-testserver';
import { openSocket } from '@clawmost/mm-ws';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { startAccount } from '../../../src/account/start.ts';
import { sendText } from '../../../src/answers/send-text.ts';
import { resolveAccount } from '../../../src/config/accounts.ts';
import { hostRecords } from '../../../src/host/records.ts';
import { turnName } from '../../../src/host/transcript.ts';
import { openSqliteStores, stateFilePath } from '../../../src/storage/account-stores.ts';
import { withSection } from '../../support/config.ts';
import { loadOpenClaw, writeSession } from '../../support/openclaw.ts';

const openclaw = await loadOpenClaw();
const stateDir = openclaw.state.resolveStateDir();
const limit = { timeout: 60_000 };

async function openServer(options: MattermostOptions = {}) {
  const mattermost = await startMattermost(options);
  onTestFinished(() => mattermost.stop());
  const team = mattermost.addTeam('acme');
  const [alice, claw] = [team.addPerson('alice'), team.addBot('claw')];
  return { mattermost, alice, claw, ops: team.addChannel('ops', { members: [alice, claw] }) };
}

type Server = Awaited<ReturnType<typeof openServer>>;

/** Starts an account as the gateway does. Each test has an account id, and so a state file, of its own. */
function start(accountId: string, settings: object, more: object = {}) {
  const cfg = withSection({ accounts: { [accountId]: settings } });
  const stop = new AbortController();
  let snapshot: Record<string, unknown> = { accountId };
  const lines: string[] = [];
  const log = (line: string) => void lines.push(line);
  const ctx = {
    ...{ cfg, accountId, account: resolveAccount(cfg, accountId), abortSignal: stop.signal },
    log: { debug: log, info: log, warn: log, error: log },
    channelRuntime: openclaw.channel,
    getStatus: () => snapshot,
    setStatus: (patch: object) => {
      snapshot = { ...snapshot, ...patch };
    },
    ...more,
  };
  const ended = startAccount(ctx as unknown as Parameters<typeof startAccount>[0]);
  onTestFinished(async () => {
    stop.abort(new Error('the test has ended'));
    await ended;
  });
  return { cfg, stop, ended, lines, snapshot: () => snapshot };
}

const settingsFor = ({ mattermost, claw }: Server) => ({
  ...{ baseUrl: mattermost.url, botToken: claw.token, network: { dangerouslyAllowPrivateNetwork: true } },
});

it('An account signs in, becomes ready and sends what OpenClaw wants sent, until it is stopped', async () => {
  const server = await openServer();
  const { cfg, stop, ended, lines, snapshot } = start('ready', settingsFor(server));
  await expect.poll(() => snapshot()['activity'], limit).toBe('ready');
  expect(snapshot()).toMatchObject({ lifecycle: 'ready', connected: true });
  expect(lines.join('\n')).toContain(`[ready] signed in to ${server.mattermost.url} as @claw`);
  expect(snapshot()).toMatchObject({ serverVersion: '11.1.0', mode: 'Mattermost 11.1.0' });
  expect(lines.filter(line => line.includes('the server runs Mattermost 11.1.0'))).toHaveLength(1);
  await sendText({ cfg, accountId: 'ready', to: `channel:${server.ops.id}`, text: 'Hello.' });
  expect(server.mattermost.posts(server.ops)).toMatchObject([{ message: 'Hello.' }]);
  stop.abort();
  await ended;
  expect(server.claw.sockets).toEqual([]);
});

it.each<[string, object, RegExp, object?]>([
  ['without a token', { baseUrl: 'https://chat.example.com' }, /^There is no bot token\. Set channels\.mattermost/],
  [
    'whose settings contradict each other',
    { baseUrl: 'https://chat.example.com', botToken: 't', dmPolicy: 'open' },
    /dmPolicy is "open"; then .*allowFrom must contain "\*"/,
  ],
  ['whose address is no address', { baseUrl: 'chat', botToken: 't' }, /baseUrl is wrong: expected an address/],
  [
    'whose server is at a private address',
    { baseUrl: 'http://127.0.0.1:1', botToken: 't' },
    /leads to a private address.*dangerouslyAllowPrivateNetwork: true/,
  ],
  [
    'in a version of OpenClaw without a channel runtime',
    { baseUrl: 'https://chat.example.com', botToken: 't' },
    /too old for the plugin/,
    { channelRuntime: undefined },
  ],
])('An account %s is blocked, and its status says what to change', async (name, settings, line, more) => {
  const { ended, lines, snapshot } = start(name.replaceAll(' ', '-'), settings, more);
  await ended;
  expect(snapshot()).toMatchObject({ lifecycle: 'blocked', connected: false, lastError: expect.stringMatching(line) });
  expect(lines.filter(each => line.test(each.replace(/^\[[^\]]+\] /, '')))).toHaveLength(1);
});

it('An account whose token the server refuses is blocked', async () => {
  const server = await openServer();
  server.mattermost.revoke(server.claw.token);
  const { ended, snapshot } = start('refused', settingsFor(server));
  await ended;
  expect(snapshot()).toMatchObject({
    lifecycle: 'blocked',
    lastError: expect.stringContaining('refuses the bot token'),
  });
});

it('An account whose token is refused while it runs is blocked', async () => {
  const server = await openServer();
  const { ended, snapshot } = start('revoked', settingsFor(server));
  await expect.poll(() => snapshot()['activity'], limit).toBe('ready');
  server.mattermost.revoke(server.claw.token);
  for (const socket of server.claw.sockets) socket.cut();
  await ended;
  expect(snapshot()).toMatchObject({ lifecycle: 'blocked', activity: expect.stringMatching(/^blocked: .*bot token/) });
});

describe('On Mattermost 9.11, where the token of a disabled bot works on', () => {
  const blocked = { lifecycle: 'blocked', lastError: expect.stringContaining('@claw is disabled') };

  it('An account whose bot is disabled is blocked', async () => {
    const server = await openServer({ version: '9.11' });
    server.claw.disable();
    const { ended, snapshot } = start('disabled', settingsFor(server));
    await ended;
    expect(snapshot()).toMatchObject(blocked);
  });

  it('An account whose bot is disabled while it runs is blocked', async () => {
    const server = await openServer({ version: '9.11' });
    const { ended, snapshot } = start('disabled-later', settingsFor(server));
    await expect.poll(() => snapshot()['activity'], limit).toBe('ready');
    server.claw.disable();
    await ended;
    expect(snapshot()).toMatchObject(blocked);
    expect(server.claw.sockets).toEqual([]);
  });

  it('An account whose bot is disabled while the server is out of reach is blocked when it is back', async () => {
    const server = await openServer({ version: '9.11' });
    const { ended, snapshot } = start('disabled-meanwhile', settingsFor(server));
    await expect.poll(() => snapshot()['activity'], limit).toBe('ready');
    const away = server.mattermost.faults.hold({ path: '/websocket' });
    await server.mattermost.restart();
    server.claw.disable();
    away.lift();
    await ended;
    expect(snapshot()).toMatchObject(blocked);
  });
});

it('An account whose state file is damaged is blocked, and the status names the file', async () => {
  const server = await openServer();
  const path = stateFilePath(stateDir, 'damaged');
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, 'This is plain text. '.repeat(100));
  const { ended, snapshot } = start('damaged', settingsFor(server));
  await ended;
  expect(snapshot()).toMatchObject({ lifecycle: 'blocked', lastError: expect.stringContaining(path) });
});

it('An account that another process runs waits, and starts when that process has stopped', async () => {
  const server = await openServer();
  const other = openSqliteStores(stateDir, 'shared');
  await other.ledger.acquireLease();
  const { snapshot } = start('shared', settingsFor(server));
  await expect.poll(() => snapshot()['lastError'], limit).toMatch(/runs this account already/);
  expect(snapshot()).toMatchObject({ lifecycle: 'recovering' });
  await other.close();
  await expect.poll(() => snapshot()['activity'], limit).toBe('ready');
});

it('An account that catches up with posts of more than a week ago starts', async () => {
  const server = await openServer();
  const { snapshot } = start('patient', { ...settingsFor(server), catchUp: { maxAgeMs: 30 * 24 * 60 * 60_000 } });
  await expect.poll(() => snapshot()['activity'], limit).toBe('ready');
});

// Fails today: the turns of an earlier process are taken over before the lease says that there is no other process.
it('A turn that another process runs is not taken from it', async () => {
  const server = await openServer();
  const other = openSqliteStores(stateDir, 'busy');
  onTestFinished(() => other.close());
  await other.ledger.acquireLease();
  const session = { agentId: 'main', sessionKey: `agent:main:mattermost:channel:${server.ops.id}` };
  const to = `channel:${server.ops.id}`;
  const place = { channelId: server.ops.id, rootId: undefined };
  const turn = { id: 'post', posts: ['post'], messageId: 'post', session, to, isCommand: false, startedAt: Date.now() };
  await other.pendingAnswers.openTurn({ ...turn, ...place });
  const claim = turnName({ accountId: 'busy', to, messageId: 'post' });
  const row = { sessionId: 'busy', status: 'running', restartRecoveryDeliverySourceRunId: claim };
  await writeSession(openclaw, session, { ...row, updatedAt: Math.round(performance.timeOrigin) - 60_000 });
  const { snapshot } = start('busy', settingsFor(server));
  await expect.poll(() => snapshot()['lastError'], limit).toMatch(/runs this account already/);
  expect(hostRecords.entry(session)).toMatchObject({ status: 'running', claim });
});

it('An account does not parse the events about threads that its bot follows', async () => {
  const server = await openServer();
  const { mattermost, claw, alice, ops } = server;
  const { cfg, snapshot } = start('threads', settingsFor(server));
  await expect.poll(() => snapshot()['activity'], limit).toBe('ready');
  const frames: string[] = [];
  const other = openSocket(`${mattermost.url.replace('http', 'ws')}/api/v4/websocket`, {
    headers: { Authorization: `Bearer ${claw.token}` },
    signal: new AbortController().signal,
  });
  onTestFinished(() => other.terminate());
  other.on('message', frame => void frames.push(frame.toString()));
  await expect.poll(() => frames.length, limit).toBeGreaterThan(0);

  const parse = vi.spyOn(JSON, 'parse');
  onTestFinished(() => parse.mockRestore());
  const parsed = (word: string) => parse.mock.calls.filter(([text]) => String(text).includes(word)).length;
  await sendText({ cfg, accountId: 'threads', to: `channel:${ops.id}`, text: 'A question.' });
  const [question] = mattermost.posts(ops);
  await alice.says('An answer.', { in: ops, thread: question! });
  await alice.says('The end.', { in: ops });
  await expect.poll(() => frames.some(frame => frame.includes('thread_updated')), limit).toBe(true);
  await expect.poll(() => parsed('The end.'), limit).toBeGreaterThan(0);
  expect(parsed('"thread_updated"')).toBe(0);
});
