import { type Address, carriesMore, isCall, readAddress } from './address.ts';
import { type Admission, admitDirect, admitInChannel } from './admission.ts';
import { isListed } from './allow-list.ts';
import { type ChannelRules, rulesForChannel } from './channel-rules.ts';
import { chatKind, type PolicyFacts } from './facts.ts';
import type { AnswerReason, DirectSilenceReason, GroupSilenceReason, SilenceReason } from './reasons.ts';
import type { PolicyRules } from './rules.ts';
import {
  type AccountSpeaker,
  accountOf,
  type PlainSpeaker,
  type Speaker,
  type WebhookSpeaker,
  whoSpeaks,
} from './speaker.ts';

/** What the bot does about a post, and why. */
export type Decision = AnswerDecision | PairDecision | SilenceDecision;

/** The post starts a turn. */
export interface AnswerDecision {
  /** Always `answer`. */
  readonly act: 'answer';
  /** What woke the bot. */
  readonly reason: AnswerReason;
  /** Who is answered. */
  readonly speaker: AccountSpeaker | WebhookSpeaker;
  /** The message without the mention and the prefix; empty for a bare mention and for files alone. */
  readonly text: string;
  /** Whether that is a text command, such as `/new`. Never for a webhook. */
  readonly command: boolean;
}

/** The sender gets a pairing code, and nothing else. */
export interface PairDecision {
  /** Always `pair`. */
  readonly act: 'pair';
  /** Always `pairing-required`. */
  readonly reason: 'pairing-required';
  /** Who is to be paired. */
  readonly speaker: AccountSpeaker;
}

/** The bot says nothing. */
export interface SilenceDecision {
  /** Always `silence`. */
  readonly act: 'silence';
  /** Why. */
  readonly reason: SilenceReason;
  /** Who spoke. */
  readonly speaker: Speaker;
}

/**
 * Decides what the bot does about a post: who is speaking, may they, and is the bot meant.
 *
 * The same facts and rules always give the same decision; there is no clock and no memory in it.
 */
export function decide(facts: PolicyFacts, rules: PolicyRules): Decision {
  const { post, author, bot } = facts;
  const speaker = whoSpeaks(post, author, bot.id);
  if (!('subject' in speaker)) return silence(plainReasons[speaker.kind], speaker);
  if (post.delete_at) return silence('deleted-post', speaker);
  const kind = chatKind(facts.channel.type);
  if (!kind) return silence('unknown-channel-type', speaker);
  const channel = kind === 'direct' ? undefined : rulesForChannel(rules, post.channel_id, kind);
  return speaker.kind === 'webhook'
    ? decideWebhook(facts, rules, channel, speaker)
    : decideAccount(facts, rules, channel, speaker);
}

const plainReasons = {
  own: 'own-post',
  system: 'system-post',
  'slash-answer': 'slash-answer',
} as const satisfies Record<PlainSpeaker['kind'], SilenceReason>;

function decideAccount(
  facts: PolicyFacts,
  rules: PolicyRules,
  channel: ChannelRules | undefined,
  speaker: AccountSpeaker,
): Decision {
  if (speaker.kind === 'bot' && rules.allowBots === 'off') return silence('bots-off', speaker);
  const admission = admitAccount(facts, rules, channel, speaker);
  if (!admission.admitted) {
    const { reason } = admission;
    return reason === 'pairing-required' ? { act: 'pair', reason, speaker } : silence(reason, speaker);
  }
  const address = readAddress(facts, rules, channel);
  if (speaker.kind === 'bot' && rules.allowBots === 'mentions' && !isCall(address.by)) {
    return silence('bot-not-mentioning', speaker);
  }
  const reason = address.by ?? (channel?.requireMention === false ? 'every-message' : undefined);
  if (!reason) return silence(rules.prefixes.length > 0 ? 'no-prefix' : 'not-mentioned', speaker);
  if (!hasSomething(facts, address)) return silence('empty-post', speaker);
  const command = isCommand(address.text, rules);
  if (command && !mayCommand(facts, rules, channel, speaker)) return silence('command-not-listed', speaker);
  if (speaker.kind === 'bot' && facts.botExchangesSpent) return silence('bot-exchanges-spent', speaker);
  return { act: 'answer', reason, speaker, text: address.text, command };
}

