import { setTimeout as sleep } from 'node:timers/promises';
import { LeaseHeldError } from '@clawmost/mm-inbox';
import type { RestClient } from '@clawmost/mm-rest';
import type { ChannelGatewayContext } from 'openclaw/plugin-sdk/channel-contract';
import type { PluginRuntime } from 'openclaw/plugin-sdk/channel-core';
import { createRuntimeConfigReader } from 'openclaw/plugin-sdk/runtime-config-snapshot';
import type { MattermostAccount } from '../config/accounts.ts';
import { accountProblems } from '../config/problems.ts';
import { prefixLog } from '../host/log.ts';
import { hostRecords } from '../host/records.ts';
import { getRuntime } from '../host/runtime.ts';
import { type TakeOverResult, takeOverTurns } from '../recovery/take-over.ts';
import type { Hint } from '../server/account-activity.ts';
import { createAccountRest } from '../server/account-rest.ts';
import { diagnose, missingSetting } from '../server/diagnosis.ts';
import { createLookUp } from '../server/look-up.ts';
import { createAccountTargets } from '../server/targets.ts';
import { type AccountStores, openSqliteStores } from '../storage/account-stores.ts';
import { hintOnBot } from './hints.ts';
import { identify } from './identify.ts';
import { runAccount } from './run.ts';
import { type AccountStatus, createAccountStatus } from './status.ts';

/** Runs one account, from its first call to the server until OpenClaw stops it. */
export async function startAccount(ctx: ChannelGatewayContext<MattermostAccount>): Promise<void> {
  const { account: settings, accountId, cfg, abortSignal: signal } = ctx;
  const log = prefixLog(ctx.log, `[${accountId}] `);
  const status = createAccountStatus(ctx, log);
  const fail = (line: string) => status.showFailure({ line, terminal: true });
  status.showConnecting();

  const { baseUrl, botToken } = settings;
  const missing = missingSetting(cfg, settings);
  if (missing !== undefined || !botToken || !baseUrl) return fail(missing ?? 'The account has no token or no address.');
  const channelRuntime = ctx.channelRuntime as PluginRuntime['channel'] | undefined;
  if (!channelRuntime) return fail('This version of OpenClaw is too old for the plugin.');
  const [problem] = accountProblems(cfg, accountId);
  if (problem) return fail(problem.message);

  const diagnoseError = (error: unknown) => diagnose(error, cfg, settings);
  let rest: RestClient;
  try {
    rest = createAccountRest(settings);
  } catch (error) {
    return status.showFailure(diagnoseError(error));
  }

  let stores: AccountStores | undefined;
  try {
    const opened = openSqliteStores(getRuntime().state.resolveStateDir(), accountId);
    stores = opened;
    // Before anything that may take long: OpenClaw begins to resume turns a few seconds after it has started.
    const takenOver = await whenLeaseIsFree(status, signal, () => takeOver({ accountId, log, stores: opened }));
    const identity = await identify(rest, { signal, diagnose: diagnoseError, onFailure: status.showFailure });
    if (!identity) return;
    status.showHints(hintOnBot(identity.bot));
    const config = createRuntimeConfigReader(cfg);
    const targets = createAccountTargets(rest, settings, identity.siteUrl);
    const account = {
      ...{ accountId, settings, config, baseUrl, botToken, rest, stores: opened, channelRuntime, log, ...identity },
      ...{ lookUp: createLookUp(rest, signal), targets, notePosted: status.notePosted },
      noteHint: (hint: Hint) => status.showHints([hint]),
    };
    await whenLeaseIsFree(status, signal, () => runAccount({ account, takenOver, signal, status }));
  } catch (error) {
    if (signal.aborted) return;
    // A damaged state file or a full disk, for example: the message says what to do, and trying again does not help.
    fail(error instanceof Error ? error.message : String(error));
  } finally {
    await stores?.close();
  }
}

type Opened = Parameters<typeof takeOverTurns>[0] & { readonly stores: AccountStores };

/** Takes over what an earlier process left, while no other process can run the account. */
async function takeOver(account: Opened): Promise<TakeOverResult> {
  const { stores, log } = account;
  const interrupted = await stores.ledger.acquireLease();
  try {
    if (interrupted > 0) log.info(`${interrupted} posts were in work when the last process ended`);
    return await takeOverTurns(account, hostRecords);
  } finally {
    await stores.ledger.releaseLease();
  }
}

/** Waits while another gateway runs the account on the same file: two gateways would answer every message twice. */
async function whenLeaseIsFree<T>(status: AccountStatus, signal: AbortSignal, run: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof LeaseHeldError)) throw error;
      status.showFailure({ line: error.message, terminal: false });
      // The other process may release the lease at any moment.
      await sleep(2_000, undefined, { signal });
    }
  }
}
