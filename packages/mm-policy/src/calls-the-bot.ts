import { attachedMentionTexts, hasFilesOrAttachments } from './attachments.ts';
import type { ChannelRules } from './channel-rules.ts';
import { messageOf, type PolicyFacts, type PolicyPost, readProp } from './facts.ts';
import { matchesAsMention, matchesPattern } from './mention-patterns.ts';
import { channelMentions, findMentions, type Mention, visibleWords } from './mentions.ts';
import type { AnswerReason } from './reasons.ts';
import type { PolicyRules } from './rules.ts';
import { stripMentions } from './strip-mentions.ts';
import { isParticipating } from './thread-participation.ts';

/** How a post calls the bot. */
export interface Call {
  /** What calls the bot: something in the post, or its thread; `undefined` when nothing does. */
  readonly reason: Exclude<AnswerReason, 'every-message' | 'stop-request'> | undefined;
  /** The message without the mention and the prefix; empty for a bare mention. */
  readonly text: string;
  /** Whether the message is nothing but mentions of the bot, and there are no files or attachments. */
  readonly isBareMention: boolean;
}

/** Reads how a post calls the bot. A direct message always does. */
export function readCall(facts: PolicyFacts, rules: PolicyRules, channel: ChannelRules | undefined): Call {
  const { post, bot } = facts;
  const message = messageOf(post);
  const mentions = findMentions(message, [bot.username]);
  const prefix = channel && prefixOf(post, rules.prefixes);
  const reason = channel ? reasonOf(facts, rules, channel, mentions, prefix) : 'direct-message';
  const text = textOf(post, bot.username, mentions, prefix);
  const isBareMention = mentions.length > 0 && isBlank(text) && !hasFilesOrAttachments(post);
  return { reason, text, isBareMention };
}

/** Whether a reason is a call in the post itself. A prefix, a thread or a channel without mentions is not. */
export function isExplicitCall(reason: AnswerReason | undefined): boolean {
  return reason !== undefined && explicitReasons.has(reason);
}

const explicitReasons: ReadonlySet<AnswerReason> = new Set([
  'direct-message',
  'mentioned',
  'pattern-mentioned',
  'channel-mentioned',
]);

/** Whether a text has only blanks and characters that cannot be seen. */
export function isBlank(text: string): boolean {
  return /^[\s\p{Cf}]*$/u.test(text);
}

function reasonOf(
  { post, bot, now, lastAnswerAt, isReplyToBot, isQuoteOfBot }: PolicyFacts,
  rules: PolicyRules,
  { answersRoots }: ChannelRules,
  mentions: readonly Mention[],
  prefix: string | undefined,
): Call['reason'] {
  const attached = attachedMentionTexts(post);
  if (mentions.length > 0) return 'mentioned';
  if (attached.some(text => findMentions(text, [bot.username]).length > 0)) return 'mentioned';
  const { mentionPatterns, derivedMentionPatterns } = rules;
  if (mentionPatterns.length + derivedMentionPatterns.length > 0) {
    const texts = [messageOf(post), ...attached].map(visibleWords);
    if (matchesPattern(mentionPatterns, texts)) return 'pattern-mentioned';
    if (matchesAsMention(derivedMentionPatterns, texts)) return 'pattern-mentioned';
  }
  // The server sets this prop when the author may not use @channel, @all and @here.
  if (rules.channelMentions && !readProp(post, 'mentionHighlightDisabled')) {
    if ([messageOf(post), ...attached].some(text => findMentions(text, channelMentions).length > 0)) {
      return 'channel-mentioned';
    }
  }
  if (prefix !== undefined) return 'prefixed';
  if (rules.quotedBot && isQuoteOfBot === true) return 'quoted-bot';
  // Where each new post is answered, the talk below it is left alone.
  if (!post.root_id || answersRoots) return undefined;
  if (rules.threadParticipation && isParticipating(lastAnswerAt, now)) return 'in-thread';
  return rules.replyToBot && isReplyToBot === true ? 'reply-to-bot' : undefined;
}

/**
 * The prefix that a message begins with. Something to read must follow it: `!!!` and a picture, which begins with `![`,
 * are not meant for the bot.
 */
function prefixOf(post: PolicyPost, prefixes: readonly string[]): string | undefined {
  const text = messageOf(post).trimStart();
  const prefix = prefixes.find(each => text.startsWith(each));
  if (prefix === undefined || /^!\[[^\]]*\]\(/.test(text)) return undefined;
  const rest = text.slice(prefix.length);
  return isBlank(rest) || /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(rest) ? prefix : undefined;
}

function textOf(post: PolicyPost, botName: string, mentions: readonly Mention[], prefix: string | undefined): string {
  const message = messageOf(post);
  // The server puts the text of /me between asterisks. The mention is part of the sentence there.
  if (post.type === 'me') return /^\*([\s\S]*)\*$/.exec(message)?.[1] ?? message;
  if (prefix === undefined) return stripMentions(message, mentions);
  const rest = message.trimStart().slice(prefix.length).trimStart();
  return stripMentions(rest, findMentions(rest, [botName]));
}
