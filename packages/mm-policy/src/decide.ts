import { type Admission, admitDirect, admitInChannel } from './admission.ts';
import { isListed } from './allow-list.ts';
import { attachmentText, hasFilesOrAttachments } from './attachments.ts';
import { type Call, isBlank, isExplicitCall, readCall } from './calls-the-bot.ts';
import { type ChannelRules, rulesForChannel } from './channel-rules.ts';
import { chatKind, messageOf, type PolicyFacts } from './facts.ts';
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
import { isStopRequest } from './stop-request.ts';

/** What the bot does about a post, and why. */
export type Decision = AnswerDecision | PairDecision | SilenceDecision;

/** How the bot was woken. Stable across releases. */
export type WokenBy =
  /** By a direct message. */
  | 'direct'
  /** By a mention of its username. */
  | 'mention'
  /** By a mention pattern. */
  | 'pattern'
  /** By `@channel`, `@all` or `@here`. */
  | 'channel-mention'
  /** By a prefix, in the mode `onchar`. */
  | 'prefix'
  /** By a post in a thread in which it has answered. */
  | 'participation'
  /** By a post in a thread whose first post is its own. */
  | 'reply'
  /** By a request to stop without a mention. */
  | 'stop'
  /** By any post, in a channel that requires no mention. */
  | 'always';

/** The post starts a turn. */
export interface AnswerDecision {
  /** Always `answer`. */
  readonly action: 'answer';
  /** Why the bot answers. */
  readonly reason: AnswerReason;
  /** How the bot was woken: the same as `reason`, in the words of an agent that must know whether it was mentioned. */
  readonly wokenBy: WokenBy;
  /** The sender. */
  readonly speaker: AccountSpeaker | WebhookSpeaker;
  /**
   * The message without the mention and the prefix, then the text of its attachments. Empty for a bare mention and for
   * files alone.
   */
  readonly text: string;
  /** Whether the post is nothing but a mention of the bot. */
  readonly isBareMention: boolean;
  /** Whether the message is a command, such as `/new`, of a sender who may give commands. Always `false` for a webhook. */
  readonly command: boolean;
  /**
   * Whether the message is a request to stop, such as `stop` or `/stop`. It wakes the bot without a mention too, if the
   * sender may give commands. Whom it may stop is for the caller to decide. Always `false` for a webhook.
   */
  readonly isStop: boolean;
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
  const speaker = whoSpeaks(post, author, bot.id, rules.messageTypes);
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
  'burn-on-read': 'burn-on-read',
  'not-a-message': 'not-a-message',
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
  if (speaker.kind === 'bot' && rules.allowBots === 'mentions' && !isExplicitCall(call.reason)) {
    return silence('bot-not-mentioning', speaker);
  }
  const canCommand = mayGiveCommands(facts, rules, channel, speaker);
  const isStop = isStopRequest(call.text);
  const reason = call.reason ?? wakingReason(channel, isStop && canCommand && speaker.kind === 'person');
  if (!reason) return silence(rules.prefixes.length > 0 ? 'no-prefix' : 'not-mentioned', speaker);
  if (!hasContent(facts, call)) return silence('empty-post', speaker);
  const looksLikeCommand = isCommand(call.text, rules);
  // A sentence can begin with a path. Where the names of the commands are unknown, only one that stands alone is sure.
  const isSure = Array.isArray(rules.textCommands) || call.text.trim().split(/\s/).length === 1;
  if (looksLikeCommand && !canCommand && isSure && !isStop) return silence('command-not-listed', speaker);
  if (speaker.kind === 'bot' && facts.isBotLimitReached) return silence('bot-exchanges-spent', speaker);
  const command = looksLikeCommand && canCommand;
  return {
    action: 'answer',
    reason,
    wokenBy: wokenBy[reason],
    speaker,
    text: command || isStop ? call.text : withAttachments(call.text, facts),
    isBareMention: call.isBareMention,
    command,
    isStop,
  };
}

/** What wakes the bot when nothing in the post or its thread calls it. */
function wakingReason(channel: ChannelRules | undefined, isStop: boolean): AnswerReason | undefined {
  if (channel?.requireMention === false) return 'every-message';
  return isStop ? 'stop-request' : undefined;
}

const wokenBy: Readonly<Record<AnswerReason, WokenBy>> = {
  'direct-message': 'direct',
  mentioned: 'mention',
  'pattern-mentioned': 'pattern',
  'channel-mentioned': 'channel-mention',
  prefixed: 'prefix',
  'in-thread': 'participation',
  'reply-to-bot': 'reply',
  'stop-request': 'stop',
  'every-message': 'always',
};

/** Whether the post itself mentioned the bot or was a direct message; `false` when only the place or a prefix woke it. */
export function wasMentioned({ reason }: Pick<AnswerDecision, 'reason'>): boolean {
  return isExplicitCall(reason);
}

function withAttachments(text: string, { post }: PolicyFacts): string {
  return [text, attachmentText(post)].filter(part => part !== '').join('\n');
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
  return { ...decision, speaker, command: false, isStop: false };
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
  return hasFilesOrAttachments(post) || !isBlank(reason === 'prefixed' ? text : messageOf(post));
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
