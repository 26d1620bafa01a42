import { createRestClient, HttpError, NetworkError } from '@clawmost/mm-rest';
import { TokenRefusedError } from '@clawmost/mm-ws';
import { redactSensitiveText } from 'openclaw/plugin-sdk/logging-core';
import { describe, expect, it } from 'vitest';
import { hintOnBot, hintOnClock } from '../../../src/account/hints.ts';
import { listAccountIds, resolveAccount } from '../../../src/config/accounts.ts';
import { sectionProblems } from '../../../src/config/problems.ts';
import { whyItCannotRun } from '../../../src/server/cannot-run.ts';
import { diagnose, missingSetting } from '../../../src/server/diagnosis.ts';
import { credentials, withSection } from '../../support/config.ts';

// OpenClaw masks what looks like a secret in its log and its status: `token: x` becomes `token: ***`. A line that names a
// setting must come through whole.
const secretRef = { source: 'env', provider: 'default', id: 'TOKEN' };
const sections: object[] = [
  { ...credentials, accounts: { 'api-token': { ...credentials, enabled: false }, secret: {} } },
  { ...credentials, botToken: secretRef },
  {},
  { baseUrl: 'chat', botToken: 't' },
  { ...credentials, botToken: 7, apiKey: 'x' },
  { ...credentials, botToken: ['geheim'], password: 'geheim' },
  { ...credentials, dmPolicy: 'open', commands: { callbackPath: '/plugins' } },
  { ...credentials, accounts: { ops: { commands: { callbackUrl: 'https://claw:geheim@gw.example.com/plugins' } } } },
];

const call = 'GET /users/me';
const refusal = (status: number, id?: string) =>
  new HttpError(`${status}, no`, call, { status, id, requestId: undefined });

/** What the client says about tokens that are none. */
const tokens = ['', 'Bearer geheim', '"geheim"', 'ge\u200bheim'].map(token => {
  try {
    createRestClient({ baseUrl: credentials.baseUrl, token });
    return undefined;
  } catch (error) {
    return error;
  }
});

const failures: unknown[] = [
  ...tokens,
  new TypeError('baseUrl: expected an address'),
  new TokenRefusedError('the server refuses the token, also when asked again'),
  refusal(401, 'api.context.session_expired.app_error'),
  refusal(401),
  refusal(404),
  new NetworkError('the connection failed', call, { systemCode: 'ECONNREFUSED' }),
  Object.assign(new Error('blocked'), { name: 'SsrFBlockedError' }),
];

const lines = sections.flatMap(section => {
  const cfg = withSection(section);
  const accounts = listAccountIds(cfg).map(id => resolveAccount(cfg, id));
  return [
    ...sectionProblems(cfg).map(({ message }) => message),
    ...accounts.map(account => missingSetting(cfg, account)),
    ...accounts.map(({ accountId }) => whyItCannotRun(cfg, accountId)),
    ...accounts.flatMap(account => failures.map(error => diagnose(error, cfg, account).line)),
  ];
});
const hints = [...hintOnBot({ is_bot: false, username: 'alice' }), ...hintOnClock(600_000)];
const all = [
  ...new Set([...lines.filter(line => line !== undefined), ...hints.map(({ message, fix }) => `${message} (${fix})`)]),
];

describe('What OpenClaw masks', () => {
  it('OpenClaw masks a value after the word token', () => {
    expect(redactSensitiveText('the server refuses the token: channels.mattermost.botToken is wrong')).not.toContain(
      'channels.mattermost.botToken',
    );
  });

  it.each(all)('The line comes through whole: %s', line => {
    expect(redactSensitiveText(line)).toBe(line);
    expect(redactSensitiveText(`- Mattermost default: enabled, error:${line}`)).toContain(line);
  });
});
