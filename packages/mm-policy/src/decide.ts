import { type Admission, admitDirect, admitInChannel } from './admission.ts';
import { isListed } from './allow-list.ts';
import { type Call, hasFilesOrAttachments, isExplicitCall, readCall } from './calls-the-bot.ts';
import { type ChannelRules, rulesForChannel } from './channel-rules.ts';
import { chatKind, type PolicyFacts } from './facts.ts';
import type { AnswerReason, DirectSilenceReason, GroupSilenceReason, SilenceReason } from './reasons.ts';
import type { PolicyRules } from './rules.ts';
import {
  type AccountSpeaker,
  accountOf,
  type IgnoredSpeaker,
  type Speaker,
  type WebhookSpeaker,
  whoSpeaks,
} from './speaker.ts';

/** What the bot does about a post, and why. */
export type Decision = AnswerDecision | PairDecision | SilenceDecision;

/** The post starts a turn. */
export interface AnswerDecision {
  /** Always `answer`. */
  readonly action: 'answer';
  /** What woke the bot. */
  readonly reason: AnswerReason;
  /** The sender. */
  readonly speaker: AccountSpeaker | WebhookSpeaker;
  /** The message without the mention and the prefix; empty for a bare mention and for files alone. */
  readonly text: string;
  /** Whether the text is a command, such as `/new`. Always `false` for a webhook. */
  readonly command: boolean;
}

/** The sender gets a pairing code and nothing else. */
export interface PairDecision {
  /** Always `pair`. */
  readonly action: 'pair';
  /** Always `pairing-required`. */
  readonly reason: 'pairing-required';
  /** The sender, who needs a pairing code. */
  readonly speaker: AccountSpeaker;
}

/** The bot does not answer. */
export interface SilenceDecision {
  /** Always `silence`. */
  readonly action: 'silence';
  /** Why it does not. */
  readonly reason: SilenceReason;
  /** The sender. */
  readonly speaker: Speaker;
}

/**
 * Decides what the bot does about a post: who wrote it, may they talk to the bot, and does the post call the bot.
 *
 * The same facts and rules always give the same decision: the function has no clock and no memory.
 */
export function decide(facts: PolicyFacts, rules: PolicyRules): Decision {
  const { post, author, bot } = facts;
  const speaker = whoSpeaks(post, author, bot.id);
  if (!('subject' in speaker)) return silence(ignoredReasons[speaker.kind], speaker);
  if (post.delete_at) return silence('deleted-post', speaker);
  const kind = chatKind(facts.channel.type);
  if (!kind) return silence('unknown-channel-type', speaker);
  const channel = kind === 'direct' ? undefined : rulesForChannel(rules, post.channel_id, kind);
  return speaker.kind === 'webhook'
    ? decideWebhook(facts, rules, channel, speaker)
    : decideAccount(facts, rules, channel, speaker);
}

const ignoredReasons = {
  own: 'own-post',
  system: 'system-post',
  'slash-answer': 'slash-answer',
} as const satisfies Record<IgnoredSpeaker['kind'], SilenceReason>;

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
    return reason === 'pairing-required' ? { action: 'pair', reason, speaker } : silence(reason, speaker);
  }
  const call = readCall(facts, rules, channel);
  if (speaker.kind === 'bot' && rules.allowBots === 'mentions' && !isExplicitCall(call)) {
    return silence('bot-not-mentioning', speaker);
  }
  const reason = call.reason ?? (channel?.requireMention === false ? 'every-message' : undefined);
  if (!reason) return silence(rules.prefixes.length > 0 ? 'no-prefix' : 'not-mentioned', speaker);
  if (!hasContent(facts, call)) return silence('empty-post', speaker);
  const command = isCommand(call.text, rules);
  if (command && !mayGiveCommands(facts, rules, channel, speaker)) return silence('command-not-listed', speaker);
  if (speaker.kind === 'bot' && facts.isBotLimitReached) return silence('bot-exchanges-spent', speaker);
  return { action: 'answer', reason, speaker, text: call.text, command };
}

/**
 * A webhook wakes the bot only if webhooks are allowed, it is on the list, and its owner could wake the bot with the same
 * text. Every user can put a webhook's props on a post, so these props must not give more rights than the author has.
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
  if (decision.action === 'pair') return silence('webhook-owner-not-admitted', speaker);
  if (decision.action === 'silence') {
    return silence(isAboutSender(decision.reason) ? 'webhook-owner-not-admitted' : decision.reason, speaker);
  }
  const admission = channel
    ? admitInChannel(rules, channel, speaker, facts.webhookListed)
    : admitDirect(rules, speaker, { listed: facts.webhookListed, paired: false, mayPair: false });
  if (!admission.admitted) return silence('webhook-not-listed', speaker);
  if (facts.isBotLimitReached) return silence('bot-exchanges-spent', speaker);
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

/** Whether a reason is about the sender and not about the post. */
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

/** Whether there is something to answer. A bare mention and files without text are; a bare prefix is not. */
function hasContent({ post }: PolicyFacts, { reason, text }: Call): boolean {
  return hasFilesOrAttachments(post) || (reason === 'prefixed' ? text : post.message).trim() !== '';
}

function isCommand(text: string, { textCommands }: PolicyRules): boolean {
  const name = /^\s*\/([a-z][\w-]*)(?=[\s:]|$)/i.exec(text)?.[1]?.toLowerCase();
  if (name === undefined || typeof textCommands === 'boolean') return name !== undefined && textCommands === true;
  return textCommands.some(each => each.replace(/^\//, '').toLowerCase() === name);
}

/** Commands change the bot for all its users, so in an open channel only people on a list may give them. */
function mayGiveCommands(
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
  return { action: 'silence', reason, speaker };
}
