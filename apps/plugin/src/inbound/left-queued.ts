import type { QueuedPost } from '../state/owed.ts';

/** What the host notes about a session, as far as it tells whether a turn is under way or will be resumed. */
export interface SessionNote {
  readonly status?: string;
  readonly abortedLastRun?: boolean;
  readonly pendingFinalDelivery?: unknown;
}

/**
 * Tells which posts of an earlier run the host still finishes by itself; to be asked before anything is handed over.
 *
 * A post that had been put off is unlike others: when its turn comes, the host says so before that is on its disk, and does
 * not know the post by its id after a restart. Its session tells: one whose turn had begun is resumed, and handing the post
 * over again would have it answered twice; one whose turn had not begun has forgotten it.
 */
export function finishedByHost(
  queued: readonly QueuedPost[],
  sessionNote: (session: Pick<QueuedPost, 'agentId' | 'sessionKey'>) => SessionNote | undefined,
): Set<string> {
  const finished = queued.filter(post => post.answered || isUnderWay(sessionNote(post)));
  return new Set(finished.map(({ postId }) => postId));
}

function isUnderWay(session: SessionNote | undefined): boolean {
  if (session === undefined) return false;
  return session.status === 'running' || session.abortedLastRun === true || session.pendingFinalDelivery !== undefined;
}