/**
 * A webhook is heard only where it is allowed, it is on the list, and the user behind it would be heard with the same
 * words. Anybody can put a webhook's props on a post, so those must not get further than their author would.
 */
function decideWebhook(
  facts: PolicyFacts,
  rules: PolicyRules,
  channel: ChannelRules | undefined,
  speaker: WebhookSpeaker,
): Decision {
  if (!rules.allowWebhooks) return silence('webhooks-off', speaker);
  if (speaker.name === '') return silence('webhook-unnamed', speaker);
  const owner = accountOf(facts.post, facts.author);
  const decision = decideAccount(facts, rules, channel, owner);
  if (decision.act === 'pair') return silence('webhook-owner-not-admitted', speaker);
  if (decision.act === 'silence') {
    return silence(isAboutSender(decision.reason) ? 'webhook-owner-not-admitted' : decision.reason, speaker);
  }
  const admission = channel
    ? admitInChannel(rules, channel, speaker, facts.webhookListed)
    : admitDirect(rules, speaker, { listed: facts.webhookListed, paired: false, mayPair: false });
  if (!admission.admitted) return silence('webhook-not-listed', speaker);
  if (facts.botExchangesSpent) return silence('bot-exchanges-spent', speaker);
  return { ...decision, speaker, command: false };
}

function admitAccount(
  facts: PolicyFacts,
  rules: PolicyRules,
  channel: ChannelRules | undefined,
  { kind, subject }: AccountSpeaker,
): Admission<DirectSilenceReason | GroupSilenceReason> {
  const who = { subject, username: facts.author.username };
  if (channel) return admitInChannel(rules, channel, who, facts.listed);
  const person = kind === 'person';
  return admitDirect(rules, who, { listed: facts.listed, paired: person && facts.paired === true, mayPair: person });
}

/** Whether a reason would be another one with another sender. */
function isAboutSender(reason: SilenceReason): boolean {
  return senderReasons.has(reason);
}

const senderReasons: ReadonlySet<SilenceReason> = new Set([
  'bots-off',
  'dm-not-listed',
  'dm-open-without-wildcard',
  'group-list-empty',
  'group-not-listed',
]);

/** A bare mention wakes, and so do files without text; an empty post or a bare prefix does not. */
function hasSomething({ post }: PolicyFacts, { by, text }: Address): boolean {
  return carriesMore(post) || (by === 'prefixed' ? text : post.message).trim() !== '';
}

function isCommand(text: string, { textCommands }: PolicyRules): boolean {
  const name = /^\s*\/([a-z][\w-]*)(?=[\s:]|$)/i.exec(text)?.[1]?.toLowerCase();
  if (name === undefined || typeof textCommands === 'boolean') return name !== undefined && textCommands === true;
  return textCommands.some(each => each.replace(/^\//, '').toLowerCase() === name);
}

/** Commands change the bot for everybody, so an open channel does not open them. */
function mayCommand(
  facts: PolicyFacts,
  rules: PolicyRules,
  channel: ChannelRules | undefined,
  { subject }: AccountSpeaker,
): boolean {
  if (facts.mayCommand !== undefined) return facts.mayCommand;
  if (channel?.groupPolicy !== 'open') return true;
  const who = { subject, username: facts.author.username };
  return facts.listed ?? [channel.allowFrom, rules.allowFrom].some(list => isListed(list, who, rules));
}

function silence(reason: SilenceReason, speaker: Speaker): SilenceDecision {
  return { act: 'silence', reason, speaker };
}
