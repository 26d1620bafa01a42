import { resolveInboundDebounceMs, shouldDebounceTextInbound } from 'openclaw/plugin-sdk/channel-inbound';
import { sectionOf } from '../config/accounts.ts';
import { botLimits } from '../config/bot-limits.ts';
import { readAgentCommand } from '../conversations/thread-agent.ts';
import type { AnswerRequest } from '../recovery/recover.ts';
import type { Feature } from '../server/feature.ts';
import type { ReadyAccount } from '../server/ready-account.ts';
import { acknowledge } from '../turns/acknowledge.ts';
import { createRules } from '../turns/rules.ts';
import { sessionGate } from '../turns/session-gate.ts';
import { isTypingShownAtOnce, showTyping } from '../turns/typing.ts';
import { doubtPosts, withdrawPost } from '../turns/withdraw.ts';
import { answerAgentCommand } from './agent-command.ts';
import { createBotLoopLimits } from './bot-loop-limits.ts';
import { followEdits } from './edits.ts';
import type { FactSources, InboundFacts, PairedPeople } from './facts.ts';
import { createGiveUp } from './give-up.ts';
import { createReadPost } from './growing-post.ts';
import { createPostHandler, type PostHandlerOptions } from './handle-post.ts';
import type { JudgeOptions } from './judge.ts';
import { withMentionBeforeJoin } from './mention-before-join.ts';
import { createDecisionNotes } from './note-decisions.ts';
import { createThreadNotice } from './thread-notice.ts';

/** What the messages of strangers lead to. */
export interface StrangerPairing extends PairedPeople {
  /** Gives the writer of a direct message a code; resolves to the code under which that is noted. */
  giveCode(facts: Pick<InboundFacts, 'sender' | 'channel'>): Promise<string>;
}

/** Answers posts. */
export function startMessages(account: ReadyAccount, answer: AnswerRequest, pairing: StrangerPairing): Feature {
  const { accountId, stores, log } = account;
  const cfg = account.config();
  const botLoops = createBotLoopLimits(botLimits(cfg));
  const sources: FactSources = { account, paired: pairing, botLoops };
  const judge: JudgeOptions = { account, rulesFor: createRules(account), paired: pairing };
  const notes = createDecisionNotes({ decisions: stores.decisions, log, section: sectionOf(cfg, accountId) });
  const debounceMs: PostHandlerOptions['debounceMs'] = ({ text, isStop }, { file_ids }) =>
    !isStop &&
    !readAgentCommand(text) &&
    shouldDebounceTextInbound({ text, cfg: account.config(), hasMedia: (file_ids?.length ?? 0) > 0 })
      ? resolveInboundDebounceMs({ cfg: account.config(), channel: 'mattermost' })
      : 0;
  const readPost = createReadPost(account.rest, account.signal);
  const onReceived: PostHandlerOptions['onReceived'] = request => {
    const config = account.config();
    if (isTypingShownAtOnce(config, request)) void showTyping(accountId, request);
    return acknowledge(config, accountId, request);
  };
  const answerHere: AnswerRequest = async (request, job) =>
    (await answerAgentCommand(account, request)) ?? answer(request, job);
  const handler = createPostHandler({
    ...{ sources, judge, notes, debounceMs, onReceived, readPost, answer: answerHere, pair: pairing.giveCode },
    onUncalled: createThreadNotice(account),
  });
  return {
    listen(socket) {
      socket.on('post_deleted', ({ data }) => withdrawPost(sessionGate, data.post.id));
      socket.on('gap', () => doubtPosts(sessionGate, accountId));
      followEdits(socket, { account, sources, judge, gate: sessionGate });
    },
    posts: {
      ...withMentionBeforeJoin(account, handler),
      onDead: createGiveUp({ account, sources, judge, notes }),
    },
  };
}
