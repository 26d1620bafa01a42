import type { ChannelRules } from './channel-rules.ts';
import { type PolicyFacts, type PolicyPost, readProp } from './facts.ts';
import { channelMentions, findMentions, type Mention, visibleText } from './mentions.ts';
import type { AnswerReason } from './reasons.ts';
import type { PolicyRules } from './rules.ts';
import { stripMentions } from './strip-mentions.ts';
import { isParticipating } from './thread-participation.ts';

/** How a post calls the bot. */
export interface Call {
  /** What calls the bot: something in the post, or its thread; `undefined` when nothing does. */
  readonly reason: Exclude<AnswerReason, 'every-message'> | undefined;
  /** The message without the mention and the prefix; empty for a bare mention. */
  readonly text: string;
}

/** Reads how a post calls the bot. A direct message always does. */
export function readCall(facts: PolicyFacts, rules: PolicyRules, channel: ChannelRules | undefined): Call {
  const { post, bot } = facts;
  const mentions = findMentions(post.message, [bot.username]);
  const text = stripMentions(post.message, mentions);
  if (!channel) return { reason: 'direct-message', text };
  const prefix = prefixOf(post.message, rules.prefixes);
  const reason = reasonOf(facts, rules, mentions, prefix);
  return { reason, text: prefix === undefined ? text : withoutPrefix(text, prefix) };
}

/** Whether a post itself calls the bot: what `allowBots: "mentions"` asks for. A prefix or a thread is not enough. */
export function isExplicitCall({ reason }: Call): boolean {
  return reason !== undefined && explicitReasons.has(reason);
}

const explicitReasons: ReadonlySet<AnswerReason> = new Set([
  'direct-message',
  'mentioned',
  'pattern-mentioned',
  'channel-mentioned',
]);

function reasonOf(
  { post, bot, now, lastAnswerAt }: PolicyFacts,
  rules: PolicyRules,
  mentions: readonly Mention[],
  prefix: string | undefined,
): Call['reason'] {
  const attached = attachedTexts(post);
  if (mentions.length > 0) return 'mentioned';
  if (attached.some(text => findMentions(text, [bot.username]).length > 0)) return 'mentioned';
  if (rules.mentionPatterns.length > 0) {
    const texts = [post.message, ...attached].map(visibleText);
    if (rules.mentionPatterns.some(pattern => texts.some(text => pattern.test(text)))) return 'pattern-mentioned';
  }
  // The server sets this prop when the author may not use @channel, @all and @here.
  if (rules.channelMentions && !readProp(post, 'mentionHighlightDisabled')) {
    if ([post.message, ...attached].some(text => findMentions(text, channelMentions).length > 0)) {
      return 'channel-mentioned';
    }
  }
  if (prefix !== undefined) return 'prefixed';
  if (rules.threadParticipation && post.root_id && isParticipating(lastAnswerAt, now)) return 'in-thread';
  return undefined;
}

/** Limits on what is read of attachments, so that one post cannot keep the bot busy. */
const maxAttachments = 20;
const maxAttachedText = 16_383;

/** The texts of a post's attachments in which the server looks for mentions. */
function attachedTexts(post: PolicyPost): string[] {
  const attachments = readProp(post, 'attachments');
  if (!Array.isArray(attachments)) return [];
  return attachments.slice(0, maxAttachments).flatMap((attachment: unknown) => {
    if (typeof attachment !== 'object' || attachment === null) return [];
    return [Reflect.get(attachment, 'pretext'), Reflect.get(attachment, 'text')]
      .filter(text => typeof text === 'string')
      .map(text => text.slice(0, maxAttachedText));
  });
}

/** Whether a post has files or attachments. */
export function hasFilesOrAttachments(post: PolicyPost): boolean {
  const attachments = readProp(post, 'attachments');
  return (post.file_ids?.length ?? 0) > 0 || (Array.isArray(attachments) && attachments.length > 0);
}

function prefixOf(message: string, prefixes: readonly string[]): string | undefined {
  const text = message.trimStart();
  return prefixes.find(prefix => text.startsWith(prefix));
}

function withoutPrefix(text: string, prefix: string): string {
  const rest = text.trimStart();
  return rest.startsWith(prefix) ? rest.slice(prefix.length).trimStart() : text;
}
