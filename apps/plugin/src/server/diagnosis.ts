import { HttpError, NetworkError, RequestTimeoutError, UnexpectedResponseError, type User } from '@clawmost/mm-rest';
import { HttpError as SocketHttpError, NetworkError as SocketNetworkError, TokenRefusedError } from '@clawmost/mm-ws';
import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import { type MattermostAccount, settingPath } from '../config/accounts.ts';

/** What went wrong, for the operator of the gateway. OpenClaw masks what follows "token:" in a line, so no line says that. */
export interface Diagnosis {
  /** One line: what was seen and what to change. */
  readonly line: string;
  /** True when trying again does not help before the configuration or the server has changed. */
  readonly terminal: boolean;
  /** True for a refusal that counts only when the server repeats it: a database that restarts refuses good tokens too. */
  readonly needsConfirmation?: boolean;
}

/** Which setting is missing for the first call to the server, as a sentence; `undefined` when none is. */
export function missingSetting(cfg: OpenClawConfig, account: MattermostAccount): string | undefined {
  const at = (key: string) => settingPath(cfg, account.accountId, key);
  const env = (name: string) => (account.accountId === 'default' ? ` or the variable ${name}` : '');
  if (account.tokenUnresolved) return `${at('botToken')} is a SecretRef that could not be resolved: check its source.`;
  if (!account.botToken) return `There is no bot token. Set ${at('botToken')}${env('MATTERMOST_BOT_TOKEN')}.`;
  if (!account.baseUrl) return `There is no server address. Set ${at('baseUrl')}${env('MATTERMOST_URL')}.`;
  return undefined;
}

/** Explains why the server could not be used. */
export function diagnose(error: unknown, cfg: OpenClawConfig, account: MattermostAccount): Diagnosis {
  const at = (key: string) => settingPath(cfg, account.accountId, key);
  const token = account.tokenSource === 'env' ? 'the variable MATTERMOST_BOT_TOKEN' : at('botToken');
  const address = account.addressSource === 'env' ? 'the variable MATTERMOST_URL' : at('baseUrl');
  if (causedBy(error, 'SsrFBlockedError')) {
    return {
      line:
        `${address} leads to a private address, which is blocked. If the server is yours, set ` +
        `${at('network.dangerouslyAllowPrivateNetwork')}: true.`,
      terminal: true,
    };
  }
  const isRefused = error instanceof HttpError && error.status === 401 && error.id !== undefined;
  if (error instanceof TokenRefusedError || isRefused) {
    return {
      line:
        `The server refuses the bot token in ${token}. It is wrong, expired or revoked, or its account was disabled ` +
        '(as bots are together with the person who made them) or converted to a bot. Set a token that works.',
      terminal: true,
      // The event stream has asked twice.
      needsConfirmation: isRefused,
    };
  }
  if (error instanceof TypeError) {
    const [, option = '', problem = error.message] = /^(token|baseUrl): (.*)$/s.exec(error.message) ?? [];
    return { line: `${option === 'token' ? `the token in ${token}` : address}: ${problem}`, terminal: true };
  }
  if (error instanceof HttpError && error.id === undefined && [401, 403, 407].includes(error.status)) {
    const what = `something in front of the server refuses the call: ${error.message}`;
    return { line: `${address}: ${what}`, terminal: false };
  }
  if (isAboutAddress(error)) return { line: `${address}: ${error.message}${noteOnProxy(error)}`, terminal: false };
  return { line: error instanceof Error ? error.message : String(error), terminal: false };
}

/** Says that the bot itself is switched off, which Mattermost 9.11 does not refuse: the token of such a bot works on. */
export function diagnoseAccount({ delete_at, username }: Pick<User, 'delete_at' | 'username'>): Diagnosis | undefined {
  if (delete_at === 0) return undefined;
  return {
    line:
      `The account @${username} is disabled in Mattermost (bots are disabled together with the person who made them). ` +
      'Enable it in Integrations → Bot Accounts, then restart the gateway.',
    terminal: true,
  };
}

/** Whether a failure says that the address is wrong, or that what is there does not reply. */
function isAboutAddress(error: unknown): error is Error {
  if (error instanceof HttpError) return error.status === 404 || (error.id === undefined && error.status !== 429);
  const kinds = [UnexpectedResponseError, NetworkError, RequestTimeoutError, SocketHttpError, SocketNetworkError];
  return kinds.some(kind => error instanceof kind);
}

/** An operator who has set these variables expects them to be used. Their values can contain passwords. */
const proxyVariables = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy'];

/** Says that a proxy is not used, after a failure for which that can be the reason. */
function noteOnProxy(error: Error): string {
  const name = proxyVariables.find(variable => process.env[variable]?.trim());
  const isConnection = error instanceof NetworkError || error instanceof SocketNetworkError;
  return name && isConnection ? `; ${name} is set and not used: the plugin connects to the server itself` : '';
}

/** By name, because the client passes on a copy of the error below its own, without the token. */
function causedBy(error: unknown, name: string): boolean {
  return error instanceof Error && (error.name === name || causedBy(error.cause, name));
}
