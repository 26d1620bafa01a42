import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Bot, type Channel, type Mattermost, type Person, startMattermost } from '@clawmost/mm-testserver';
import { type Gateway, startChannel, startGateway } from '@clawmost/playground';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { accountFor, type OpenGateway, openGateway } from '../test/open-gateway.ts';
import { accountFile } from './account-file.ts';

// A gateway that dies again and again in the middle of resuming the same turn, until the host gives its session up.
let mattermost: Mattermost;
let open: OpenGateway;
let gateway: Gateway;
let alice: Person;
let claw: Bot;
let ops: Channel;

/** What the model waits for when it is asked first. */
const firstThought = Promise.withResolvers<void>();

const patience = { timeoutMs: 60_000 };
vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

/** How far the host is with resuming the session of a channel. */
interface Recovery {
  readonly chargedAttempts: number;
  readonly startedAttempt?: number;
  readonly tombstone?: object;
}

function recoveryOf(channel: Channel): Recovery | undefined {
  const path = join(open.home.dir, 'state', 'agents', 'main', 'agent', 'openclaw-agent.sqlite');
  const database = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
  try {
    const row = database
      .prepare('SELECT entry_json FROM session_nodes WHERE session_key = ?')
      .get(`agent:main:mattermost:channel:${channel.id}`);
    return JSON.parse(String(row?.['entry_json'] ?? '{}')).mainRestartRecovery;
  } finally {
    database.close();
  }
}

/** Starts the gateway again, and kills it as soon as it tries to resume; `false` once the session is given up. */
async function dieWhileResuming(): Promise<boolean> {
  const charged = recoveryOf(ops)?.chargedAttempts ?? 0;
  gateway = startGateway(open.home);
  for (let recovery = recoveryOf(ops); !recovery?.tombstone; recovery = recoveryOf(ops)) {
    if ((recovery?.chargedAttempts ?? 0) > charged) {
      await gateway.kill();
      return true;
    }
    await sleep(5);
  }
  return false;
}

const sees = (matching: RegExp) =>
  alice.sees({ from: claw, in: ops, matching: ({ message }) => matching.test(message), ...patience });

beforeAll(async () => {
  mattermost = await startMattermost();
  const team = mattermost.addTeam('acme');
  alice = team.addPerson('alice');
  claw = team.addBot('claw');
  ops = team.addChannel('ops', { members: [alice, claw] });
  open = await openGateway({
    channel: { ...accountFor(mattermost, claw), dmPolicy: 'open', allowFrom: ['*'], groupPolicy: 'open' },
    async answer({ text }) {
      if (/^first/.test(text)) await firstThought.promise;
      return `You said: ${text}`;
    },
  });
  ({ gateway } = open);
  await gateway.waitForLog(/signed in to/);
});

afterAll(async () => {
  await gateway?.stop();
  await open?.close();
  await mattermost?.stop();
});

it('people are told when the host gives their session up, and all they wrote is answered after /new', async () => {
  const first = await alice.says('@claw first marmalade', { in: ops });
  await vi.waitUntil(() => open.model.calls.length > 0, { timeout: 40_000 });
  await gateway.kill();
  let deaths = 1;
  while (await dieWhileResuming()) deaths += 1;
  expect(deaths).toBeGreaterThanOrEqual(4);
  firstThought.resolve();
  // After so many crashes the host starts no channel by itself.
  await startChannel(open.home);
  await gateway.waitForLog(/signed in to/);
  await sees(/to start a replacement session/);

  const second = await alice.says('@claw second marmalade', { in: ops });
  const third = await alice.says('@claw third marmalade', { in: ops });
  await gateway.waitForLog(/OpenClaw has ended session .* until someone writes \/new/);
  const command = await alice.says('@claw /new', { in: ops });
  await sees(/New session started/);
  await sees(/third marmalade/);
  const answers = mattermost.posts(ops).filter(post => post.user_id === claw.id && /marmalade/.test(post.message));
  const said = answers.map(({ message }) => message).join('\n');
  // One turn may answer several; each is answered once, in the order in which they were written.
  expect(said.match(/\w+ marmalade/g)).toEqual(['first', 'second', 'third'].map(word => `${word} marmalade`));
  const outcomes = await accountFile(open.home).settled([first, second, third, command]);
  for (const outcome of outcomes) expect(outcome).toMatch(/^(answered|joined): /);
});
