import { HttpError, NetworkError, UnexpectedResponseError } from '@clawmost/mm-rest';
import { TokenRefusedError } from '@clawmost/mm-ws';
import { describe, expect, it } from 'vitest';
import { resolveAccount } from '../../../src/config/accounts.ts';
import { diagnose, missingSetting } from '../../../src/server/diagnosis.ts';
import { credentials, withSection } from '../../support/config.ts';

const call = 'GET /users/me';
const reply = (status: number) => new HttpError(`${status}`, call, { status, id: undefined, requestId: undefined });

function missing(section: object, accountId = 'default') {
  const cfg = withSection(section);
  return missingSetting(cfg, resolveAccount(cfg, accountId));
}

function diagnosis(error: unknown, section: object = credentials) {
  const cfg = withSection(section);
  return diagnose(error, cfg, resolveAccount(cfg));
}

describe('missingSetting', () => {
  it('A missing token is named with its setting and, for the default account, its variable', () => {
    expect(missing({ baseUrl: 'https://chat.example.com' })).toBe(
      'There is no bot token. Set channels.mattermost.botToken or the variable MATTERMOST_BOT_TOKEN.',
    );
  });

  it('A missing address of another account is named with its setting only', () => {
    expect(missing({ accounts: { ops: { botToken: 't' } } }, 'ops')).toBe(
      'There is no server address. Set channels.mattermost.accounts.ops.baseUrl.',
    );
  });

  it('A SecretRef that OpenClaw could not resolve is not called a missing token', () => {
    const botToken = { source: 'env', provider: 'default', id: 'TOKEN' };
    expect(missing({ ...credentials, botToken })).toBe(
      'channels.mattermost.botToken is a SecretRef that could not be resolved: check its source.',
    );
  });

  it('An account with token and address lacks nothing', () => {
    expect(missing(credentials)).toBeUndefined();
  });
});

describe('diagnose', () => {
  it.each([
    ['a call', reply(401)],
    ['the event stream', new TokenRefusedError('the server refuses the token')],
  ])('A token that the server refuses for %s is final, and the line names the setting', (_, error) => {
    expect(diagnosis(error)).toEqual({
      line: 'The server refused the bot token. Check channels.mattermost.botToken, and that the bot is enabled.',
      terminal: true,
    });
  });

  it('A blocked private address is final, and the line names the setting that allows it', () => {
    const blocked = Object.assign(new Error('blocked'), { name: 'SsrFBlockedError' });
    const error = new NetworkError('the connection failed', call, { cause: blocked, systemCode: undefined });
    const { line, terminal } = diagnosis(error);
    expect(terminal).toBe(true);
    expect(line).toContain('channels.mattermost.network.dangerouslyAllowPrivateNetwork: true');
  });

  it('A setting that the client refuses is final', () => {
    const { line, terminal } = diagnosis(new TypeError('expected an address'));
    expect([line, terminal]).toEqual(['channels.mattermost.baseUrl: expected an address', true]);
  });

  it.each([
    ['has no such path', reply(404)],
    ['is not a Mattermost', new UnexpectedResponseError('an HTML page', call, { found: 'foreign', status: 200 })],
    ['cannot be reached', new NetworkError('the connection failed', call, { systemCode: 'ECONNREFUSED' })],
  ])('When a server %s, trying again may help, and the line names the address', (_, error) => {
    const { line, terminal } = diagnosis(error);
    expect(terminal).toBe(false);
    expect(line).toMatch(/^channels\.mattermost\.baseUrl: /);
  });

  it('After any other error trying again may help', () => {
    expect(diagnosis(reply(500))).toMatchObject({ terminal: false });
    expect(diagnosis('a text')).toEqual({ line: 'a text', terminal: false });
  });

  it('A setting is named at the path of its account', () => {
    const { line } = diagnosis(reply(401), { accounts: { default: credentials } });
    expect(line).toContain('channels.mattermost.accounts.default.botToken');
  });
});
