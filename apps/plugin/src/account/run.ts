import { once } from 'node:events';
import { createInbox } from '@clawmost/mm-inbox';
import { createSocket } from '@clawmost/mm-ws';
import { resolveInboundDebounceMs, shouldDebounceTextInbound } from 'openclaw/plugin-sdk/channel-inbound';
import { createRuntimeConfigReader } from 'openclaw/plugin-sdk/runtime-config-snapshot';
import { sectionOf } from '../config/accounts.ts';
import { botLimits } from '../config/bot-limits.ts';
import { catchUpLimits } from '../config/catch-up.ts';
import { channelSettings, warnOfMissingSection } from '../config/channel-settings.ts';
import { createAnswering } from '../inbound/answer-post.ts';
import { createBotPairs } from '../inbound/bot-pairs.ts';
import type { FactSources } from '../inbound/facts.ts';
import { createGiveUp } from '../inbound/give-up.ts';
import { type AdmittedPost, createPostHandler } from '../inbound/handle-post.ts';
import { type Judge, judge as judgePost } from '../inbound/judge.ts';
import { createResumption } from '../inbound/resumption.ts';
import { resolveAgent } from '../inbound/route.ts';
import { createRules } from '../inbound/rules.ts';
import type { ReadSessionNote } from '../inbound/session-note.ts';
import { createDecisionNotes } from '../inbound/silence.ts';
import { createGuardedConnect } from '../network/guarded-connect.ts';
import { createGuardedFetch } from '../network/guarded-fetch.ts';
import { networkPolicy } from '../network/policy.ts';
import type { Poster } from '../outbound/post-answer.ts';
import { createSay, type Say } from '../outbound/say.ts';
import { getRuntime } from '../runtime.ts';

import { createChannelOf } from './channel-of.ts';
import { diagnose } from './diagnosis.ts';
import { createLookup } from './lookup.ts';
import { type AccountPairing, startPairing } from './pairing.ts';
import { announceRunning, type RunningAccount } from './running.ts';
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
  const { ctx, channelRuntime, rest, bot, state, log, status, report } = ready;
  const { signal, warn, poster, say, channelOf, pairing } = voice;
  const { account, cfg } = ctx;
  const { accountId } = account;
  const lookup = createLookup(rest, signal);
  const bots = createBotPairs(botLimits(cfg));

  // What the account itself does not depend on, such as agents and bindings, changes without a restart of it.
  const config = createRuntimeConfigReader(cfg);
  const agentFor = (channelId: string) => channelSettings(account, channelId).agentId;
  const rulesFor = createRules({
    account,
    config,
    mentions: channelRuntime.mentions,
    agentOf: facts => {
      const agentId = facts.kind === 'direct' ? undefined : agentFor(facts.channel.id);
      return resolveAgent({ routing: channelRuntime.routing, cfg: config(), accountId, agentId }, facts).agentId;
    },
  });
  warnOfMissingSection(cfg, account, log.warn);
  const sources: FactSources = {
    bot,
    lookup,
    participation: state.participation,
    isPaired: async userId => (await pairing.approved()).includes(userId),
    botExchangesSpent: bots.spent,
  };
  const judge: Judge = {
    config,
    accountId,
    channelRuntime,
    rulesFor,
    agentFor,
    readPaired: async () => [...(await pairing.approved())],
  };
  const debounceMs = ({ facts: { post }, judgement: { decision } }: AdmittedPost): number =>
    shouldDebounceTextInbound({ text: decision.text, cfg: config(), hasMedia: (post.file_ids?.length ?? 0) > 0 })
      ? resolveInboundDebounceMs({ cfg: config(), channel: 'mattermost' })
      : 0;
  const sessionNote: ReadSessionNote = session => getRuntime().agent.session.getSessionEntry(session);
  const notes = createDecisionNotes({ accountId, why: state.why, log, section: sectionOf(cfg, accountId) });
  const { accept, handle } = createPostHandler({
    sources,
    judge,
    bots,
    debounceMs,
    notes,
    answer: createAnswering({
      config,
      accountId,
      inbound: channelRuntime.inbound,
      rulesFor,
      settingsFor: channelId => channelSettings(account, channelId),
      rest,
      botId: bot.id,
      say,
      owed: state.owed,
      judge: facts => judgePost(judge, facts),
      sessionNote,
      resumed: createResumption(sessionNote),
      warn,
      log: log.warn,
    }),
    pair: pairing.challenge,
  });

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
    accept,
    handle,
    userId: bot.id,
    catchUp: catchUpLimits(account),
    onStatus: status.inbox,
    onDead: createGiveUp({ sources, judge, notes, say }),
    logger: log,
  });
  socket.on('ready', () => {
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
