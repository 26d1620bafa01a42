import { createAccountListHelpers } from 'openclaw/plugin-sdk/account-helpers';
import { DEFAULT_ACCOUNT_ID, normalizeAccountId } from 'openclaw/plugin-sdk/account-id';
import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import { type AccountConfig, type ChannelConfig, sectionPath } from './schema.ts';

/** Where an account's bot token came from. */
export type TokenSource = 'config' | 'env' | 'none';

/** One account with its settings resolved: inheritance and environment applied. */
export interface MattermostAccount {
  readonly accountId: string;
  readonly name: string | undefined;
  readonly enabled: boolean;
  /** Absent when nothing was configured, and when a SecretRef could not be resolved. */
  readonly botToken: string | undefined;
  readonly tokenSource: TokenSource;
  /** True when `botToken` is still a SecretRef: the host could not, or was not asked to, resolve it. */
  readonly tokenUnresolved: boolean;
  readonly baseUrl: string | undefined;
  readonly allowPrivateNetwork: boolean;
  readonly config: AccountConfig;
}

const helpers = createAccountListHelpers<AccountConfig>('mattermost', {
  normalizeAccountId,
  nestedObjectKeys: ['commands'],
  implicitDefaultAccount: { channelKeys: ['botToken', 'baseUrl'], envVars: ['MATTERMOST_BOT_TOKEN'] },
});

/** The accounts that a configuration speaks of, the implicit `default` one included. */
export const listAccountIds: (cfg: OpenClawConfig) => string[] = helpers.listAccountIds;

/** The account that is meant when none is named. */
export const defaultAccountId: (cfg: OpenClawConfig) => string = helpers.resolveDefaultAccountId;

/**
 * Resolves one account: its own settings over those of the section, and for the default account alone the variables
 * `MATTERMOST_BOT_TOKEN` and `MATTERMOST_URL` where the configuration is silent.
 */
export function resolveAccount(cfg: OpenClawConfig, id?: string | null): MattermostAccount {
  const accountId = normalizeAccountId(id ?? defaultAccountId(cfg));
  const config = helpers.resolveAccountConfig(cfg, accountId);
  const env = accountId === DEFAULT_ACCOUNT_ID ? process.env : {};
  const configured = typeof config.botToken === 'string' ? config.botToken.trim() : '';
  const tokenUnresolved = typeof config.botToken === 'object';
  const fromEnv = tokenUnresolved ? '' : (env.MATTERMOST_BOT_TOKEN?.trim() ?? '');
  const botToken = configured || fromEnv || undefined;
  const sectionEnabled = (cfg.channels?.mattermost as { enabled?: boolean } | undefined)?.enabled !== false;
  return {
    accountId,
    name: config.name?.trim() || undefined,
    enabled: sectionEnabled && config.enabled !== false,
    botToken,
    tokenSource: configured || tokenUnresolved ? 'config' : botToken ? 'env' : 'none',
    tokenUnresolved,
    baseUrl: config.baseUrl?.trim() || env.MATTERMOST_URL?.trim() || undefined,
    allowPrivateNetwork: config.network?.dangerouslyAllowPrivateNetwork === true,
    config,
  };
}

/** Whether an account has what it needs to be started. */
export function isConfigured(account: MattermostAccount): boolean {
  return (account.botToken !== undefined || account.tokenUnresolved) && account.baseUrl !== undefined;
}

/** Where the settings of an account stand. */
export function sectionOf(cfg: OpenClawConfig, accountId: string): string {
  const written = writtenAs(cfg, accountId);
  return written === undefined ? sectionPath : `${sectionPath}.accounts.${written}`;
}

/** Where a key of an account stands, or would have to be written: with the account, or in the section it inherits from. */
export function settingPath(cfg: OpenClawConfig, accountId: string, key: string): string {
  const { accounts = {} } = (cfg.channels?.['mattermost'] ?? {}) as Pick<ChannelConfig, 'accounts'>;
  const written = writtenAs(cfg, accountId);
  if (written === undefined) return `${sectionPath}.${key}`;
  const inherited = !hasKey(accounts[written], key) && hasKey(cfg.channels?.['mattermost'], key);
  return inherited ? `${sectionPath}.${key}` : `${sectionPath}.accounts.${written}.${key}`;
}

function writtenAs(cfg: OpenClawConfig, accountId: string): string | undefined {
  const { accounts = {} } = (cfg.channels?.['mattermost'] ?? {}) as Pick<ChannelConfig, 'accounts'>;
  return Object.keys(accounts).find(name => normalizeAccountId(name) === accountId);
}

function hasKey(holder: unknown, path: string): boolean {
  const [first = '', ...rest] = path.split('.');
  if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, first)) return false;
  return rest.length === 0 || hasKey((holder as Record<string, unknown>)[first], rest.join('.'));
}
