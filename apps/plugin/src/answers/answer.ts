import type { AnswerPlace } from '../storage/pending-answers.ts';
import type { AnswerFile, ReadyFile } from '../storage/pending-files.ts';

/** A text for Mattermost, and where it belongs. */
export interface Answer extends AnswerPlace {
  readonly text: string;
  /** What is attached to it, in this order. */
  readonly files?: readonly AnswerFile[];
  /** Names this delivery: sent again under the same id, it does not appear twice. */
  readonly deliveryId: string;
  /** The posts that it answers, as far as they are known; none for what the bot says by itself. */
  readonly answers: readonly string[];
  /** Whether an operator wrote the text: `@channel` in it notifies people. */
  readonly isFromOperator?: boolean;
}

/** An answer whose files are on the server, as far as they can be sent. */
export interface ReadyAnswer extends Answer {
  readonly files?: readonly ReadyFile[];
}
