import { setTimeout as sleep } from 'node:timers/promises';
import { isInterrupted, type ReadSessionNote, type Session } from './session-note.ts';

/** Waits until a session has no turn left that is still to be resumed. */
export type Resumption = (session: Session, signal: AbortSignal) => Promise<void>;

/** The host resumes within seconds, on a busy machine within a minute; people are not kept waiting for longer than this. */
const longestMs = 180_000;

const pauseMs = 250;

/**
 * Keeps posts back from sessions whose turn a crash has interrupted, until the host has begun to resume it.
 *
 * A post that is handed over before that takes the place of the turn: the host answers the post, and the answer of the
 * turn never comes, even if the model had given it already.
 */
export function createResumption(sessionNote: ReadSessionNote, now: () => number = Date.now): Resumption {
  const until = now() + longestMs;
  return async (session, signal) => {
    while (now() < until && isInterrupted(sessionNote(session))) await sleep(pauseMs, undefined, { signal });
  };
}
