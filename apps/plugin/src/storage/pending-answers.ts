import type { Session } from '../host/session-entry.ts';
import type { AnswerFile, ReadyFile } from './pending-files.ts';

/** Where an answer belongs. */
export interface AnswerPlace {
  readonly channelId: string;
  /** The root of the thread; absent at channel level. */
  readonly rootId: string | undefined;
}

/** How long a turn that is over is kept: OpenClaw may note its end later than we do. */
export const endedTurnsKeptMs: number = 60 * 60_000;

/** A turn that OpenClaw was given: until it ends, and for some time after that. */
export interface PendingTurn extends AnswerPlace {
  /** The ledger key of the post, click or command that the turn is about; of posts given together, the last one. */
  readonly id: string;
  /** Everything that was given to OpenClaw as this turn, oldest first, `id` included. */
  readonly posts: readonly string[];
  /** The id by which OpenClaw knows it: `id`, or one of its own after OpenClaw had forgotten the first. */
  readonly messageId: string;
  readonly session: Session;
  /** The target by which OpenClaw addresses the place, such as `channel:<id>`. */
  readonly to: string;
  /** Whether it is a command, which must not run twice. */
  readonly isCommand: boolean;
  /** The pending turn into which OpenClaw put it, because that one was running. */
  readonly joined: string | undefined;
  /** When it was first given to OpenClaw, in milliseconds since 1970. */
  readonly startedAt: number;
  /** When it was over; absent while it is pending. OpenClaw may need a moment more to note that. */
  readonly endedAt: number | undefined;
}

/** An answer that is being posted, or was. */
export interface PendingAnswer extends AnswerPlace {
  /** Names the delivery; its posts carry it in their marker. */
  readonly deliveryId: string;
  /** The text to post; empty once all of it is posted. */
  readonly text: string;
  /** What is attached to it; empty once all of it is posted. */
  readonly files: readonly AnswerFile[];
  /** The posts that it answers, as far as they are known. */
  readonly answers: readonly string[];
  readonly createdAt: number;
  /** Whether all of it is posted. */
  readonly isPosted: boolean;
}

/**
 * Remembers which turns OpenClaw is running and which answers are being posted, so that a crash neither loses an answer nor
 * posts one twice.
 */
export interface PendingAnswers {
  /**
   * Call it before OpenClaw gets a turn. A second call with the same `id` replaces the first, except for `startedAt`. A
   * post belongs to the turn that was last opened with it; a turn that has lost all its posts to later ones is forgotten.
   */
  openTurn(turn: Omit<PendingTurn, 'joined' | 'endedAt'>): Promise<void>;
  /** OpenClaw has put a turn into another one that was running. */
  joinTurn(id: string, into: string): Promise<void>;
  /** Call it when the turn is over and nothing of it is left to post. */
  closeTurn(id: string, now: number): Promise<void>;
  /** The pending turn that a post was given in, as its own or together with others. */
  turnOf(postId: string): Promise<PendingTurn | undefined>;
  /** Every pending turn, oldest first. */
  unfinishedTurns(): Promise<PendingTurn[]>;
  /** Every turn that is kept, oldest first, those that are over too. */
  allTurns(): Promise<PendingTurn[]>;
  /** Call it before the first request of an answer. One with a known `deliveryId` is left as it is. */
  addAnswer(answer: Omit<PendingAnswer, 'isPosted' | 'files'> & Partial<Pick<PendingAnswer, 'files'>>): Promise<void>;
  /** The answer of a delivery; `undefined` for one that is not known. */
  findAnswer(deliveryId: string): Promise<PendingAnswer | undefined>;
  /** The files of an answer are on the server, as far as they can be sent: they are not uploaded again. */
  noteFiles(deliveryId: string, files: readonly ReadyFile[]): Promise<void>;
  /** All of an answer is posted; its text and its files are forgotten. */
  markPosted(deliveryId: string): Promise<void>;
  /** Forgets an answer that can never be posted. */
  dropAnswer(deliveryId: string): Promise<void>;
  /** An answer turns out to answer these posts; one that is unknown stays unknown. */
  nameAnswered(deliveryId: string, posts: readonly string[]): Promise<void>;
  /** The answers with this text in a place, oldest first; also those that are posted and whose text is forgotten. */
  sameAnswers(place: AnswerPlace, text: string): Promise<PendingAnswer[]>;
  /** The answers that name a post, oldest first. */
  answersTo(postId: string): Promise<PendingAnswer[]>;
  /** Forgets turns and answers from before a time, in milliseconds since 1970. */
  prune(before: number): Promise<void>;
}
