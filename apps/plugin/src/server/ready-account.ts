import type { RestClient, User } from '@clawmost/mm-rest';
import type { Targets } from '@clawmost/mm-targets';
import type { OpenClawConfig, PluginRuntime } from 'openclaw/plugin-sdk/channel-core';
import type { MattermostAccount } from '../config/accounts.ts';
import type { AccountLog } from '../host/log.ts';
import type { AccountStores } from '../storage/account-stores.ts';
import type { Hint } from './account-activity.ts';
import type { LookUp } from './look-up.ts';

/** An account whose token works, with everything that features need. `account/start.ts` makes it once per start. */
export interface ReadyAccount {
  readonly accountId: string;
  /** The settings at the start; OpenClaw restarts the account when they change. */
  readonly settings: MattermostAccount;
  /** OpenClaw's whole configuration at this moment: agents and bindings change without a restart of the account. */
  readonly config: () => OpenClawConfig;
  readonly baseUrl: string;
  readonly botToken: string;
  readonly bot: User;
  /** How long one post may be on this server, in code points. */
  readonly maxPostSize: number;
  /** How large one file may be on this server, in bytes, when it says so. */
  readonly maxFileSize?: number;
  readonly rest: RestClient;
  readonly lookUp: LookUp;
  readonly targets: Targets;
  readonly stores: AccountStores;
  readonly channelRuntime: PluginRuntime['channel'];
  readonly log: AccountLog;
  /** Aborts when the account stops. */
  readonly signal: AbortSignal;
  /** Call it after a post, for `openclaw channels status`. */
  readonly notePosted: () => void;
  /** Shows an operator what to change although the account works. */
  readonly noteHint: (hint: Hint) => void;
}

/** Returns a function that logs `what` and the error, unless the account has stopped. */
export function warnOf({ log, signal }: Pick<ReadyAccount, 'log' | 'signal'>, what: string): (error: unknown) => void {
  return error => {
    if (!signal.aborted) log.warn(`${what}: ${error instanceof Error ? error.message : String(error)}`);
  };
}
