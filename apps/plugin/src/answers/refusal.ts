import { HttpError } from '@clawmost/mm-rest';
import type { Hint } from '../server/account-activity.ts';

/** Why a server does not take an answer, now or later. Stable across releases. */
export type RefusalCode =
  /** The first post of the thread was deleted. */
  | 'thread-gone'
  /** The channel was archived. */
  | 'channel-archived'
  /** The bot may not post in the channel; it may have been removed from it. */
  | 'may-not-post'
  /** The server allows direct messages within a common team only, and the bot has none with the person. */
  | 'direct-message-restricted'
  /** Anything else, such as a server plugin that blocks the text. */
  | 'answer-refused';

/** An answer that the server has refused for good: the same text would be refused again. */
export class AnswerRefusedError extends Error {
  override readonly name = 'AnswerRefusedError';
  readonly code: RefusalCode;
  /** How many posts of the answer are on the server all the same. */
  readonly posted: number;

  constructor(code: RefusalCode, { posted, cause }: { readonly posted: number; readonly cause: HttpError }) {
    const part = posted > 0 ? ` after ${posted} ${posted === 1 ? 'post' : 'posts'} of it` : '';
    super(`The server refuses the answer${part} (${meanings[code]}): ${cause.message}`, { cause });
    this.code = code;
    this.posted = posted;
  }
}

/** By name, because OpenClaw loads this module more than once. */
export function isAnswerRefused(error: unknown): error is AnswerRefusedError {
  return error instanceof Error && error.name === 'AnswerRefusedError';
}

const meanings: Readonly<Record<RefusalCode, string>> = {
  'thread-gone': 'the first post of its thread was deleted',
  'channel-archived': 'the channel was archived',
  'may-not-post': 'the bot may not post in the channel: is it still a member?',
  'direct-message-restricted':
    'the bot and the person have no team in common, which the server’s setting TeamSettings.RestrictDirectMessage asks for',
  'answer-refused': 'the same text would be refused again',
};

/** Says in words why the server refused an answer; `undefined` for another code. */
export function explainRefusal(code: string): string | undefined {
  return Object.hasOwn(meanings, code) ? meanings[code as RefusalCode] : undefined;
}

/** What an operator can change so that the server takes such answers; `undefined` where that is up to people in Mattermost. */
export function hintOnRefusal(code: RefusalCode): Hint | undefined {
  if (code !== 'direct-message-restricted') return undefined;
  return {
    message:
      'the server refused a direct message, because its setting TeamSettings.RestrictDirectMessage is "team" and the bot ' +
      'has no team in common with the person',
    fix: 'add the bot to a team of that person, or set TeamSettings.RestrictDirectMessage to "any"',
  };
}

const codes: Readonly<Record<string, RefusalCode>> = {
  'api.post.create_post.root_id.app_error': 'thread-gone',
  'api.post.create_post.can_not_post_to_deleted.error': 'channel-archived',
  'api.post.create_post.can_not_post_in_restricted_dm.error': 'direct-message-restricted',
  'api.context.permissions.app_error': 'may-not-post',
};

/**
 * Why a call that creates a post can never succeed; `undefined` when it may succeed later. Only Mattermost's own errors
 * count: a proxy that answers in its place does so for a while. The id of a server plugin's error is a sentence in any
 * language, so every other id means the same.
 */
export function refusalCode(error: unknown): RefusalCode | undefined {
  if (!(error instanceof HttpError) || error.id === undefined) return undefined;
  const isFinal = error.status < 500 && ![401, 408, 429].includes(error.status);
  return isFinal ? (codes[error.id] ?? 'answer-refused') : undefined;
}

/**
 * Whether the server itself does not let us edit a post, now or later: it was deleted, or the time for edits is over. A
 * server plugin that blocks the new text is another thing: it would block it in a new post, too.
 */
export function isNotEditable(error: unknown): boolean {
  const code = refusalCode(error);
  if (code === undefined || !(error instanceof HttpError)) return false;
  return code === 'may-not-post' || error.status === 404 || /^(api|app|store)\./.test(error.id ?? '');
}

/** What servers say, new and old, when the database could not store a post. */
const unstorable: readonly unknown[] = ['app.post.save.app_error', 'store.sql_post.save.app_error'];

/** The server's database could not store a post. After the second such error for the same text, the text is the reason. */
export function isUnstorable(error: unknown): error is HttpError {
  return error instanceof HttpError && unstorable.includes(error.id);
}
