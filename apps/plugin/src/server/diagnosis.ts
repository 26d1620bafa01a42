import { HttpError, NetworkError, UnexpectedResponseError } from '@clawmost/mm-rest';
import { TokenRefusedError } from '@clawmost/mm-ws';
import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import { type MattermostAccount, settingPath } from '../config/accounts.ts';

/** What went wrong, for the operator of the gateway. */
export interface Diagnosis {
  /** One line: what was seen and what to change. */
  readonly line: string;
  /** True when trying again does not help before the configuration or the server has changed. */
  readonly terminal: boolean;
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
  if (causedBy(error, 'SsrFBlockedError')) {
    return {
      line:
        `${at('baseUrl')} leads to a private address, which is blocked. If the server is yours, set ` +
        `${at('network.dangerouslyAllowPrivateNetwork')}: true.`,
      terminal: true,
    };
  }
  if (error instanceof TokenRefusedError || (error instanceof HttpError && error.status === 401)) {
    return {
      line: `The server refused the bot token. Check ${at('botToken')}, and that the bot is enabled.`,
      terminal: true,
    };
  }
  if (error instanceof TypeError) return { line: `${at('baseUrl')}: ${error.message}`, terminal: true };
  const wrongPlace = error instanceof UnexpectedResponseError || (error instanceof HttpError && error.status === 404);
  if (wrongPlace || error instanceof NetworkError)
    return { line: `${at('baseUrl')}: ${error.message}`, terminal: false };
  return { line: error instanceof Error ? error.message : String(error), terminal: false };
}

/** By name, because the client passes on a copy of the error below its own, without the token. */
function causedBy(error: unknown, name: string): boolean {
  return error instanceof Error && (error.name === name || causedBy(error.cause, name));
}
