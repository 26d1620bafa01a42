import { afterEach, describe, expect, it, vi } from 'vitest';
import { isConfigured, listAccountIds, resolveAccount } from '../../../src/config/accounts.ts';

const at = (mattermost: object) => ({ channels: { mattermost } });

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

  it('is disabled when the section is', () => {
    expect(resolveAccount(at({ enabled: false, accounts: { ops: { enabled: true } } }), 'ops').enabled).toBe(false);
  });

  it('takes token and address of the default account from the environment', () => {
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

  it('lets private addresses through only where that is asked for', () => {
    expect(resolveAccount(at({})).allowPrivateNetwork).toBe(false);
    const open = { network: { dangerouslyAllowPrivateNetwork: true } };
    expect(resolveAccount(at(open)).allowPrivateNetwork).toBe(true);
  });
});
