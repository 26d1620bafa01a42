import { HttpError, NetworkError, RequestTimeoutError, UnexpectedResponseError } from '@clawmost/mm-rest';
import { HttpError as SocketHttpError, TokenRefusedError } from '@clawmost/mm-ws';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { resolveAccount } from '../../../src/config/accounts.ts';
import { diagnose, missingSetting } from '../../../src/server/diagnosis.ts';
import { credentials, withSection } from '../../support/config.ts';

afterEach(() => vi.unstubAllEnvs());

const call = 'GET /users/me';
const reply = (status: number, id?: string) => new HttpError(`${status}`, call, { status, id, requestId: undefined });

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
  const refusal =
    'It is wrong, expired or revoked, or its account was disabled (as bots are together with the person who made them) or ' +
    'converted to a bot. Set a token that works.';

  it.each([
    ['a call', reply(401, 'api.context.session_expired.app_error'), true],
    ['the event stream, which asks twice', new TokenRefusedError('the server refuses the token'), false],
  ])('A token that Mattermost refuses for %s is final, and the line names setting and causes', (_, error, again) => {
    expect(diagnosis(error)).toEqual({
      line: `The server refuses the bot token in channels.mattermost.botToken. ${refusal}`,
      terminal: true,
      needsConfirmation: again,
    });
  });

  it('A token and an address from the environment are named by their variables', () => {
    vi.stubEnv('MATTERMOST_BOT_TOKEN', 'from-env');
    vi.stubEnv('MATTERMOST_URL', 'https://env.example.com');
    expect(diagnosis(reply(401, 'api.context.session_expired.app_error'), {}).line).toContain(
      'the bot token in the variable MATTERMOST_BOT_TOKEN.',
    );
    expect(diagnosis(reply(404), {}).line).toMatch(/^the variable MATTERMOST_URL: /);
  });

  it.each([401, 403, 407])('A %i that is not Mattermost’s own comes from something in front, and may pass', status => {
    const { line, terminal } = diagnosis(reply(status));
    expect(terminal).toBe(false);
    expect(line).toMatch(/^channels\.mattermost\.baseUrl: something in front of the server refuses the call: /);
  });

  it('A 403 of Mattermost’s own is not put down to something in front', () => {
    expect(diagnosis(reply(403, 'api.context.mfa_required.app_error')).line).toBe('GET /users/me: 403');
  });

  it('A blocked private address is final, and the line names the setting that allows it', () => {
    const blocked = Object.assign(new Error('blocked'), { name: 'SsrFBlockedError' });
    const error = new NetworkError('the connection failed', call, { cause: blocked, systemCode: undefined });
    const { line, terminal } = diagnosis(error);
    expect(terminal).toBe(true);
    expect(line).toContain('channels.mattermost.network.dangerouslyAllowPrivateNetwork: true');
  });

  it.each([
    ['expected an address', 'channels.mattermost.baseUrl: expected an address'],
    ['baseUrl: expected an address', 'channels.mattermost.baseUrl: expected an address'],
    ['token: expected the bare token', 'the token in channels.mattermost.botToken: expected the bare token'],
  ])('A setting that the client refuses with “%s” is final: %s', (message, line) => {
    expect(diagnosis(new TypeError(message))).toMatchObject({ line, terminal: true });
  });

  it.each([
    ['has no such path', reply(404)],
    ['is not a Mattermost', new UnexpectedResponseError('an HTML page', call, { found: 'foreign', status: 200 })],
    ['cannot be reached', new NetworkError('the connection failed', call, { systemCode: 'ECONNREFUSED' })],
    ['does not reply in time', new RequestTimeoutError(call, 30_000)],
    ['is behind a proxy that fails', reply(502)],
    [
      'opens no event stream',
      new SocketHttpError('the server answered with 404', { status: 404, retryAfterMs: undefined }),
    ],
  ])('When a server %s, trying again may help, and the line names the address', (_, error) => {
    const { line, terminal } = diagnosis(error);
    expect(terminal).toBe(false);
    expect(line).toMatch(/^channels\.mattermost\.baseUrl: /);
  });

  it('A server that cannot be reached while a proxy is set leads to a note that proxies are not used', () => {
    vi.stubEnv('HTTPS_PROXY', 'http://claw:geheim@proxy.example.com');
    const { line } = diagnosis(new NetworkError('the connection failed', call, { systemCode: 'ENOTFOUND' }));
    expect(line).toMatch(/; HTTPS_PROXY is set and not used: the plugin connects to the server itself$/);
    expect(line).not.toContain('geheim');
    expect(diagnosis(reply(404)).line).not.toContain('PROXY');
  });

  it('After any other error trying again may help', () => {
    expect(diagnosis(reply(500, 'app.error'))).toEqual({ line: 'GET /users/me: 500', terminal: false });
    expect(diagnosis(reply(429))).toMatchObject({ terminal: false });
    expect(diagnosis('a text')).toEqual({ line: 'a text', terminal: false });
  });

  it('A setting is named at the path of its account', () => {
    const { line } = diagnosis(reply(401, 'x'), { accounts: { default: credentials } });
    expect(line).toContain('channels.mattermost.accounts.default.botToken');
  });
});
