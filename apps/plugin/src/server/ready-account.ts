import type { RestClient, User } from '@clawmost/mm-rest';
import type { OpenClawConfig, PluginRuntime } from 'openclaw/plugin-sdk/channel-core';
import type { MattermostAccount } from '../config/accounts.ts';
import type { AccountLog } from '../host/log.ts';
import type { AccountStores } from '../storage/account-stores.ts';
import type { LookUp } from './look-up.ts';

/** An account whose token works, with everything that its features need. Made once per start, in `account/start.ts`. */
export interface ReadyAccount {
  readonly accountId: string;
  /** The settings as they were at the start; a change of them restarts the account. */
  readonly settings: MattermostAccount;
  /** OpenClaw's whole configuration as it is now: agents and bindings change without a restart of the account. */
  readonly config: () => OpenClawConfig;
  readonly baseUrl: string;
  readonly botToken: string;
  readonly bot: User;
  /** The server's limit of one post, in code points. */
  readonly maxPostSize: number;
  readonly rest: RestClient;
  readonly lookUp: LookUp;
  readonly stores: AccountStores;
  readonly channelRuntime: PluginRuntime['channel'];
  readonly log: AccountLog;
  /** Aborts when the account stops. */
  readonly signal: AbortSignal;
  /** Call it after something was posted, for `openclaw channels status`. */
  readonly notePosted: () => void;
}

/** Returns a function that logs an error behind a text, unless the account has stopped. */
export function warnOf({ log, signal }: Pick<ReadyAccount, 'log' | 'signal'>, what: string): (error: unknown) => void {
  return error => {
    if (!signal.aborted) log.warn(`${what}: ${error instanceof Error ? error.message : String(error)}`);
  };
}
