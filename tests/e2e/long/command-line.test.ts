import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSqliteLedger, openStateFile } from '@clawmost/mm-inbox/sqlite';
import { type Post, startMattermost } from '@clawmost/mm-testserver';
import { configureMattermost, createHome, gatewayConfig, type Home, runOpenClaw } from '@clawmost/playground';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { decided } from '../test/support/decisions.ts';
import { accountFor, linkPlugin, openGateway } from '../test/support/open-gateway.ts';
import { timeLimit, wholeAnswer } from '../test/support/time-limit.ts';

// Commands without a gateway, each in a home of its own, two of them at a time; at the end one with a gateway.
const server = { botToken: 'geheim', baseUrl: 'https://chat.example.com' };
let dir: string;

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'clawmost-cli-'));
});

afterAll(() => rmSync(dir, { recursive: true, force: true, maxRetries: 5 }));

/** A home in which the plugin is loaded from its folder. */
function makeHome(name: string, section?: object, env: NodeJS.ProcessEnv = {}): Home {
  const model = { baseUrl: 'http://127.0.0.1:9/v1', apiKey: 'none', model: 'none' };
  const folder = join(dir, name);
  mkdirSync(folder);
  const home = createHome(folder, gatewayConfig(folder, 18_789, model), env);
  linkPlugin(home);
  if (section) configureMattermost(home, section);
  return home;
}

const openclaw = (home: Home, ...args: string[]) => runOpenClaw(home, args, timeLimit);
const sectionOf = (home: Home) => (home.readConfig()['channels'] as { mattermost: object }).mattermost;

describe.concurrent('openclaw channels add', () => {
  it('`openclaw channels add` writes the settings of an account, and adds a second account', async ({ expect }) => {
    const home = makeHome('add');
    const add = ['channels', 'add', '--channel', 'mattermost'];
    const first = await openclaw(
      home,
      ...add,
      '--bot-token',
      'geheim',
      '--http-url',
      'https://chat.example.com/api/v4/',
    );
    expect(first.code, first.stderr).toBe(0);
    expect(sectionOf(home)).toEqual({ enabled: true, ...server });
    const url = 'https://alerts.example.com';
    const second = await openclaw(home, ...add, '--account', 'alerts', '--bot-token', 'auch geheim', '--http-url', url);
    expect(second.code, second.stderr).toBe(0);
    expect(sectionOf(home)).toEqual({
      enabled: true,
      accounts: { default: server, alerts: { enabled: true, botToken: 'auch geheim', baseUrl: url } },
    });
    expect([first, second].map(({ stdout, stderr }) => stdout + stderr).join()).not.toContain('geheim');
  });

  it('`openclaw channels add --use-env` leaves token and address in the environment', async ({ expect }) => {
    const home = makeHome('env', undefined, { MATTERMOST_BOT_TOKEN: 'geheim', MATTERMOST_URL: server.baseUrl });
    const { code, stderr } = await openclaw(home, 'channels', 'add', '--channel', 'mattermost', '--use-env');
    expect(code, stderr).toBe(0);
    expect(sectionOf(home)).toEqual({ enabled: true });
  });
});

describe.concurrent('openclaw config validate', () => {
  it('`openclaw config validate` names wrong settings, and `doctor --fix` migrates old ones', async ({ expect }) => {
    const wrong = { ...server, dmPolicy: 'sometimes', bogus: 1, historyLimit: 1.5 };
    const refused = await openclaw(makeHome('wrong', wrong), 'config', 'validate');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/channels\.mattermost: .*"bogus"/);
    expect(refused.stderr).toMatch(/channels\.mattermost\.dmPolicy: .*"pairing", "allowlist", "open", "disabled"/);
    expect(refused.stderr).toMatch(/channels\.mattermost\.historyLimit: .*integer/);

    const home = makeHome('old', { ...server, streaming: 'partial', allowPrivateNetwork: true });
    const fixed = await openclaw(home, 'doctor', '--fix', '--non-interactive');
    expect(fixed.code, fixed.stderr).toBe(0);
    expect(sectionOf(home)).toEqual({
      ...server,
      streaming: { mode: 'partial' },
      network: { dangerouslyAllowPrivateNetwork: true },
    });
    expect((await openclaw(home, 'config', 'validate')).code).toBe(0);
  });
});

