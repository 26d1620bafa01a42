import { setTimeout as sleep } from 'node:timers/promises';
import type { Outcome } from '@clawmost/mm-inbox';
import type { Say } from '../answers/say.ts';
import { isEnded, type ReadSessionNote, type Session } from '../host/session-entry.ts';
import type { AdmittedPost } from '../messages/handle-post.ts';
import type { Answer } from '../turns/dispatch-post.ts';

/** What it takes to keep posts for a session that is to be replaced. */
export interface EndedSessionOptions {
  /** Has a post answered; throws where its session has ended. */
  readonly answer: Answer;
  /** The same, once the session has been replaced. */
  readonly answerAfresh: Answer;
  readonly sessionNote: ReadSessionNote;
  /** Whether an answer stands; asked before a kept post is handed over again. */
  readonly isAnswered: (post: AdmittedPost, signal: AbortSignal) => Promise<boolean>;
  readonly say: Say;
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

const sessionEnded: Outcome = { outcome: 'silent', code: 'session-ended' };

const words = 'OpenClaw has given this session up after several restarts. Write `/new` to me here, and I answer this.';

/** The posts that are kept from one session. */
interface Line {
  /** When the last of them has gone. */
  last: Promise<void>;
  /** Where people have been told. */
  readonly told: Set<string>;
}

/**
 * Has posts answered, and keeps those whose session the host has ended after several crashes. The host tells people to
 * write `/new`, once, and takes nothing else for the session until somebody does; then the posts are handed over in the
 * order in which they came.
 */
export function keptForReplacement(options: EndedSessionOptions, times: Partial<KeepingTimes> = {}): Answer {
  const { answer, answerAfresh, sessionNote, isAnswered, say, log } = options;
  const { longestMs, pauseMs, most } = { ...usualTimes, ...times };
  const lines = new Map<string, Line>();
  let kept = 0;

  return async (post, before, turn, taken) => {
    const { route, decision } = post.judgement;
    if (decision.command || !lines.has(route.sessionKey)) {
      try {
        return await answer(post, before, turn, taken);
      } catch (error) {
        if (turn.signal.aborted || !isEnded(sessionNote(route))) throw error;
      }
      // A command is for now; and the host has said what to do.
      if (decision.command) return sessionEnded;
    }
    return keep(post, before, turn, taken);
  };

  async function keep(...[post, before, turn, taken]: Parameters<Answer>): Promise<Outcome> {
    const until = Date.now() + longestMs;
    const { sessionKey } = post.judgement.route;
    if (kept >= most) return sessionEnded;
    const line = lines.get(sessionKey) ?? begin(post);
    const ahead = line.last;
    const gone = Promise.withResolvers<void>();
    line.last = gone.promise;
    kept += 1;
    // What comes next may be the command that helps.
    turn.handedOver();
    try {
      await tell(line, post);
      await ahead;
      if (!(await isReplaced(post.judgement.route, until, turn.signal))) return sessionEnded;
      if (await isAnswered(post, turn.signal)) return { outcome: 'answered', code: 'delivered' };
      return await answerAfresh(post, before, { ...turn, handedOver: gone.resolve }, taken);
    } finally {
      gone.resolve();
      kept -= 1;
      if (line.last === gone.promise) lines.delete(sessionKey);
    }
  }

  /** The first of a line was handed over, and the host has told those who are there. */
  function begin({ facts, judgement: { route } }: AdmittedPost): Line {
    log(`OpenClaw has ended session ${route.sessionKey} after crashes: its posts wait until someone writes /new`);
    const line = { last: Promise.resolve(), told: new Set([`${facts.channel.id} ${route.threadId}`]) };
    lines.set(route.sessionKey, line);
    return line;
  }

  async function tell({ told }: Line, { facts: { channel, post }, judgement }: AdmittedPost): Promise<void> {
    const rootId = judgement.route.threadId;
    const place = `${channel.id} ${rootId}`;
    if (told.has(place)) return;
    told.add(place);
    // It is no answer, which is still to come.
    await say({ channelId: channel.id, rootId, text: words, deliveryId: `session-ended:${post.id}`, answers: [] });
  }

  async function isReplaced(session: Session, until: number, signal: AbortSignal): Promise<boolean> {
    while (isEnded(sessionNote(session))) {
      if (Date.now() >= until) return false;
      await sleep(pauseMs, undefined, { signal });
    }
    signal.throwIfAborted();
    return true;
  }
}
