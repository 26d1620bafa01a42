import { once } from 'node:events';
import { createInbox } from '@clawmost/mm-inbox';
import { createSocket } from '@clawmost/mm-ws';
import type { Poster } from '../answers/post-answer.ts';
import { announceRunning, type RunningAccount } from '../answers/running-accounts.ts';
import { createSay, type Say } from '../answers/say.ts';
import { catchUpLimits } from '../config/catch-up.ts';
import { warnOfMissingSection } from '../config/channel-settings.ts';
import { createInbound } from '../messages/feature.ts';
import { type AccountPairing, startPairing } from '../pairing/service.ts';
import { createChannelOf } from '../server/channel-of.ts';
import { diagnose } from '../server/diagnosis.ts';
import { createGuardedConnect } from '../server/guarded-connect.ts';
import { createGuardedFetch } from '../server/guarded-fetch.ts';
import { createLookup } from '../server/look-up.ts';
import { networkPolicy } from '../server/network-policy.ts';
import type { IdentifiedAccount } from './start.ts';
import { keepTold } from './status.ts';

/**
 * Runs an account whose token works: takes its lease, listens, catches up, answers. Ends when the host wants it stopped
 * or the server does not want it any more.
 *
 * @throws LeaseHeldError when another process runs the account
 */
export async function runAccount(ready: IdentifiedAccount): Promise<void> {
  const { ctx, rest, bot, maxPostSize, state, log, status } = ready;
  // It may end before the host wants the account stopped: when the token is refused, or another process has the lease.
  const end = new AbortController();
  const signal = AbortSignal.any([ctx.abortSignal, end.signal]);
  const warn = (what: string) => (error: unknown) => {
    if (!signal.aborted) log.warn(`${what}: ${error instanceof Error ? error.message : String(error)}`);
  };
  const poster: Poster = { rest, botId: bot.id, maxPostSize, signal };
  const say = createSay({ poster, participation: state.participation, onSaid: status.said });
  const channelOf = createChannelOf(rest, bot.id);
  const pairing = startPairing({ ...ready, signal, say, channelOf, warn });
  try {
    await listen(ready, { signal, warn, poster, say, channelOf, pairing });
  } finally {
    end.abort();
    await pairing.done;
  }
}

/** With what an account speaks while it runs. */
interface Voice {
  readonly signal: AbortSignal;
  readonly warn: (what: string) => (error: unknown) => void;
  readonly poster: Poster;
  readonly say: Say;
  readonly channelOf: RunningAccount['channelOf'];
  readonly pairing: AccountPairing;
}

async function listen(ready: IdentifiedAccount, voice: Voice): Promise<void> {
  const { ctx, rest, bot, state, log, status, report } = ready;
  const { signal, poster, say, channelOf } = voice;
  const { account, cfg } = ctx;
  const { accountId } = account;
  warnOfMissingSection(cfg, account, log.warn);
  const lookup = createLookup(rest, signal);

  let reachableSince = Date.now();
  const policy = networkPolicy(account);
  const socket = createSocket({
    baseUrl: account.baseUrl ?? '',
    token: account.botToken ?? '',
    fetch: createGuardedFetch(policy),
    connect: createGuardedConnect(policy),
    logger: log,
  });
  const inbox = createInbox({
    rest,
    ws: socket,
    ledger: state.ledger,
    ...createInbound(ready, { ...voice, lookup, reachableSince: () => reachableSince }),
    userId: bot.id,
    catchUp: catchUpLimits(account),
    onStatus: status.inbox,
    logger: log,
  });
  socket.on('ready', () => {
    reachableSince = Date.now();
    log.info(`signed in to ${account.baseUrl} as @${bot.username}`);
    report.over();
  });
  socket.on('disconnected', ({ error }) => report.failure({ ...diagnose(error, cfg, account), terminal: false }));
  for (const name of ['channel_updated', 'channel_converted', 'channel_deleted', 'channel_restored'] as const) {
    socket.on(name as 'channel_updated', ({ broadcast }) => lookup.channels.forget(broadcast.channel_id));
  }
  socket.on('user_updated', ({ data }) => lookup.users.forget(data.user.id));

  const stopped = once(socket, 'stopped', { signal });
  stopped.catch(() => {});
  await inbox.start();
  keepTold(() => inbox.status(), status.inbox, signal);
  const leave = announceRunning(accountId, { poster, say, owed: state.owed, channelOf });
  try {
    const [{ error }] = await stopped;
    if (error) report.failure({ ...diagnose(error, cfg, account), terminal: true });
  } finally {
    leave();
    await inbox.stop();
  }
}