describe.concurrent('openclaw security audit', () => {
  it('`openclaw security audit` reports open access with the settings that allow it', async ({ expect }) => {
    const open = { dmPolicy: 'open', allowFrom: ['*'], groupPolicy: 'open' };
    const home = makeHome('audit', { ...server, ...open, dangerouslyAllowNameMatching: true, allowWebhooks: true });
    const { code, stdout, stderr } = await openclaw(home, 'security', 'audit', '--json');
    expect(code, stderr).toBe(0);
    const findings = JSON.parse(stdout).findings as { checkId: string; detail: string }[];
    const detailOf = (id: string) => findings.find(({ checkId }) => checkId === `channels.mattermost.${id}`)?.detail;
    expect(detailOf('dm.open')).toContain('channels.mattermost.dmPolicy="open"');
    expect(detailOf('groups.open')).toContain('channels.mattermost.groupPolicy=');
    expect(detailOf('webhooks')).toContain('channels.mattermost.allowWebhooks is on');
    expect(detailOf('allowFrom.dangerous_name_matching_enabled')).toBeDefined();
    expect(stdout).not.toContain('geheim');
  });
});

/** Writes a post that failed in every attempt into the file of the account `default`. */
async function giveUp(home: Home, { id, channel_id, create_at, ...rest }: Post): Promise<void> {
  const folder = join(home.dir, 'state', 'mattermost');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const ledger = createSqliteLedger(openStateFile(join(folder, 'default.sqlite')));
  const payload = { id, channel_id, create_at, ...rest };
  const place = { kind: 'post', conversation: channel_id, channelId: channel_id, rootId: '' };
  await ledger.append({ entries: [{ key: id, ...place, at: create_at, editedAt: 0, payload }] });
  await ledger.claim(id);
  await ledger.fail(id, { error: 'the model was away' });
  await ledger.close();
}

describe('openclaw mattermost', () => {
  it('`openclaw mattermost` explains posts of a running gateway, and has one that was given up answered', async ({
    expect,
    onTestFinished,
  }) => {
    const mattermost = await startMattermost();
    onTestFinished(() => mattermost.stop());
    const team = mattermost.addTeam('acme');
    const [alice, claw] = [team.addPerson('alice'), team.addBot('claw')];
    const ops = team.addChannel('ops', { members: [alice, claw] });
    const early = await alice.says('@claw are you there yet?', { in: ops });
    const lost = await alice.says('@claw what became of this?', { in: ops });
    const open = await openGateway({
      channel: { ...accountFor(mattermost, claw), groupPolicy: 'open', allowFrom: [alice.id] },
      answer: () => 'Here it is.',
      beforeStart: home => giveUp(home, lost),
    });
    onTestFinished(() => open.close());
    await open.gateway.waitForLog(/signed in .* @claw/);
    const quiet = await alice.says('nobody in particular', { in: ops });
    const asked = await alice.says('@claw how are you?', { in: ops });
    await alice.sees({ from: claw, in: ops, ...wholeAnswer });
    await Promise.all([decided(open.home, 'default', quiet), decided(open.home, 'default', asked)]);

    const run = (...args: string[]) => openclaw(open.home, 'mattermost', ...args);
    const silence = await run('explain', `${mattermost.url}/acme/pl/${quiet.id}`);
    expect(silence.code, silence.stderr).toBe(0);
    const setting = `channels.mattermost.groups.${ops.id}.requireMention: set it to false`;
    expect(silence.stdout).toContain(`Post ${quiet.id}, account default:`);
    expect(silence.stdout).toMatch(/It was not answered \(not-mentioned, .*\): The post does not mention the bot/);
    expect(silence.stdout).toContain(setting);

    const answer = await run('explain', asked.id, '--json');
    expect(JSON.parse(answer.stdout)).toMatchObject({
      post: asked.id,
      accounts: [{ account: 'default', state: 'settled', outcome: 'answered', decisions: [{ code: 'delivered' }] }],
    });
    expect((await run('explain', early.id)).stdout).toContain('before the first start of the account');
    expect((await run('explain', 'x'.repeat(26))).stdout).toContain('the server does not show it to the bot');
    const refused = await run('explain', 'everything', '--account', 'default');
    expect([refused.code, refused.stdout]).toEqual([1, '']);
    expect(refused.stderr).toContain('expected the id of a post');

    const listed = await run('inbox', 'list');
    expect(listed.stdout).toMatch(new RegExp(`1 message was given up\\.\\n {2}${lost.id} [\\s\\S]*the model was away`));
    const retried = await run('inbox', 'retry', lost.id);
    expect(retried.stdout, retried.stderr).toContain(`${lost.id} is tried again within 5 seconds`);
    await alice.sees({ from: claw, in: ops, ...wholeAnswer });
    expect(await decided(open.home, 'default', lost)).toEqual(['delivered']);
    const outputs = [silence, answer, refused, listed, retried].map(({ stdout, stderr }) => stdout + stderr).join();
    expect(outputs).not.toContain(claw.token);
  });
});
