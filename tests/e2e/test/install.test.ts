import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Bot, type Mattermost, type Person, startMattermost } from '@clawmost/mm-testserver';
import { configureMattermost, runOpenClaw } from '@clawmost/playground';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountFor, type OpenGateway, openGateway } from './support/open-gateway.ts';
import { timeLimit, wholeAnswer } from './support/time-limit.ts';

// The packed tarball in a fresh home: `default` has token and address in the environment, `ops` its token in a SecretRef.
let mattermost: Mattermost;
let open: OpenGateway;
let claw: Bot;
let ops: Bot;
let alice: Person;

const packed = mkdtempSync(join(tmpdir(), 'clawmost-packed-'));
const toEverybody = { dmPolicy: 'open', allowFrom: ['*'] };

const section = (opsSettings: object = {}) => {
  const { network } = accountFor(mattermost, ops);
  const botToken = { source: 'env', provider: 'default', id: 'OPS_BOT_TOKEN' };
  return {
    enabled: true,
    network,
    ...toEverybody,
    accounts: { default: {}, ops: { baseUrl: mattermost.url, botToken, ...opsSettings } },
  };
};

async function pack(): Promise<string> {
  const tarball = join(packed, 'plugin.tgz');
  const plugin = fileURLToPath(new URL('../../../apps/plugin', import.meta.url));
  await promisify(execFile)('pnpm', ['pack', '--out', tarball], { cwd: plugin });
  return tarball;
}

beforeAll(async () => {
  mattermost = await startMattermost();
  const team = mattermost.addTeam('acme');
  alice = team.addPerson('alice');
  claw = team.addBot('claw');
  ops = team.addBot('ops');
  open = await openGateway({
    plugin: await pack(),
    channel: section(),
    env: { MATTERMOST_BOT_TOKEN: claw.token, MATTERMOST_URL: mattermost.url, OPS_BOT_TOKEN: ops.token },
  });
  await Promise.all([
    open.gateway.waitForLog(/\[default\] signed in .* @claw/),
    open.gateway.waitForLog(/\[ops\] signed in .* @ops/),
  ]);
});

afterAll(async () => {
  await open?.close();
  await mattermost?.stop();
  rmSync(packed, { recursive: true, force: true });
});

describe('The packed tarball', () => {
  it('The installed tarball answers for an account whose token and address come from the environment', async () => {
    const dm = mattermost.directChannel(alice, claw);
    await alice.says('hello', { in: dm });
    expect((await alice.sees({ from: claw, in: dm, ...wholeAnswer })).message).toBe('You said: hello');
  });

  it('The installed tarball answers for an account whose token is a SecretRef', async () => {
    const dm = mattermost.directChannel(alice, ops);
    await alice.says('hello ops', { in: dm });
    expect((await alice.sees({ from: ops, in: dm, ...wholeAnswer })).message).toBe('You said: hello ops');
  });

  it('The status shows the source of each token, and no token', async () => {
    const { stdout } = await runOpenClaw(open.home, ['channels', 'status', '--json']);
    const accounts = JSON.parse(stdout).channelAccounts.mattermost;
    expect(accounts).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ accountId: 'default', connected: true, botTokenSource: 'env' }),
        expect.objectContaining({ accountId: 'ops', connected: true, botTokenSource: 'config' }),
      ]),
    );
    expect([stdout, ...open.gateway.log].join('\n')).not.toContain(claw.token);
    expect([stdout, ...open.gateway.log].join('\n')).not.toContain(ops.token);
  });
});

describe('A change of one account', () => {
  it('A change of one account restarts only that account', async () => {
    const idOf = (bot: Bot) => bot.sockets[0]?.connectionId;
    const before = { claw: idOf(claw), ops: idOf(ops) };
    configureMattermost(open.home, section({ name: 'Operations' }));
    await open.gateway.waitForLog(/config change detected/);
    await expect.poll(() => idOf(ops), timeLimit).not.toBe(before.ops);
    await expect.poll(() => idOf(ops), timeLimit).toBeDefined();
    expect(idOf(claw)).toBe(before.claw);
    const dm = mattermost.directChannel(alice, ops);
    await alice.says('still there?', { in: dm });
    expect((await alice.sees({ from: ops, in: dm, ...wholeAnswer })).message).toBe('You said: still there?');
  });
});
