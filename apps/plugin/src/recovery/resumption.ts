import { setTimeout as sleep } from 'node:timers/promises';
import { hasAnswerFromBefore, isInterrupted, type ReadSessionNote, type Session } from '../host/session-entry.ts';

/** Waits until a session has no turn left that is still to be resumed, and no answer that is still to be sent. */
export type Resumption = (session: Session, isSent: IsSent, signal: AbortSignal) => Promise<void>;

/** Looks on the server whether an answer stands as a whole; `since` is when the host had it. */
export type IsSent = (text: string, since: number) => Promise<boolean>;

/** The host resumes within seconds, on a busy machine within a minute; people are not kept waiting for longer than this. */
const longestMs = 180_000;

/** By then the host has sent what it had queued, or has lost it. */
const longestSendingMs = 90_000;

const pauseMs = 250;

/** Between two looks on the server. */
const lookMs = 5_000;

/**
 * Keeps posts back from sessions whose turn a crash has interrupted, until the host has begun to resume it.
 *
 * A post that is handed over before that takes the place of the turn: the host answers the post, and the answer of the
 * turn never comes, even if the model had given it already. The same happens to an answer that the host has queued, and
 * that stands in part: it keeps one answer per session, and leaves those in the queue alone for up to 40 s after a crash.
 */
export function createResumption(sessionNote: ReadSessionNote, now: () => number = Date.now): Resumption {
  const start = now();
  return async (session, isSent, signal) => {
    let lookedAt = Number.NEGATIVE_INFINITY;
    let isWhole = false;
    for (;;) {
      const note = sessionNote(session);
      const passed = now() - start;
      const isSending = !isWhole && passed < longestSendingMs && hasAnswerFromBefore(note, start);
      if (!isSending && !(passed < longestMs && isInterrupted(note))) return;
      if (isSending && now() - lookedAt > lookMs) {
        lookedAt = now();
        const { text = '', createdAt = 0 } = note?.pendingFinalDelivery ?? {};
        isWhole = text !== '' && (await isSent(text, createdAt));
        if (isWhole) continue;
      }
      await sleep(pauseMs, undefined, { signal });
    }
  };
}
