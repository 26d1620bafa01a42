import { type Admission, admitDirect, admitInChannel } from './admission.ts';
import { isListed } from './allow-list.ts';
import { attachmentText, hasFilesOrAttachments } from './attachments.ts';
import { type Call, isBlank, isExplicitCall, readCall } from './calls-the-bot.ts';
import { type ChannelRules, rulesForChannel } from './channel-rules.ts';
import { type Decision, type SilenceDecision, wokenBy } from './decision.ts';
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
  const reason = call.reason ?? wakingReason(facts, channel, isStop && canCommand && speaker.kind === 'person');
  if (!reason) return silence(uncalled(rules), speaker);
  if (!hasContent(facts, call)) return silence('empty-post', speaker);
  const looksLikeCommand = isCommand(call.text, rules);
  // A sentence can begin with a path. Where the names of the commands are unknown, only one by itself is sure.
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

function uncalled({ prefixes }: PolicyRules): SilenceReason {
  return prefixes.length > 0 ? 'no-prefix' : 'not-mentioned';
}

/** What wakes the bot when nothing in the post or its thread calls it. */
function wakingReason(
  { post }: PolicyFacts,
  channel: ChannelRules | undefined,
  isStop: boolean,
): AnswerReason | undefined {
  if (channel?.requireMention === false || (channel?.answersRoots === true && !post.root_id)) return 'every-message';
  return isStop ? 'stop-request' : undefined;
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
  // Only people may stop a turn without a mention.
  if (decision.reason === 'stop-request') return silence(uncalled(rules), speaker);
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
