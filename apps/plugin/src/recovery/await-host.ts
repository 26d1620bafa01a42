import { setTimeout as sleep } from 'node:timers/promises';
import {
  hasQueuedAnswer,
  isEnded,
  isInterrupted,
  isRunning,
  isSending,
  type ReadSessionNote,
  type Session,
  type SessionNote,
} from '../host/session-entry.ts';

/** What became of a post that the host has, or had before a crash. */
export type HostsEnd =
  /** An answer to it stands, or the host still works on one after all this time. */
  | 'answered'
  /** No answer stands, and nothing is under way from which one could come. */
  | 'forgotten';

/** A post whose answer is to come from the host. */
export interface AwaitedPost {
  readonly session: Session;
  readonly sessionNote: ReadSessionNote;
  /** Whether an answer is known to stand; costs nothing. */
  readonly isAnswered: () => boolean;
  /** Looks on the server for an answer. */
  readonly answerStands: () => Promise<boolean>;
  /** The next post of the conversation need not wait any longer. */
  readonly handOver: () => void;
  /** Since when the server can be reached, in milliseconds since 1970: before that nothing could be sent. */
  readonly reachableSince: () => number;
  /** When this process began, in milliseconds since 1970: the queue of answers of the one before may be lost. */
  readonly startedAt: number;
  /** Whether the host got the post from a process that has ended since. */
  readonly isFromBefore: boolean;
  readonly signal: AbortSignal;
}

/** How long to wait, in milliseconds. */
export interface AwaitHostTimes {
  /**
   * For so long nothing is under way before the post counts as forgotten. After a crash the host leaves answers in its
   * queue alone for more than half a minute.
   */
  readonly quietMs: number;
  /** So long at least, for an answer that is on its way just now. */
  readonly leastMs: number;
  /** For so long the next post of the conversation is kept back, so that the order stays. */
  readonly keepBackMs: number;
  /** After so long the host is trusted with the post. */
  readonly longestMs: number;
  /** Between two looks at what is known here. */
  readonly pauseMs: number;
  /** Between two looks on the server, which costs a call. */
  readonly lookMs: number;
}

const usualTimes: AwaitHostTimes = {
  quietMs: 90_000,
  leastMs: 5_000,
  keepBackMs: 120_000,
  longestMs: 30 * 60_000,
  pauseMs: 250,
  lookMs: 5_000,
};

/**
 * Waits for the answer to a post that the host takes for its own.
 *
 * After a crash the host resumes a turn that was running, and knows its post again. Between adopting a post and beginning
 * its turn, and between the end of a turn and queueing its answer, it does neither, and yet takes the post for a
 * duplicate: nobody would answer it.
 */
export async function awaitHost(post: AwaitedPost, given: Partial<AwaitHostTimes> = {}): Promise<HostsEnd> {
  const times = { ...usualTimes, ...given };
  const { session, sessionNote, signal, startedAt, isFromBefore } = post;
  const wasRunning = isRunning(sessionNote(session));
  const isBusy = (note: SessionNote | undefined): boolean => {
    if (isSending(note, startedAt)) return true;
    // After a crash, a turn that begins later, of another post in the same session, says nothing about this one.
    return isRunning(note) && (wasRunning || !isFromBefore);
  };
  const since = Date.now();
  let quietSince = isFromBefore && !wasRunning ? startedAt : since;
  let lookedAt = Number.NEGATIVE_INFINITY;
  while (Date.now() - since < times.longestMs) {
    if (post.isAnswered()) return 'answered';
    if (Date.now() - lookedAt > times.lookMs) {
      if (await post.answerStands()) return 'answered';
      lookedAt = Date.now();
    }
    const note = sessionNote(session);
    quietSince = isBusy(note) ? Date.now() : Math.max(quietSince, post.reachableSince());
    if (wasRunning && isRunning(note) && !isInterrupted(note)) post.handOver();
    if (Date.now() - since > times.keepBackMs) post.handOver();
    const isOver = isEnded(note) && !hasQueuedAnswer(note);
    const isQuiet = Date.now() - quietSince > times.quietMs && Date.now() - since > times.leastMs;
    if (isOver || isQuiet) return (await post.answerStands()) ? 'answered' : 'forgotten';
    await sleep(times.pauseMs, undefined, { signal });
  }
  return 'answered';
}
