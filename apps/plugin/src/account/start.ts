import { setTimeout as sleep } from 'node:timers/promises';
import { LeaseHeldError } from '@clawmost/mm-inbox';
import { createRestClient, type RestClient } from '@clawmost/mm-rest';
import type { ChannelGatewayContext } from 'openclaw/plugin-sdk/channel-contract';
import type { PluginRuntime } from 'openclaw/plugin-sdk/channel-core';
import type { MattermostAccount } from '../config/accounts.ts';
import { accountProblems } from '../config/problems.ts';
import { type AccountLog, prefixLog } from '../host/log.ts';
import { getRuntime } from '../host/runtime.ts';
import { diagnose, missingSetting } from '../server/diagnosis.ts';
import { createGuardedFetch } from '../server/guarded-fetch.ts';
import { networkPolicy } from '../server/network-policy.ts';
import { type AccountState, openState } from '../storage/sqlite/open-state.ts';
import { type Identity, identify } from './identify.ts';
import { createReport, type Report } from './report.ts';
import { runAccount } from './run.ts';
import { type AccountStatus, createAccountStatus } from './status.ts';

/** An account that is ready to be run. */
export interface IdentifiedAccount extends Identity {
  readonly ctx: ChannelGatewayContext<MattermostAccount>;
  readonly channelRuntime: PluginRuntime['channel'];
  readonly rest: RestClient;
  readonly state: AccountState;
  readonly log: AccountLog;
  readonly status: AccountStatus;
  readonly report: Report;
}

/** Runs one account from its first call to the server until the host wants it stopped. */
export async function startAccount(ctx: ChannelGatewayContext<MattermostAccount>): Promise<void> {
  const { account, abortSignal } = ctx;
  const log = prefixLog(ctx.log, `[${account.accountId}] `);
  const status = createAccountStatus(ctx);
  const report = createReport(log, status);
  status.connecting();
  const channelRuntime = ctx.channelRuntime as PluginRuntime['channel'] | undefined;
  const missing =
    missingSetting(ctx.cfg, account) ?? (channelRuntime ? undefined : 'This host is too old for the plugin.');
  if (missing !== undefined || !account.botToken || !account.baseUrl || !channelRuntime) {
    return report.failure({ line: missing ?? '', terminal: true });
  }

  const [problem] = accountProblems(ctx.cfg, account.accountId);
  if (problem) return report.failure({ line: problem.message, terminal: true });

  const explain = (error: unknown) => diagnose(error, ctx.cfg, account);
  const fetch = createGuardedFetch(networkPolicy(account));
  let rest: RestClient;
  try {
    rest = createRestClient({ baseUrl: account.baseUrl, token: account.botToken, fetch });
  } catch (error) {
    return report.failure(explain(error));
  }

  let state: AccountState | undefined;
  try {
    const identity = await identify(rest, { signal: abortSignal, diagnose: explain, onFailure: report.failure });
    if (!identity) return;
    state = openState(getRuntime().state.resolveStateDir(), account.accountId);
    const ready = { ctx, channelRuntime, rest, ...identity, state, log, status, report };
    await whenFree(report, abortSignal, () => runAccount(ready));
  } catch (error) {
    if (abortSignal.aborted) return;
    // A damaged state file, a full disk: the message says what to do, and trying again every few seconds does not help.
    report.failure({ line: error instanceof Error ? error.message : String(error), terminal: true });
  } finally {
    await state?.ledger.close();
  }
}

/** Waits while another gateway runs the account on the same state: two of them would answer everything twice. */
async function whenFree(report: Report, signal: AbortSignal, run: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof LeaseHeldError)) throw error;
      report.failure({ line: error.message, terminal: false });
      // Whoever holds it may give it back at any moment.
      await sleep(2_000, undefined, { signal });
    }
  }
}
