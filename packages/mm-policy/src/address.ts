import type { ChannelRules } from './channel-rules.ts';
import { type PolicyFacts, type PolicyPost, readProp } from './facts.ts';
import { channelMentions, findMentions, type Mention, saidText } from './mentions.ts';
import type { AnswerReason } from './reasons.ts';
import type { PolicyRules } from './rules.ts';
import { stripMentions } from './strip-mentions.ts';
import { takesPart } from './thread-participation.ts';

/** How a post turns to the bot. */
export interface Address {
  /** What in the post, or around it, calls the bot; `undefined` when nothing does. */
  readonly by: Exclude<AnswerReason, 'every-message'> | undefined;
  /** The message without the mention and the prefix; empty for a bare mention. */
  readonly text: string;
}

/** Reads how a post turns to the bot. Direct messages always do. */
export function readAddress(facts: PolicyFacts, rules: PolicyRules, channel: ChannelRules | undefined): Address {
  const { post, bot } = facts;
  const mentions = findMentions(post.message, [bot.username]);
  const text = stripMentions(post.message, mentions);
  if (!channel) return { by: 'direct-message', text };
  const prefix = prefixOf(post.message, rules.prefixes);
  const by = callOf(facts, rules, mentions, prefix);
  return { by, text: prefix === undefined ? text : withoutPrefix(text, prefix) };
}

/** Whether a post calls the bot by name, by pattern or together with everybody: what `allowBots: "mentions"` asks for. */
export function isCall(by: Address['by']): boolean {
  return by === 'direct-message' || by === 'mentioned' || by === 'pattern-mentioned' || by === 'channel-mentioned';
}

function callOf(
  { post, bot, now, lastAnswerAt }: PolicyFacts,
  rules: PolicyRules,
  mentions: readonly Mention[],
  prefix: string | undefined,
): Address['by'] {
  const attached = attachedTexts(post);
  if (mentions.length > 0) return 'mentioned';
  if (attached.some(text => findMentions(text, [bot.username]).length > 0)) return 'mentioned';
  if (rules.mentionPatterns.length > 0) {
    const said = [post.message, ...attached].map(saidText);
    if (rules.mentionPatterns.some(pattern => said.some(text => pattern.test(text)))) return 'pattern-mentioned';
  }
  // The server sets this prop for authors who may not call everybody.
  if (rules.channelMentions && !readProp(post, 'mentionHighlightDisabled')) {
    if ([post.message, ...attached].some(text => findMentions(text, channelMentions).length > 0)) {
      return 'channel-mentioned';
    }
  }
  if (prefix !== undefined) return 'prefixed';
  if (rules.threadParticipation && post.root_id && takesPart(lastAnswerAt, now)) return 'in-thread';
  return undefined;
}

/** How many attachments are read, and how much of each; more is noise, or somebody keeping the bot busy. */
const mostAttachments = 20;
const mostAttachedText = 16_383;

/** The texts of a post's attachments in which the server looks for mentions. */
function attachedTexts(post: PolicyPost): string[] {
  const attachments = readProp(post, 'attachments');
  if (!Array.isArray(attachments)) return [];
  return attachments.slice(0, mostAttachments).flatMap((attachment: unknown) => {
    if (typeof attachment !== 'object' || attachment === null) return [];
    return [Reflect.get(attachment, 'pretext'), Reflect.get(attachment, 'text')]
      .filter(text => typeof text === 'string')
      .map(text => text.slice(0, mostAttachedText));
  });
}

/** Whether there is anything in a post besides its text. */
export function carriesMore(post: PolicyPost): boolean {
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
