import { isExplicitCall } from './calls-the-bot.ts';
import type { AnswerReason, SilenceReason } from './reasons.ts';
import type { AccountSpeaker, Speaker, WebhookSpeaker } from './speaker.ts';

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
  /** By a post that quotes one of its own. */
  | 'quote'
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

/** How a bot was woken, for each reason to answer. */
export const wokenBy: Readonly<Record<AnswerReason, WokenBy>> = {
  'direct-message': 'direct',
  mentioned: 'mention',
  'pattern-mentioned': 'pattern',
  'channel-mentioned': 'channel-mention',
  prefixed: 'prefix',
  'in-thread': 'participation',
  'reply-to-bot': 'reply',
  'quoted-bot': 'quote',
  'stop-request': 'stop',
  'every-message': 'always',
};

/** Whether the post itself mentioned the bot or was a direct message; `false` when only the place or a prefix woke it. */
export function wasMentioned({ reason }: Pick<AnswerDecision, 'reason'>): boolean {
  return isExplicitCall(reason);
}
