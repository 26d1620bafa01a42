import { setTimeout as sleep } from 'node:timers/promises';
import type { QueuedPost } from '../state/owed.ts';
import type { SessionNote } from './left-queued.ts';

/** Names a session of the host. */
type Session = Pick<QueuedPost, 'agentId' | 'sessionKey'>;

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
export function createResumption(
  sessionNote: (session: Session) => SessionNote | undefined,
  now: () => number = Date.now,
): Resumption {
  const until = now() + longestMs;
  return async (session, signal) => {
    while (now() < until && isInterrupted(sessionNote(session))) await sleep(pauseMs, undefined, { signal });
  };
}

/** Marked at the host's start, and not taken up since; a turn that somebody has stopped no longer counts as running. */
function isInterrupted(session: SessionNote | undefined): boolean {
  return session?.status === 'running' && session.abortedLastRun === true;
}
