import { mkdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { createSqliteLedger, openStateFile } from '@clawmost/mm-inbox/sqlite';
import {
  type Bot,
  type Channel,
  type Mattermost,
  type Person,
  type Post,
  startMattermost,
} from '@clawmost/mm-testserver';
import { type Gateway, runOpenClaw, startGateway } from '@clawmost/playground';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type AccountFile, accountFile } from '../test/support/account-file.ts';
import { accountFor, type OpenGateway, openGateway } from '../test/support/open-gateway.ts';
import { timeLimit, wholeAnswer } from '../test/support/time-limit.ts';

// One bot goes through one trouble after the other: these tests run in order and build on each other.
let mattermost: Mattermost;
let open: OpenGateway;
let gateway: Gateway;
let alice: Person;
let claw: Bot;
let ops: Channel;
let dev: Channel;
let file: AccountFile;
let release: () => Promise<void>;

/** The model waits for these when a message asks it to think. */
const thought = Promise.withResolvers<void>();
const firstThought = Promise.withResolvers<void>();
const interrupted: Record<'running' | 'waiting', Post[]> = { running: [], waiting: [] };
const signedIn = /signed in to .* as @claw/;

/** What `openclaw channels status --json` says about the account. */
interface Status {
  readonly running: boolean;
  readonly connected?: boolean;
  readonly lifecycle?: string;
  readonly lastError?: string;
  readonly activity?: string;
  readonly lastEventAt?: number;
  readonly lastGapAt?: number;
  readonly queued?: number;
  readonly handingOver?: number;
  readonly handedOver?: number;
  readonly deadLetters?: number;
}

async function readStatus(): Promise<Status> {
  const { stdout, stderr } = await runOpenClaw(open.home, ['channels', 'status', '--json']);
  const [account] = JSON.parse(stdout || stderr).channelAccounts.mattermost;
  return account;
}

const sees = (message: string) =>
  alice.sees({
    from: claw,
    in: ops,
    ...timeLimit,
    matching: post => wholeAnswer.matching(post) && post.message === message,
  });

/** The texts of the bot's posts since a moment, in the order of the channel. */
function saidSince(at: number): string[] {
  return mattermost
    .posts(ops)
    .filter(({ user_id, create_at }) => user_id === claw.id && create_at >= at)
    .map(({ message }) => message);
}

/** Alice writes during a trouble, `mend` ends it, and each of her messages is answered once, in order. */
async function expectAnswered(messages: readonly string[], mend: () => Promise<unknown>): Promise<void> {
  const before = Date.now();
  const posts = [];
  for (const message of messages) posts.push(await alice.says(`@claw ${message}`, { in: ops }));
  await mend();
  for (const message of messages) await sees(`You said: ${message}`);
  const outcomes = await file.settled(posts);
  for (const outcome of outcomes) expect(outcome).toBe('answered: delivered');
  expect(saidSince(before)).toEqual(messages.map(message => `You said: ${message}`));
}

/** Leaves three posts: one is answered, the turn of the second is running, and the third waits. */
async function leaveATurnRunningAndOneWaiting(): Promise<void> {
  const asked = () => open.model.calls.filter(({ text }) => text === 'think').length;
  const first = await alice.says('@claw think first', { in: dev });
  const second = await alice.says('@claw think', { in: dev });
  firstThought.resolve();
  await vi.waitUntil(() => asked() === 1, timeLimit);
  const third = await alice.says('@claw and then?', { in: dev });
  await vi.waitFor(() => expect(file.outcomes([third])).toEqual(['running']), timeLimit);
  expect(await file.settled([first])).toEqual(['answered: delivered']);
  interrupted.running.push(second);
  interrupted.waiting.push(third);
}

/** Takes the lease of the account in this process, as a gateway does that runs it. */
async function takeAccount(stateDir: string): Promise<() => Promise<void>> {
  mkdirSync(join(stateDir, 'mattermost'), { recursive: true });
  const ledger = createSqliteLedger(openStateFile(join(stateDir, 'mattermost', 'default.sqlite')));
  await ledger.acquireLease();
  const alive = setInterval(() => void ledger.renewLease(), 5_000);
  return () => {
    clearInterval(alive);
    return ledger.close();
  };
}

beforeAll(async () => {
  mattermost = await startMattermost();
  const team = mattermost.addTeam('acme');
  alice = team.addPerson('alice');
  claw = team.addBot('claw');
  ops = team.addChannel('ops', { members: [alice, claw] });
  dev = team.addChannel('dev', { members: [alice, claw] });
  open = await openGateway({
    channel: { ...accountFor(mattermost, claw), dmPolicy: 'open', allowFrom: ['*'], groupPolicy: 'open' },
    answer: async ({ text }) => {
      if (text === 'think first') await firstThought.promise;
      if (text === 'think') await thought.promise;
      return `You said: ${text}`;
    },
    configure: config => ({ ...config, messages: { queue: { mode: 'followup' } } }),
    beforeStart: async ({ dir }) => {
      release = await takeAccount(join(dir, 'state'));
    },
  });
  gateway = open.gateway;
  file = accountFile(open.home);
  await gateway.waitForLog(/runs this account already/);
});

