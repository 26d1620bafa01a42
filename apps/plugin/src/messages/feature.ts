import type { InboxOptions } from '@clawmost/mm-inbox';
import { resolveInboundDebounceMs, shouldDebounceTextInbound } from 'openclaw/plugin-sdk/channel-inbound';
import { createRuntimeConfigReader } from 'openclaw/plugin-sdk/runtime-config-snapshot';
import { readRecentUserAssistantTextForSession } from 'openclaw/plugin-sdk/session-store-runtime';
import type { IdentifiedAccount } from '../account/start.ts';
import type { Say } from '../answers/say.ts';
import { sectionOf } from '../config/accounts.ts';
import { botLimits } from '../config/bot-limits.ts';
import { channelSettings } from '../config/channel-settings.ts';
import { getRuntime } from '../host/runtime.ts';
import type { ReadSessionNote } from '../host/session-entry.ts';
import type { AccountPairing } from '../pairing/service.ts';
import { createAnswering } from '../recovery/answer-post.ts';
import { createResumption } from '../recovery/resumption.ts';
import type { Lookup } from '../server/look-up.ts';
import { resolveAgent } from '../turns/route.ts';
import { createBotPairs } from './bot-loop-limits.ts';
import { createDecisionNotes } from './decision-log.ts';
import type { FactSources } from './facts.ts';
import { createGiveUp } from './give-up.ts';
import { type AdmittedPost, createPostHandler } from './handle-post.ts';
import { type Judge, judge as judgePost } from './judge.ts';
import { createRules } from './rules.ts';

/** What posts are decided by and answered with, beside the account. */
interface InboundParts {
  readonly lookup: Lookup;
  readonly reachableSince: () => number;
  readonly pairing: AccountPairing;
  readonly say: Say;
  readonly warn: (what: string) => (error: unknown) => void;
}

/** What was said before that is not looked through for the answer to a post that a crash has interrupted. */
const transcriptLimit = 200;

/** Puts together what the inbox of an account asks about posts and does with them. */
export function createInbound(
  ready: IdentifiedAccount,
  { lookup, reachableSince, pairing, say, warn }: InboundParts,
): Pick<InboxOptions, 'accept' | 'handle' | 'onDead'> {
  const { ctx, channelRuntime, rest, bot, state, log } = ready;
  const { account, cfg } = ctx;
  const { accountId } = account;
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
      reachableSince,
      sessionNote,
      transcript: ({ agentId, sessionKey }) =>
        readRecentUserAssistantTextForSession({ agentId, sessionKey, limit: transcriptLimit }),
      resumed: createResumption(sessionNote),
      warn,
      log: log.warn,
    }),
    pair: pairing.challenge,
  });
  return { accept, handle, onDead: createGiveUp({ sources, judge, notes, say }) };
}
