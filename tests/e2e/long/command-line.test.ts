import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configureMattermost, createHome, gatewayConfig, type Home, runOpenClaw } from '@clawmost/playground';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { linkPlugin } from '../test/support/open-gateway.ts';
import { timeLimit } from '../test/support/time-limit.ts';

// OpenClaw's own commands, without a gateway; each test has a home of its own, two of them at a time.
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