afterAll(async () => {
  await gateway?.stop();
  await open?.close();
  await mattermost?.stop();
});

describe('An account that another process runs', () => {
  it('The gateway names the other process that runs the account, and takes over when that process ends', async () => {
    const held = await gateway.waitForLog(/runs this account already/);
    expect(held).toContain(`process ${process.pid} on ${hostname()} runs this account already: stop it first`);
    expect(claw.sockets).toEqual([]);
    await release();
    await gateway.waitForLog(signedIn);
    await expectAnswered(['hello'], async () => {});
  });
});

describe('A second gateway on the same state', () => {
  it('OpenClaw refuses a second gateway on the same state, and the first keeps running', async () => {
    const second = startGateway(open.home);
    await expect(second.waitForLog(signedIn)).rejects.toThrow(/ended before/);
    expect(second.log.join('\n')).toMatch(/already running|already in use|another OpenClaw process/);
    expect(claw.sockets).toHaveLength(1);
  });
});

describe('Messages during an outage', () => {
  it('Messages that people write while the socket is cut are answered afterwards, once each and in order', async () => {
    const away = mattermost.faults.hold({ path: '/websocket', by: claw });
    claw.sockets[0]?.cut();
    await away.met;
    await expectAnswered(['one', 'two', 'three'], async () => away.lift());
  });

  it('Messages that people write while the bot cannot reach the server are answered afterwards, once each and in order', async () => {
    await mattermost.goDown();
    const writing = expectAnswered(['four', 'five'], async () => {
      expect(await readStatus()).toMatchObject({
        ...{ running: true, connected: false, lifecycle: 'recovering' },
        activity: expect.stringMatching(/^recovering since 20\d\d-/),
      });
      await mattermost.comeBack();
    });
    await writing;
  });

  it('Messages that people write after the gateway was killed are answered afterwards, once each and in order', async () => {
    await leaveATurnRunningAndOneWaiting();
    await gateway.kill();
    thought.resolve();
    await expectAnswered(['six', 'seven'], async () => {
      const send = ['message', 'send', '--channel', 'mattermost', '--target', `channel:${ops.id}`];
      const { code, stdout, stderr } = await runOpenClaw(open.home, [...send, '--message', 'is anybody there?']);
      expect(code).not.toBe(0);
      expect(stdout + stderr).toMatch(/Gateway not reachable/);

      const reading = mattermost.faults.hold({ path: `/channels/${ops.id}/posts`, by: claw });
      gateway = startGateway(open.home);
      await reading.met;
      expect(await readStatus()).toMatchObject({
        ...{ running: true, connected: true, lifecycle: 'ready' },
        activity: expect.stringMatching(/^catching up \(\d+ of \d+ channels\)$/),
      });
      reading.lift();
    });
    expect(mattermost.posts(ops).map(({ message }) => message)).not.toContain('is anybody there?');
  });
});

describe('Lost responses', () => {
  it('An answer is posted once when the response to its creation was lost', async () => {
    const lost = mattermost.faults.loseAnswer({ method: 'POST', path: '/posts', by: claw, times: 1 });
    await expectAnswered(['eight'], async () => {});
    expect(lost.count).toBe(1);
  });
});

describe('Messages interrupted by the kill', () => {
  it('The message whose turn was killed and the one that waited are answered once each, without a notice of OpenClaw', async () => {
    const { running, waiting } = interrupted;
    expect(await file.settled([...running, ...waiting])).toEqual(['answered: delivered', 'answered: delivered']);
    const said = mattermost.posts(dev).filter(({ user_id }) => user_id === claw.id);
    expect(said.map(({ message }) => message)).toEqual([
      'You said: think first',
      'You said: think',
      'You said: and then?',
    ]);
  });
});

describe('The status afterwards', () => {
  it('`openclaw channels status` shows a ready account with nothing left to do, its last event and its last gap', async () => {
    const lastSaid = mattermost.posts(ops).at(-1)?.create_at ?? 0;
    const status = await readStatus();
    expect(status).toMatchObject({
      ...{ running: true, connected: true, lifecycle: 'ready', activity: 'ready' },
      ...{ queued: 0, handingOver: 0, handedOver: 0, deadLetters: 0, leftOut: 0 },
      lastGapReason: expect.any(String),
      lastGapAt: expect.any(Number),
    });
    expect(status.lastEventAt).toBeGreaterThanOrEqual(lastSaid);
    expect(status).not.toHaveProperty('healthState');
  });
});
