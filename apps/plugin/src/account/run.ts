import { once } from 'node:events';
import { createInbox } from '@clawmost/mm-inbox';
import { readServerVersion, type User } from '@clawmost/mm-rest';
import { createSocket } from '@clawmost/mm-ws';
import { registerRunning } from '../answers/running-accounts.ts';
import { openRoutes } from '../callbacks/open-routes.ts';
import { registerPath } from '../callbacks/register-path.ts';
import { catchUpLimits } from '../config/catch-up.ts';
import { warnOfMissingSection } from '../config/channel-settings.ts';
import { hostRecords } from '../host/records.ts';
import { createRecovery } from '../recovery/recover.ts';
import type { TakeOverResult } from '../recovery/take-over.ts';
import { diagnose, diagnoseAccount } from '../server/diagnosis.ts';
import { createGuardedConnect } from '../server/guarded-connect.ts';
import { createGuardedFetch, networkPolicy } from '../server/guarded-fetch.ts';
import { type ReadyAccount, warnOf } from '../server/ready-account.ts';
import { followEvents } from '../server/targets.ts';
import { startFeatures } from './features.ts';
import { hintOnClock, hintOnVersion, hintsOnLists } from './hints.ts';
import { type AccountStatus, reportStatusChanges } from './status.ts';

/** What running an account takes. */
export interface AccountRun {
  readonly account: Omit<ReadyAccount, 'signal'>;
  /** The turns that an earlier process left unfinished. */
  readonly takenOver: TakeOverResult;
  /** Aborts when OpenClaw stops the account. */
  readonly signal: AbortSignal;
  readonly status: AccountStatus;
}

/**
 * Runs an account whose token works: takes its lease, listens, catches up, answers. Ends when OpenClaw stops the account or
 * the server refuses the token.
 *
 * @throws {LeaseHeldError} when another process runs the account
 */
export async function runAccount(run: AccountRun): Promise<void> {
  // The run can end earlier: when the server refuses the token, or another process has the lease.
  const end = new AbortController();
  const signal = AbortSignal.any([run.signal, end.signal]);
  const account: ReadyAccount = { ...run.account, signal };
  const answer = createRecovery(account, hostRecords, run.takenOver);
  const features = startFeatures(account, answer);
  try {
    await listen(account, features, run);
  } finally {
    end.abort();
    await Promise.all(features.map(feature => feature.stop?.()));
  }
}

/** How long settled posts are kept, so that they are not answered again; at least as long as a catch-up goes back. */
const settledKeptMs = 7 * 24 * 60 * 60_000;

async function listen(
  account: ReadyAccount,
  features: ReturnType<typeof startFeatures>,
  { status }: AccountRun,
): Promise<void> {
  const { settings, baseUrl, botToken, rest, bot, stores, log, signal, lookUp } = account;
  const cfg = account.config();
  warnOfMissingSection(cfg, settings, log.warn);
  const policy = networkPolicy(settings);
  const socket = createSocket({
    baseUrl,
    token: botToken,
    fetch: createGuardedFetch(policy),
    connect: createGuardedConnect(policy),
    logger: log,
  });
  const catchUp = catchUpLimits(settings);
  const [posts] = features.flatMap(feature => feature.posts ?? []);
  if (!posts) throw new TypeError('features: expected one that handles posts, got none');
  const inbox = createInbox({
    rest,
    ws: socket,
    ledger: stores.ledger,
    ...posts,
    kinds: Object.assign({}, ...features.map(({ kinds }) => kinds)),
    userId: bot.id,
    catchUp,
    retention: { maxAgeMs: Math.max(settledKeptMs, catchUp.maxAgeMs) },
    onStatus: status.showInbox,
    logger: log,
  });
  socket.on('ready', () => {
    log.info(`signed in to ${baseUrl} as @${bot.username}`);
    status.clearFailure();
    status.showHints(hintOnClock(socket.clockOffsetMs));
  });
  // Every new stream begins with one, so also the first after an update of the server.
  socket.on('hello', ({ data }) => {
    const version = readServerVersion(data.server_version);
    if (status.showServer(version?.release)) log.info(`the server runs Mattermost ${version?.release ?? 'unknown'}`);
    if (version) status.showHints(hintOnVersion(version));
  });
  socket.on('disconnected', ({ error }) => status.showFailure({ ...diagnose(error, cfg, settings), terminal: false }));
  for (const name of ['channel_updated', 'channel_converted', 'channel_deleted', 'channel_restored'] as const) {
    socket.on(name as 'channel_updated', ({ broadcast }) => lookUp.channels.forget(broadcast.channel_id));
  }
  // Pinning is an edit, too.
  socket.on('post_edited', ({ data }) => lookUp.pins.forget(data.post.channel_id));
  socket.on('post_deleted', ({ data }) => lookUp.pins.forget(data.post.channel_id));
  const stopIfDisabled = (user: Pick<User, 'delete_at' | 'username'>) => {
    const disabled = diagnoseAccount(user);
    if (!disabled) return;
    status.showFailure(disabled);
    void socket.stop();
  };
  socket.on('user_updated', ({ data }) => {
    lookUp.users.forget(data.user.id);
    if (data.user.id === bot.id) stopIfDisabled(data.user);
  });
  // That event is lost with the others of a gap.
  socket.on('gap', ({ reason }) => {
    if (reason !== 'first-start') rest.users.me({ signal }).then(stopIfDisabled, warnOf(account, 'who the bot is'));
  });
  followEvents(account.targets, socket);
  for (const feature of features) feature.listen?.(socket);

  const stopped = once(socket, 'stopped', { signal });
  stopped.catch(() => {});
  await inbox.start();
  reportStatusChanges(() => inbox.status(), status.showInbox, signal);
  hintsOnLists(rest, cfg, settings, signal).then(status.showHints, error => {
    log.debug(
      `the people in the lists could not be looked up: ${error instanceof Error ? error.message : String(error)}`,
    );
  });
  const unregister = registerRunning(account);
  const closeRoutes = openRoutes(
    account,
    features.flatMap(feature => feature.routes?.(inbox) ?? []),
    registerPath,
  );
  try {
    const [{ error }] = await stopped;
    if (error) status.showFailure({ ...diagnose(error, cfg, settings), terminal: true });
  } finally {
    closeRoutes();
    unregister();
    await inbox.stop();
  }
}
