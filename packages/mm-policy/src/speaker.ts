import { type PolicyAuthor, type PolicyPost, readProp } from './facts.ts';

/** Who is speaking in a post: not always the user in its `user_id`. */
export type Speaker = PlainSpeaker | AccountSpeaker | WebhookSpeaker;

/** Somebody who never wakes the bot: itself, the server, or the answer to somebody's slash command. */
export interface PlainSpeaker {
  /** Which of them. */
  readonly kind: 'own' | 'system' | 'slash-answer';
}

/** A person or another bot, who speaks for the account in `user_id`. */
export interface AccountSpeaker {
  /** Which of them. */
  readonly kind: 'person' | 'bot';
  /** The user id, which is what lists are compared with. */
  readonly subject: string;
}

/** An incoming webhook: a subject of its own, never the user who made it. */
export interface WebhookSpeaker {
  /** Always `webhook`. */
  readonly kind: 'webhook';
  /** `webhook:<name>`, which is what lists are compared with. */
  readonly subject: string;
  /** The webhook's title; empty when it was given none. */
  readonly name: string;
}

/**
 * Says who is speaking in a post.
 *
 * A post with `from_webhook` is not its user's own words: with `webhook_display_name` it is an incoming webhook's,
 * without it is the answer to a slash command, which the server writes in the name of the person who typed it. Anybody
 * can set these props, so they only ever take away. Bots are known by their account; `from_bot` proves nothing.
 */
export function whoSpeaks(post: PolicyPost, author: PolicyAuthor, botId: string): Speaker {
  if (post.user_id === botId) return { kind: 'own' };
  if (post.type?.startsWith('system_')) return { kind: 'system' };
  if (isFromWebhook(post)) {
    const name = readProp(post, 'webhook_display_name');
    if (typeof name !== 'string') return { kind: 'slash-answer' };
    return { kind: 'webhook', subject: `webhook:${name.trim()}`, name: name.trim() };
  }
  return accountOf(post, author);
}

/** The account in a post's `user_id`, whatever the post's props say. */
export function accountOf(post: PolicyPost, author: PolicyAuthor): AccountSpeaker {
  return { kind: author.is_bot === true ? 'bot' : 'person', subject: post.user_id };
}

function isFromWebhook(post: PolicyPost): boolean {
  const value = readProp(post, 'from_webhook');
  return value === true || value === 'true';
}
