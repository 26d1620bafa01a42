import { type PolicyAuthor, type PolicyPost, readProp } from './facts.ts';

/** Who speaks in a post: not always the user in its `user_id`. */
export type Speaker = IgnoredSpeaker | AccountSpeaker | WebhookSpeaker;

/** A speaker that never wakes the bot: the bot itself, the server, a slash command, or a post that is not a message. */
export interface IgnoredSpeaker {
  /** Which of them it is. */
  readonly kind: 'own' | 'system' | 'slash-answer' | 'burn-on-read' | 'not-a-message';
}

/** The person or bot in `user_id`. */
export interface AccountSpeaker {
  /** Which of them it is. */
  readonly kind: 'person' | 'bot';
  /** The user id, to be found in lists. */
  readonly subject: string;
}

/** An incoming webhook. It is a subject of its own and never its owner. */
export interface WebhookSpeaker {
  /** Always `webhook`. */
  readonly kind: 'webhook';
  /** `webhook:<name>`, to be found in lists. */
  readonly subject: string;
  /** The webhook's title; empty when it has none. */
  readonly name: string;
}

/**
 * Finds out who speaks in a post.
 *
 * Only posts of the types that people write are messages: ordinary ones, `me` and `slack_attachment`. Other types come
 * from plugins and new features of the server, such as calls, reminders and cards; `messageTypes` lists those that count.
 *
 * The user in `user_id` did not write a post with `from_webhook`: with `webhook_display_name` an incoming webhook did,
 * without it the post is the answer to a slash command, written in the name of the person who typed the command. Every
 * user can set these props, so they only ever take rights away. A bot is known by its account; `from_bot` proves nothing.
 */
export function whoSpeaks(
  post: PolicyPost,
  author: PolicyAuthor,
  botId: string,
  messageTypes: readonly string[] = [],
): Speaker {
  if (post.user_id === botId) return { kind: 'own' };
  if (post.type?.startsWith('system_')) return { kind: 'system' };
  if (post.type === 'burn_on_read') return { kind: 'burn-on-read' };
  if (post.type && !writtenTypes.includes(post.type) && !messageTypes.includes(post.type)) {
    return { kind: 'not-a-message' };
  }
  if (isFromWebhook(post)) {
    const name = readProp(post, 'webhook_display_name');
    if (typeof name !== 'string') return { kind: 'slash-answer' };
    return { kind: 'webhook', subject: `webhook:${name.trim()}`, name: name.trim() };
  }
  return accountOf(post, author);
}

const writtenTypes: readonly string[] = ['me', 'slack_attachment'];

/** The account in a post's `user_id`, whatever the post's props say. */
export function accountOf(post: PolicyPost, author: PolicyAuthor): AccountSpeaker {
  return { kind: author.is_bot === true ? 'bot' : 'person', subject: post.user_id };
}

function isFromWebhook(post: PolicyPost): boolean {
  const value = readProp(post, 'from_webhook');
  return value === true || value === 'true';
}
