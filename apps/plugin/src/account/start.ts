import { once } from 'node:events';
import { createRestClient } from '@clawmost/mm-rest';
import { createSocket } from '@clawmost/mm-ws';
import type { ChannelGatewayContext } from 'openclaw/plugin-sdk/channel-contract';
import type { PluginRuntime } from 'openclaw/plugin-sdk/channel-core';
import type { MattermostAccount } from '../config/accounts.ts';
import { createPostHandler } from '../inbound/handle-post.ts';
import { createGuardedConnect } from '../network/guarded-connect.ts';
import { createGuardedFetch } from '../network/guarded-fetch.ts';
import { networkPolicy } from '../network/policy.ts';
import { diagnose, missingSetting } from './diagnosis.ts';
import { identify } from './identify.ts';
import { prefixLog } from './log.ts';
import { createReport } from './report.ts';
import { createAccountStatus } from './status.ts';

/** Runs one account from its first call to the server until the host wants it stopped. */
export async function startAccount(ctx: ChannelGatewayContext<MattermostAccount>): Promise<void> {
  const { account, abortSignal } = ctx;
  const log = prefixLog(ctx.log, `[${account.accountId}] `);
  const status = createAccountStatus(ctx);
  const report = createReport(log, status);
  const channelRuntime = ctx.channelRuntime as PluginRuntime['channel'] | undefined;
  const missing = missingSetting(account) ?? (channelRuntime ? undefined : 'This host is too old for the plugin.');
  if (missing !== undefined || !account.botToken || !account.baseUrl || !channelRuntime) {
    return report.failure({ line: missing ?? '', terminal: true });
  }

  const policy = networkPolicy(account);
  const fetch = createGuardedFetch(policy);
  const target = { baseUrl: account.baseUrl, token: account.botToken, fetch };
  const explain = (error: unknown) => diagnose(error, account);
  let rest: ReturnType<typeof createRestClient>;
  try {
    rest = createRestClient(target);
  } catch (error) {
    return report.failure(explain(error));
  }

  try {
    const bot = await identify(rest, { signal: abortSignal, diagnose: explain, onFailure: report.failure });
    if (!bot) return;
    const socket = createSocket({ ...target, connect: createGuardedConnect(policy), signal: abortSignal });
    const { MaxPostSize } = await rest.system.clientConfig({ signal: abortSignal });
    const handlePost = createPostHandler({
      cfg: ctx.cfg,
      account,
      channelRuntime,
      rest,
      bot,
      status,
      log,
      signal: abortSignal,
      maxPostSize: Number(MaxPostSize),
    });
    socket.on('ready', () => {
      log.info(`signed in to ${account.baseUrl} as @${bot.username}`);
      report.over();
      status.ready();
    });
    socket.on('posted', event => handlePost(event.data.post));
    socket.on('disconnected', ({ error }) => report.failure({ ...explain(error), terminal: false }));
    socket.start();
    const [{ error }] = await once(socket, 'stopped');
    if (error && !abortSignal.aborted) report.failure({ ...explain(error), terminal: true });
  } catch (error) {
    if (!abortSignal.aborted) throw error;
  }
}
