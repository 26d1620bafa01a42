import type { Turn as InboxTurn, Outcome } from '@clawmost/mm-inbox';
import { answerStands } from '../answers/find-answer.ts';
import { processStart, type Session } from '../host/session-entry.ts';
import { isHeard, type Said } from '../host/transcript.ts';
import type { InboundFacts } from '../messages/facts.ts';
import type { AdmittedPost } from '../messages/handle-post.ts';
import type { Judgement } from '../messages/judge.ts';
import { type Answer, createHandOver, type HandOverOptions, isCommand } from '../turns/dispatch-post.ts';
import { hostFailed, hostKnows } from '../turns/outcome.ts';
import { type AwaitHostTimes, awaitHost } from './await-host.ts';
import { handedOverHere } from './handed-over-here.ts';
import { keptForReplacement } from './held-posts.ts';

/** What it takes to have a post answered. */
export interface AnswerOptions extends HandOverOptions {
  readonly judge: (facts: InboundFacts) => Promise<Judgement>;
  /** Reads the last part of what was said in a session, oldest first. */
  readonly transcript: (session: Session) => Promise<readonly Said[]>;
  /** Since when the server can be reached, in milliseconds since 1970. */
  readonly reachableSince: () => number;
  readonly log: (line: string) => void;
}

const answered: Outcome = { outcome: 'answered', code: hostKnows };

/**
 * Returns the function that hands an admitted post to the host, again where the host forgets it, until it is answered.
 *
 * @param times how long to wait for the host; for tests
 */
export function createAnswering(options: AnswerOptions, times: Partial<AwaitHostTimes> = {}): Answer {
  const { owed, rest, botId, sessionNote, say, log } = options;
  const handOver = createHandOver(options);
  const here = handedOverHere();

  const said = ({ judgement }: AdmittedPost) => options.transcript(judgement.route);
  const isKnown = async (post: AdmittedPost) => isHeard(await said(post), post.facts.post.create_at);
  const stands = async (admitted: AdmittedPost, signal: AbortSignal) => {
    const { post } = admitted.facts;
    const rootId = admitted.judgement.route.threadId;
    return answerStands({ rest, botId, post, rootId, said: await said(admitted), signal });
  };
  const isAnswered = async (post: AdmittedPost, signal: AbortSignal) =>
    owed.isAnswered(post.facts.post.id) || (await stands(post, signal));

  /** What becomes of a post that the host has, or had before a crash. */
  const fateOf = (post: AdmittedPost, turn: InboxTurn, isFromBefore: boolean) =>
    awaitHost(
      {
        session: post.judgement.route,
        sessionNote,
        isAnswered: () => owed.isAnswered(post.facts.post.id),
        answerStands: () => stands(post, turn.signal),
        handOver: turn.handedOver,
        reachableSince: options.reachableSince,
        startedAt: processStart,
        isFromBefore,
        signal: turn.signal,
      },
      // What a crash has not interrupted is not resumed later either: it is soon clear that nobody has the post.
      { ...(!isFromBefore && { quietMs: soonMs }), ...times },
    );

  const answer: Answer = async (post, before, turn, taken) => {
    const { id } = post.facts.post;
    const isFromBefore = turn.attempt > 1 && !here.has(id);
    here.add(id);
    // A crash may have come between what the host noted and what we noted.
    const wasTaken = turn.wasAdopted || (turn.attempt > 1 && (await isKnown(post)));
    if (wasTaken && (await fateOf(post, turn, isFromBefore)) === 'answered') return answered;
    // The host fails when it is given what its session has heard, and has heard more since.
    const name = `${id}.${turn.attempt}`;
    const first = wasTaken && (await isKnown(post)) ? await namedAnew(post, name) : post;
    const outcome = await handOver(first, before, turn, taken);
    const refused = outcome.code === hostFailed;
    // Commands may do what they are for without a word.
    if (!refused && (outcome.code !== hostKnows || isCommand(post.judgement.decision.text))) return outcome;
    if (!wasTaken && (await fateOf(post, turn, isFromBefore)) === 'answered') return answered;
    log(`OpenClaw takes post ${id} for known, and nobody answers it: it is handed over again`);
    const next = turn.attempt > 1 || refused ? await namedAnew(post, first === post ? name : `${name}.2`) : post;
    return ended(await handOver(next, before, turn, taken));
  };

  /** A replaced session has heard nothing, but the host may know the post. */
  const answerAfresh: Answer = async (post, before, turn, taken) => {
    const { facts } = post;
    const next = await namedAnew(post, `${facts.post.id}.${turn.attempt}.new`);
    return ended(await handOver(next, before, turn, taken));
  };

  async function namedAnew(post: AdmittedPost, messageId: string): Promise<AdmittedPost> {
    const facts = { ...post.facts, messageId };
    const judgement = await options.judge(facts);
    // The host's proof of admission names the post by its id, so a new one is needed.
    if (judgement.act !== 'answer') throw new Error('The post is not admitted any more');
    return { facts, judgement };
  }

  return keptForReplacement({ answer, answerAfresh, sessionNote, isAnswered, say, log });
}

/** How a post ends that is not handed over once more. */
function ended(outcome: Outcome): Outcome {
  if (outcome.code === hostFailed) throw new Error('OpenClaw could not begin a turn for the post');
  return outcome.code === hostKnows ? { outcome: 'silent', code: 'host-dropped' } : outcome;
}

/** How long nothing happens until a post counts as forgotten by a host that has not crashed. */
const soonMs = 5_000;
