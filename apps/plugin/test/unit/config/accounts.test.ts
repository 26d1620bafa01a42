import { afterEach, describe, expect, it, vi } from 'vitest';
import { defaultAccountId, isConfigured, listAccountIds, resolveAccount } from '../../../src/config/accounts.ts';
import { withSection } from '../../support/config.ts';

afterEach(() => vi.unstubAllEnvs());

describe('listAccountIds', () => {
  it('The section itself is the account default when it has a token and an address', () => {
    expect(listAccountIds(withSection({ botToken: 't', baseUrl: 'https://chat.example.com' }))).toEqual(['default']);
  });

  it('The named accounts are listed in alphabetical order', () => {
    const named = { accounts: { ops: { botToken: 't' }, alerts: { botToken: 't' } } };
    expect(listAccountIds(withSection(named))).toEqual(['alerts', 'ops']);
  });
});

describe('listAccountIds with accounts that share settings', () => {
  const accounts = { a: { botToken: 'one' }, b: { botToken: 'two' } };
  const baseUrl = 'https://chat.example.com';

  it('An address that the accounts share is not an account of its own', () => {
    const cfg = withSection({ baseUrl, accounts });
    expect(listAccountIds(cfg)).toEqual(['a', 'b']);
    expect(defaultAccountId(cfg)).toBe('a');
  });

  it('A token in the environment alone is not an account of its own', () => {
    vi.stubEnv('MATTERMOST_BOT_TOKEN', 'from-env');
    const cfg = withSection({ accounts: { a: { botToken: 'one', baseUrl } } });
    expect(listAccountIds(cfg)).toEqual(['a']);
    expect(defaultAccountId(cfg)).toBe('a');
  });

  it.each([
    ['a token in the section', { baseUrl, botToken: 'zero', accounts }, undefined],
    [
      'a SecretRef in the section',
      { baseUrl, botToken: { source: 'env', provider: 'default', id: 'T' }, accounts },
      '',
    ],
    ['a token in the environment', { baseUrl, accounts }, 'from-env'],
  ])('The section with an address and %s is the account `default` beside the others', (_, section, token) => {
    if (token) vi.stubEnv('MATTERMOST_BOT_TOKEN', token);
    expect(listAccountIds(withSection(section))).toEqual(['a', 'b', 'default']);
    expect(defaultAccountId(withSection(section))).toBe('default');
  });

  it('Without any account and without any setting, the account `default` stands for the environment', () => {
    expect(listAccountIds(withSection({ enabled: true }))).toEqual(['default']);
  });
});

describe('resolveAccount', () => {
  it('The settings of an account override those of the section', () => {
    const section = { baseUrl: 'https://a.example.com', dmPolicy: 'open', accounts: { ops: { dmPolicy: 'disabled' } } };
    expect(resolveAccount(withSection(section), 'ops')).toMatchObject({
      baseUrl: 'https://a.example.com',
      config: { dmPolicy: 'disabled' },
    });
  });

  it('enabled: an account is off when the section or the account says so', () => {
    expect(resolveAccount(withSection({ enabled: false, accounts: { ops: { enabled: true } } }), 'ops').enabled).toBe(
      false,
    );
    expect(resolveAccount(withSection({ accounts: { ops: { enabled: false } } }), 'ops').enabled).toBe(false);
    expect(resolveAccount(withSection({ accounts: { ops: {} } }), 'ops').enabled).toBe(true);
  });

  it('botToken, baseUrl: the default account uses the environment when nothing is configured', () => {
    vi.stubEnv('MATTERMOST_BOT_TOKEN', 'from-env');
    vi.stubEnv('MATTERMOST_URL', 'https://env.example.com');
    expect(resolveAccount(withSection({ enabled: true }))).toMatchObject({
      botToken: 'from-env',
      tokenSource: 'env',
      baseUrl: 'https://env.example.com',
    });
  });

  it('Other accounts than default get nothing from the environment', () => {
    vi.stubEnv('MATTERMOST_BOT_TOKEN', 'from-env');
    vi.stubEnv('MATTERMOST_URL', 'https://env.example.com');
    const account = resolveAccount(withSection({ accounts: { ops: {} } }), 'ops');
    expect(account).toMatchObject({ botToken: undefined, tokenSource: 'none', baseUrl: undefined });
    expect(isConfigured(account)).toBe(false);
  });

  it('A configured token counts before the one in the environment', () => {
    vi.stubEnv('MATTERMOST_BOT_TOKEN', 'from-env');
    expect(resolveAccount(withSection({ botToken: 'configured' }))).toMatchObject({
      botToken: 'configured',
      tokenSource: 'config',
    });
  });

  it('A SecretRef that was not resolved is reported, and the environment does not count instead', () => {
    vi.stubEnv('MATTERMOST_BOT_TOKEN', 'from-env');
    const ref = { source: 'env', provider: 'default', id: 'TOKEN' };
    expect(resolveAccount(withSection({ botToken: ref }))).toMatchObject({
      botToken: undefined,
      tokenUnresolved: true,
    });
  });

  it('network.dangerouslyAllowPrivateNetwork: private addresses are allowed only when it is true', () => {
    expect(resolveAccount(withSection({})).allowPrivateNetwork).toBe(false);
    const open = { network: { dangerouslyAllowPrivateNetwork: true } };
    expect(resolveAccount(withSection(open)).allowPrivateNetwork).toBe(true);
  });

  it('name: the name in status lists is trimmed, and an empty one does not count', () => {
    expect(resolveAccount(withSection({ name: ' Primary ' })).name).toBe('Primary');
    expect(resolveAccount(withSection({ name: ' ' })).name).toBeUndefined();
  });

  it('An account inherits commands and implicitMentions key by key, and every other object as a whole', () => {
    const section = {
      commands: { native: true, callbackPath: '/a' },
      implicitMentions: { threadParticipation: false, replyToBot: true },
      streaming: { mode: 'off', chunkMode: 'newline' },
      accounts: {
        ops: {
          commands: { callbackPath: '/b' },
          implicitMentions: { replyToBot: false },
          streaming: { mode: 'block' },
        },
      },
    };
    const { config } = resolveAccount(withSection(section), 'ops');
    expect(config.commands).toEqual({ native: true, callbackPath: '/b' });
    expect(config.implicitMentions).toEqual({ threadParticipation: false, replyToBot: false });
    expect(config.streaming).toEqual({ mode: 'block' });
  });
});

describe('defaultAccountId', () => {
  const accounts = { alerts: { botToken: 't' }, ops: { botToken: 't' } };

  it('defaultAccount: the account that is set counts when none is named, in upper or lower case', () => {
    expect(defaultAccountId(withSection({ defaultAccount: 'OPS', accounts }))).toBe('ops');
    expect(resolveAccount(withSection({ defaultAccount: 'ops', accounts })).accountId).toBe('ops');
  });

  it('Without a known defaultAccount the account `default` counts, then the first', () => {
    expect(defaultAccountId(withSection({ accounts: { ...accounts, default: {} } }))).toBe('default');
    expect(defaultAccountId(withSection({ defaultAccount: 'nobody', accounts }))).toBe('alerts');
  });
});
