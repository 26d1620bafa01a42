import { setTimeout as sleep } from 'node:timers/promises';
import type { Outcome } from '@clawmost/mm-inbox';
import type { Answer } from './hand-over.ts';
import type { AdmittedPost } from './handle-post.ts';
import { isEnded, type ReadSessionNote, type Session } from './session-note.ts';

/** What it takes to keep posts for a session that is to be replaced. */
export interface EndedSessionOptions {
  readonly handOver: Answer;
  readonly sessionNote: ReadSessionNote;
  /** Whether an answer stands; asked before a kept post is handed over again. */
  readonly isAnswered: (post: AdmittedPost, signal: AbortSignal) => Promise<boolean>;
  readonly log: (line: string) => void;
}

/** How many posts are kept, and for how long. */
export interface KeepingTimes {
  /** After so long, in milliseconds, nobody expects an answer any more. */
  readonly longestMs: number;
  /** Between two looks at the session, in milliseconds. */
  readonly pauseMs: number;
  /** So many posts at most, in all sessions together: those that are kept take places of the inbox. */
  readonly most: number;
}

const usualTimes: KeepingTimes = { longestMs: 24 * 60 * 60_000, pauseMs: 1_000, most: 200 };

const given: Outcome = { outcome: 'silent', code: 'session-ended' };

/**
 * Hands posts over, and keeps those whose session the host has ended after several crashes. The host tells the people
 * there to write `/new`, and takes nothing else for the session until somebody does; then the posts are handed over in
 * the order in which they came.
 */
export function keptForReplacement(options: EndedSessionOptions, times: Partial<KeepingTimes> = {}): Answer {
  const { handOver, sessionNote, isAnswered, log } = options;
  const { longestMs, pauseMs, most } = { ...usualTimes, ...times };
  /** Of each session from which posts are kept, when the last of them has gone. */
  const lines = new Map<string, Promise<void>>();
  let kept = 0;

  return async (post, before, turn, taken) => {
    const { route, decision } = post.judgement;
    if (decision.command || !lines.has(route.sessionKey)) {
      try {
        return await handOver(post, before, turn, taken);
      } catch (error) {
        if (turn.signal.aborted || !isEnded(sessionNote(route))) throw error;
      }
      // A command is for now; and the host has said what to do.
      if (decision.command) return given;
    }
    return keep(post, before, turn, taken);
  };

  async function keep(...[post, before, turn, taken]: Parameters<Answer>): Promise<Outcome> {
    const { route } = post.judgement;
    if (kept >= most) return given;
    const ahead = lines.get(route.sessionKey);
    const gone = Promise.withResolvers<void>();
    lines.set(route.sessionKey, gone.promise);
    kept += 1;
    if (!ahead)
      log(`OpenClaw has ended session ${route.sessionKey} after crashes: its posts wait until someone writes /new`);
    // What comes next may be the command that helps.
    turn.handedOver();
    try {
      await ahead;
      if (!(await isReplaced(route, turn.signal))) return given;
      if (await isAnswered(post, turn.signal)) return { outcome: 'answered', code: 'delivered' };
      return await handOver(post, before, { ...turn, handedOver: gone.resolve }, taken);
    } finally {
      gone.resolve();
      kept -= 1;
      if (lines.get(route.sessionKey) === gone.promise) lines.delete(route.sessionKey);
    }
  }

  async function isReplaced(session: Session, signal: AbortSignal): Promise<boolean> {
    const until = Date.now() + longestMs;
    while (isEnded(sessionNote(session))) {
      if (Date.now() >= until) return false;
      await sleep(pauseMs, undefined, { signal });
    }
    signal.throwIfAborted();
    return true;
  }
}
