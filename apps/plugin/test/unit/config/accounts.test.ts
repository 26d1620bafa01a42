import { afterEach, describe, expect, it, vi } from 'vitest';
import { defaultAccountId, isConfigured, listAccountIds, resolveAccount } from '../../../src/config/accounts.ts';
import { at } from '../../support/sections.ts';

afterEach(() => vi.unstubAllEnvs());

describe('the accounts', () => {
  it('hold a default one when the section itself has token and address', () => {
    expect(listAccountIds(at({ botToken: 't', baseUrl: 'https://chat.example.com' }))).toEqual(['default']);
  });

  it('are those that are named', () => {
    const named = { accounts: { ops: { botToken: 't' }, alerts: { botToken: 't' } } };
    expect(listAccountIds(at(named))).toEqual(['alerts', 'ops']);
  });
});

describe('resolveAccount', () => {
  it('puts the account’s own settings over those of the section', () => {
    const section = { baseUrl: 'https://a.example.com', dmPolicy: 'open', accounts: { ops: { dmPolicy: 'disabled' } } };
    expect(resolveAccount(at(section), 'ops')).toMatchObject({
      baseUrl: 'https://a.example.com',
      config: { dmPolicy: 'disabled' },
    });
  });

  it('enabled: off when the section or the account says so', () => {
    expect(resolveAccount(at({ enabled: false, accounts: { ops: { enabled: true } } }), 'ops').enabled).toBe(false);
    expect(resolveAccount(at({ accounts: { ops: { enabled: false } } }), 'ops').enabled).toBe(false);
    expect(resolveAccount(at({ accounts: { ops: {} } }), 'ops').enabled).toBe(true);
  });

  it('botToken, baseUrl: from the environment, for the default account, where nothing is configured', () => {
    vi.stubEnv('MATTERMOST_BOT_TOKEN', 'from-env');
    vi.stubEnv('MATTERMOST_URL', 'https://env.example.com');
    expect(resolveAccount(at({ enabled: true }))).toMatchObject({
      botToken: 'from-env',
      tokenSource: 'env',
      baseUrl: 'https://env.example.com',
    });
  });

  it('gives no other account anything from the environment', () => {
    vi.stubEnv('MATTERMOST_BOT_TOKEN', 'from-env');
    vi.stubEnv('MATTERMOST_URL', 'https://env.example.com');
    const account = resolveAccount(at({ accounts: { ops: {} } }), 'ops');
    expect(account).toMatchObject({ botToken: undefined, tokenSource: 'none', baseUrl: undefined });
    expect(isConfigured(account)).toBe(false);
  });

  it('prefers what is configured over the environment', () => {
    vi.stubEnv('MATTERMOST_BOT_TOKEN', 'from-env');
    expect(resolveAccount(at({ botToken: 'configured' }))).toMatchObject({
      botToken: 'configured',
      tokenSource: 'config',
    });
  });

  it('says so when a SecretRef was not resolved, and does not fall back to the environment', () => {
    vi.stubEnv('MATTERMOST_BOT_TOKEN', 'from-env');
    const ref = { source: 'env', provider: 'default', id: 'TOKEN' };
    expect(resolveAccount(at({ botToken: ref }))).toMatchObject({ botToken: undefined, tokenUnresolved: true });
  });

  it('network.dangerouslyAllowPrivateNetwork: only where that is asked for', () => {
    expect(resolveAccount(at({})).allowPrivateNetwork).toBe(false);
    const open = { network: { dangerouslyAllowPrivateNetwork: true } };
    expect(resolveAccount(at(open)).allowPrivateNetwork).toBe(true);
  });

  it('name: what status lists call it', () => {
    expect(resolveAccount(at({ name: ' Primary ' })).name).toBe('Primary');
    expect(resolveAccount(at({ name: ' ' })).name).toBeUndefined();
  });

  it('merges commands key by key and takes every other object as a whole', () => {
    const section = {
      commands: { native: true, callbackPath: '/a' },
      streaming: { mode: 'off', chunkMode: 'newline' },
      accounts: { ops: { commands: { callbackPath: '/b' }, streaming: { mode: 'block' } } },
    };
    const { config } = resolveAccount(at(section), 'ops');
    expect(config.commands).toEqual({ native: true, callbackPath: '/b' });
    expect(config.streaming).toEqual({ mode: 'block' });
  });
});

describe('the account that is meant when none is named', () => {
  const accounts = { alerts: { botToken: 't' }, ops: { botToken: 't' } };

  it('defaultAccount: the one that is set, however it is written', () => {
    expect(defaultAccountId(at({ defaultAccount: 'OPS', accounts }))).toBe('ops');
    expect(resolveAccount(at({ defaultAccount: 'ops', accounts })).accountId).toBe('ops');
  });

  it('is `default`, then the first, where none or an unknown one is set', () => {
    expect(defaultAccountId(at({ accounts: { ...accounts, default: {} } }))).toBe('default');
    expect(defaultAccountId(at({ defaultAccount: 'nobody', accounts }))).toBe('alerts');
  });
});
