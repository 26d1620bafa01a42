import { setTimeout as sleep } from 'node:timers/promises';
import { isAtWork, type ReadSessionNote, type Session } from '../host/session-entry.ts';

/** A post that another post's turn answers. */
export interface JoinedPost {
  readonly session: Session;
  readonly sessionNote: ReadSessionNote;
  /** Whether its answer is known to stand. */
  readonly isAnswered: () => boolean;
  readonly signal: AbortSignal;
}

/** How long to wait, in milliseconds. */
export interface RestTimes {
  /** A session in which nothing happens for so long has said what it had to say. */
  readonly quietMs: number;
  /** After so long the host is trusted with the post. */
  readonly longestMs: number;
  /** Between two looks. */
  readonly pauseMs: number;
}

const usualTimes: RestTimes = { quietMs: 3_000, longestMs: 30 * 60_000, pauseMs: 250 };

/**
 * Waits until a post that went into another post's turn is answered, or its session is at rest.
 *
 * The host calls such a post settled when the model has dealt with it. Its answer is still to be delivered then, and if
 * the process dies before that, nobody else remembers that it is owed.
 */
export async function untilAtRest(post: JoinedPost, given: Partial<RestTimes> = {}): Promise<void> {
  const { quietMs, longestMs, pauseMs } = { ...usualTimes, ...given };
  const { session, sessionNote, isAnswered, signal } = post;
  const since = Date.now();
  let quietSince = since;
  while (!isAnswered() && Date.now() - since < longestMs) {
    if (isAtWork(sessionNote(session))) quietSince = Date.now();
    if (Date.now() - quietSince > quietMs) return;
    await sleep(pauseMs, undefined, { signal });
  }
}
