import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Mattermost, startMattermost } from '@clawmost/mm-testserver';
import { freePort, runOpenClaw } from '@clawmost/playground';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountFor, type OpenGateway, openGateway } from '../test/support/open-gateway.ts';

// One gateway with one account that works and one account for each way of getting the settings wrong.
let mattermost: Mattermost;
let open: OpenGateway;
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

async function readAccounts(): Promise<Map<string, Account>> {
  const { stdout } = await runOpenClaw(open.home, ['channels', 'status', '--json']);
  const list = JSON.parse(stdout).channelAccounts.mattermost as Account[];
  return new Map(list.map(account => [account.accountId, account]));
}

beforeAll(async () => {
  mattermost = await startMattermost();
  const claw = mattermost.addTeam('acme').addBot('claw');
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
      },
    },
  });
  await open.gateway.waitForLog(/signed in .* @claw/);
  for (const account of ['wrongtoken', 'wrongpath', 'notaurl', 'unreachable', 'private', 'website']) {
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
    ['wrongtoken', 'blocked', /refused the bot token.*accounts\.wrongtoken\.botToken/],
    ['wrongpath', 'recovering', /accounts\.wrongpath\.baseUrl/],
    ['notaurl', 'blocked', /accounts\.notaurl\.baseUrl.*https:\/\/chat\.example\.com/],
    ['unreachable', 'recovering', /accounts\.unreachable\.baseUrl.*ECONNREFUSED/],
    ['private', 'blocked', /accounts\.private\.network\.dangerouslyAllowPrivateNetwork: true/],
    ['website', 'recovering', /accounts\.website\.baseUrl.*HTML page/],
  ])('The account %s is %s and its status says what to change', (id, lifecycle, says) => {
    expect(accounts.get(id)).toMatchObject({ lifecycle, connected: false, lastError: expect.stringMatching(says) });
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
