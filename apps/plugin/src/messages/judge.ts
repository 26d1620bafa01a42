import { type AnswerDecision, decide, placeAnswer, rulesForChannel, wasMentioned } from '@clawmost/mm-policy';
import { channelSettings } from '../config/channel-settings.ts';
import { filesOf } from '../conversations/files/post-files.ts';
import { displayName } from '../conversations/people.ts';
import type { ReadyAccount } from '../server/ready-account.ts';
import { targetOf } from '../server/target.ts';
import { admissionQuestion } from '../turns/admission.ts';
import { routeTurn } from '../turns/route.ts';
import type { RulesFor } from '../turns/rules.ts';
import type { TurnRequest, TurnSpeaker } from '../turns/turn.ts';
import type { InboundFacts, PairedPeople } from './facts.ts';

/** What becomes of a post. */
export type Judgement =
  | { readonly act: 'answer'; readonly decision: AnswerDecision; readonly request: TurnRequest }
  | { readonly act: 'pair' }
  | { readonly act: 'silence'; readonly code: string };

/** What posts are judged by. */
export interface JudgeOptions {
  readonly account: Pick<ReadyAccount, 'accountId' | 'settings' | 'config'> & {
    readonly channelRuntime: Pick<ReadyAccount['channelRuntime'], 'inbound'>;
  };
  readonly rulesFor: RulesFor;
  readonly paired: PairedPeople;
}

/**
 * Judges a post: by our own rules first, which say why, and then by OpenClaw's resolver, whose proof a turn needs. A post
 * that is answered becomes a request for a turn.
 */
export async function judgePost({ account, rulesFor, paired }: JudgeOptions, facts: InboundFacts): Promise<Judgement> {
  const { post, channel, sender, kind = 'direct' } = facts;
  const { agent, rules } = rulesFor(facts);
  const decision = decide(facts.policy, rules);
  if (decision.action === 'silence') return { act: 'silence', code: decision.reason };
  const route = routeTurn(agent, placeAnswer(post, kind, rules));
  const question = admissionQuestion({
    ...{ cfg: account.config(), accountId: account.accountId, rules, decision, route, kind, channel, sender },
    messageId: post.id,
    readPaired: async () => [...(await paired.approved())],
  });
  const admission = await account.channelRuntime.inbound.ingress.resolve(question);
  const { admission: verdict, reasonCode } = admission.ingress;
  if (verdict === 'pairing-required') {
    return decision.action === 'pair' ? { act: 'pair' } : { act: 'silence', code: reasonCode };
  }
  if (verdict !== 'dispatch') return { act: 'silence', code: reasonCode };
  if (decision.action === 'pair') return { act: 'silence', code: 'pairing-required' };
  const { systemPrompt, skills } = channelSettings(account.settings, channel.id);
  // Whatever OpenClaw thinks of its text: a webhook gives no commands.
  const mayCommand = decision.speaker.kind !== 'webhook' && admission.commandAccess.authorized;
  const request: TurnRequest = {
    id: post.id,
    posts: [post.id],
    messageId: post.id,
    writtenAt: post.create_at,
    timestamp: post.create_at,
    kind,
    channel,
    speaker: speakerOf(decision, facts),
    route,
    to: targetOf(route.peer),
    rawText: post.message ?? '',
    // A bare mention is a call: OpenClaw takes a message without words for a mistake.
    text: decision.isBareMention ? (post.message ?? '').trim() : decision.text,
    isCommand: decision.command || (decision.isStop && mayCommand),
    mayCommand,
    isStop: decision.isStop,
    requireMention: kind !== 'direct' && rulesForChannel(rules, channel.id, kind).requireMention,
    wasMentioned: wasMentioned(decision),
    admission,
    question,
    replyTo: post.root_id || undefined,
    files: filesOf(post),
    ...(kind !== 'direct' && { systemPrompt, skills }),
  };
  return { act: 'answer', decision, request };
}

/** A webhook is only itself: never the user who made it, in whose name it writes. */
function speakerOf({ speaker }: AnswerDecision, { sender }: InboundFacts): TurnSpeaker {
  if (speaker.kind === 'webhook') return { id: speaker.subject, name: speaker.name, isBot: true };
  const { id, username, is_bot } = sender;
  return { id, username, name: displayName(sender), ...(is_bot && { isBot: true }) };
}
