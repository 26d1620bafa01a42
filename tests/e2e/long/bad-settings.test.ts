import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Mattermost, type Person, startMattermost } from '@clawmost/mm-testserver';
import { freePort, runOpenClaw } from '@clawmost/playground';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountFor, type OpenGateway, openGateway } from '../test/support/open-gateway.ts';

// One gateway with one account that works and one account for each way of getting the settings wrong.
let mattermost: Mattermost;
let open: OpenGateway;
let alice: Person;
let accounts: Map<string, Account>;

interface Account {
  accountId: string;
  configured: boolean;
  connected?: boolean;
  lifecycle?: string;
  lastError?: string;
}

const website = createServer((_, response) =>
  response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Welcome</title>'),
);

/** The token of a session of a person, as their own client has one. */
async function signIn({ username, password }: Person): Promise<string> {
  const body = JSON.stringify({ login_id: username, password });
  const response = await fetch(`${mattermost.url}/api/v4/users/login`, { method: 'POST', body });
  return response.headers.get('token') ?? '';
}

async function readAccounts(): Promise<Map<string, Account>> {
  const { stdout } = await runOpenClaw(open.home, ['channels', 'status', '--json']);
  const list = JSON.parse(stdout).channelAccounts.mattermost as Account[];
  return new Map(list.map(account => [account.accountId, account]));
}

beforeAll(async () => {
  mattermost = await startMattermost();
  const team = mattermost.addTeam('acme');
  const claw = team.addBot('claw');
  alice = team.addPerson('alice');
  website.listen(0, '127.0.0.1');
  await once(website, 'listening');
  const websiteUrl = `http://127.0.0.1:${(website.address() as AddressInfo).port}`;
  const good = accountFor(mattermost, claw);
  open = await openGateway({
    channel: {
      enabled: true,
      accounts: {
        good,
        notoken: { ...good, botToken: undefined },
        wrongtoken: { ...good, botToken: 'xxxxxxxxxxxxxxxxxxxxxxxxxx' },
        wrongpath: { ...good, baseUrl: `${mattermost.url}/chat` },
        notaurl: { ...good, baseUrl: 'chat.example.com' },
        unreachable: { ...good, baseUrl: `http://127.0.0.1:${await freePort()}` },
        private: { ...good, network: undefined },
        website: { ...good, baseUrl: websiteUrl },
        quoted: { ...good, botToken: `"${claw.token}"` },
        off: { ...good, enabled: false },
        person: { ...good, botToken: await signIn(alice) },
      },
    },
  });
  await open.gateway.waitForLog(/signed in .* @claw/);
  for (const account of ['wrongtoken', 'wrongpath', 'notaurl', 'unreachable', 'private', 'website', 'quoted']) {
    await open.gateway.waitForLog(new RegExp(`\\[${account}\\].*channels\\.mattermost\\.accounts\\.${account}\\.`));
  }
  accounts = await readAccounts();
});

afterAll(async () => {
  await open?.close();
  await mattermost?.stop();
  website.close();
});

describe('An account with wrong settings', () => {
  it.each([
    ['wrongtoken', 'blocked', /refuses the bot token in channels\.mattermost\.accounts\.wrongtoken\.botToken/],
    ['wrongpath', 'recovering', /accounts\.wrongpath\.baseUrl/],
    ['notaurl', 'blocked', /accounts\.notaurl\.baseUrl.*https:\/\/chat\.example\.com/],
    ['unreachable', 'recovering', /accounts\.unreachable\.baseUrl.*ECONNREFUSED/],
    ['private', 'blocked', /accounts\.private\.network\.dangerouslyAllowPrivateNetwork: true/],
    ['website', 'recovering', /accounts\.website\.baseUrl.*HTML page/],
    ['quoted', 'blocked', /the token in channels\.mattermost\.accounts\.quoted\.botToken: .*in quotes: remove them/],
  ])('The account %s is %s and its status says what to change', (id, lifecycle, says) => {
    expect(accounts.get(id)).toMatchObject({ lifecycle, connected: false, lastError: expect.stringMatching(says) });
  });

  it('Every line about a setting comes through OpenClaw’s masking whole, in the status and in the log', async () => {
    const { stdout } = await runOpenClaw(open.home, ['channels', 'status']);
    const errors = [...accounts.values()].flatMap(({ lastError }) => lastError ?? []);
    expect(errors).toHaveLength(7);
    for (const error of errors) {
      expect(stdout).toContain(error);
      expect(open.gateway.log.join('\n')).toContain(error);
    }
    const lines = [...stdout.split('\n'), ...open.gateway.log];
    const about = lines.filter(
      line => /channels\.mattermost\.|MATTERMOST_|token/i.test(line) && /mattermost/i.test(line),
    );
    expect(about.filter(line => /\*\*\*|…/.test(line))).toEqual([]);
  });

  it('A token of an ordinary account works, and the status says what is different', async () => {
    expect(accounts.get('person')).toMatchObject({ lifecycle: 'ready', connected: true });
    const { stdout } = await runOpenClaw(open.home, ['channels', 'status']);
    expect(stdout).toMatch(/mattermost person: the bot’s token belongs to @alice, which is not a bot account/);
  });

  it('A message for an account that is off, or blocked, fails at once and says so', async () => {
    const send = async (account: string) => {
      const args = ['--channel', 'mattermost', '--account', account, '--target', `user:${alice.id}`, '--message', 'hi'];
      const { code, stdout, stderr } = await runOpenClaw(open.home, ['message', 'send', ...args]);
      expect(code).not.toBe(0);
      return stdout + stderr;
    };
    // OpenClaw itself looks at `enabled` before it asks the plugin.
    expect(await send('off')).toMatch(/Account "off" .* is disabled/);
    expect(await send('wrongtoken')).toContain('channels.mattermost.accounts.wrongtoken.botToken');
  });

  it('An account without a token is shown as not configured, with the setting to add', async () => {
    expect(accounts.get('notoken')).toMatchObject({ configured: false });
    const { stdout } = await runOpenClaw(open.home, ['channels', 'status']);
    expect(stdout).toMatch(/notoken.*not configured.*Set channels\.mattermost\.accounts\.notoken\.botToken/);
  });

  it('Accounts with wrong settings do not disturb an account that works', () => {
    expect(accounts.get('good')).toMatchObject({ lifecycle: 'ready', connected: true });
  });

  it('No token appears in the status or the log', async () => {
    const { stdout, stderr } = await runOpenClaw(open.home, ['channels', 'status', '--json', '--probe']);
    const everything = [stdout, stderr, ...open.gateway.log].join('\n');
    expect(everything).not.toContain('xxxxxxxxxxxxxxxxxxxxxxxxxx');
  });

  it('An account whose token was refused sends no further requests', async () => {
    const refused = () => mattermost.requests.filter(request => request.status === 401).length;
    const before = refused();
    await new Promise(resolve => setTimeout(resolve, 3_000));
    expect(refused()).toBe(before);
  });
});
