import { createAccountListHelpers, hasConfiguredAccountValue } from 'openclaw/plugin-sdk/account-helpers';
import { DEFAULT_ACCOUNT_ID, normalizeAccountId } from 'openclaw/plugin-sdk/account-id';
import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import { type AccountConfig, type ChannelConfig, sectionPath } from './schema.ts';

/** Where the bot token or the address of an account is from. */
export type SettingSource = 'config' | 'env' | 'none';

/** One account with its settings, those from the section and the environment included. */
export interface MattermostAccount {
  readonly accountId: string;
  readonly name: string | undefined;
  readonly enabled: boolean;
  /** Absent when none is configured, and when OpenClaw could not resolve a SecretRef. */
  readonly botToken: string | undefined;
  readonly tokenSource: SettingSource;
  /** True when `botToken` is still a SecretRef: OpenClaw could not resolve it, or did not try. */
  readonly tokenUnresolved: boolean;
  readonly baseUrl: string | undefined;
  readonly addressSource: SettingSource;
  readonly allowPrivateNetwork: boolean;
  readonly config: AccountConfig;
}

const helpers = createAccountListHelpers<AccountConfig>('mattermost', {
  normalizeAccountId,
  nestedObjectKeys: ['actions', 'commands', 'implicitMentions'],
  hasImplicitDefaultAccount: isAccountItself,
});

/**
 * Whether the section is an account of its own, `default`, beside those in `accounts`: it needs an address and a token. An
 * address alone is what the accounts share, and a token in the environment may be there for something else.
 */
function isAccountItself(cfg: OpenClawConfig): boolean {
  const { baseUrl, botToken } = (cfg.channels?.['mattermost'] ?? {}) as Pick<ChannelConfig, 'baseUrl' | 'botToken'>;
  const isTokenSet = hasConfiguredAccountValue(botToken) || hasConfiguredAccountValue(process.env.MATTERMOST_BOT_TOKEN);
  return hasConfiguredAccountValue(baseUrl) && isTokenSet;
}

/** The ids of all accounts in a configuration, with `default` when the section is an account itself, or is all there is. */
export const listAccountIds: (cfg: OpenClawConfig) => string[] = helpers.listAccountIds;

/** The id of the account that counts when none is named. */
export const defaultAccountId: (cfg: OpenClawConfig) => string = helpers.resolveDefaultAccountId;

/**
 * Resolves one account: its own settings, then those of the section. Only the account `default` also uses the variables
 * `MATTERMOST_BOT_TOKEN` and `MATTERMOST_URL`, for what is not configured.
 */
export function resolveAccount(cfg: OpenClawConfig, id?: string | null): MattermostAccount {
  const accountId = normalizeAccountId(id ?? defaultAccountId(cfg));
  const config = helpers.resolveAccountConfig(cfg, accountId);
  const env = accountId === DEFAULT_ACCOUNT_ID ? process.env : {};
  const configured = typeof config.botToken === 'string' ? config.botToken.trim() : '';
  const tokenUnresolved = typeof config.botToken === 'object';
  const fromEnv = tokenUnresolved ? '' : (env.MATTERMOST_BOT_TOKEN?.trim() ?? '');
  const botToken = configured || fromEnv || undefined;
  const baseUrl = config.baseUrl?.trim() || env.MATTERMOST_URL?.trim() || undefined;
  const sectionEnabled = (cfg.channels?.mattermost as { enabled?: boolean } | undefined)?.enabled !== false;
  return {
    accountId,
    name: config.name?.trim() || undefined,
    enabled: sectionEnabled && config.enabled !== false,
    botToken,
    tokenSource: configured || tokenUnresolved ? 'config' : botToken ? 'env' : 'none',
    tokenUnresolved,
    baseUrl,
    addressSource: config.baseUrl?.trim() ? 'config' : baseUrl ? 'env' : 'none',
    allowPrivateNetwork: config.network?.dangerouslyAllowPrivateNetwork === true,
    config,
  };
}

/** Whether an account has a token and a server address. */
export function isConfigured(account: MattermostAccount): boolean {
  return (account.botToken !== undefined || account.tokenUnresolved) && account.baseUrl !== undefined;
}

/** The path of an account's settings, such as `channels.mattermost.accounts.ops`. */
export function sectionOf(cfg: OpenClawConfig, accountId: string): string {
  const written = writtenAs(cfg, accountId);
  return written === undefined ? sectionPath : `${sectionPath}.accounts.${written}`;
}

/** The path at which a key of an account is set, or can be set: in the account, or in the section if it inherits the key. */
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
