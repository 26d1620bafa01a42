import type { Outcome } from '@clawmost/mm-inbox';
import { answerStands } from '../outbound/find-answer.ts';
import { awaitHost } from './await-host.ts';
import { keptForReplacement } from './ended-session.ts';
import type { InboundFacts } from './facts.ts';
import { type Answer, createHandOver, type HandOverOptions, isCommand } from './hand-over.ts';
import { handedOverHere } from './handed-over-here.ts';
import type { AdmittedPost } from './handle-post.ts';
import type { Judgement } from './judge.ts';
import { hostFailed, hostKnows } from './outcome.ts';
import { answersIn, type ReadTranscript } from './transcript.ts';

/** What it takes to have a post answered. */
export interface AnswerOptions extends HandOverOptions {
  readonly botId: string;
  readonly judge: (facts: InboundFacts) => Promise<Judgement>;
  readonly transcript: ReadTranscript;
  readonly log: (line: string) => void;
}

/** Returns the function that hands an admitted post to the host, again where the host forgets it, until it is answered. */
export function createAnswering(options: AnswerOptions): Answer {
  const { owed, rest, botId, sessionNote, log } = options;
  const stands = async ({ facts: { post }, judgement }: AdmittedPost, signal: AbortSignal) => {
    const said = await options.transcript(judgement.route).catch(error => {
      options.warn('what was said in a session could not be read')(error);
      return [];
    });
    const spoken = answersIn(said, post.create_at);
    return answerStands({ rest, botId, post, spoken, signal });
  };
  const handOver = keptForReplacement({
    ...{ handOver: createHandOver(options), sessionNote, log },
    isAnswered: async (post, signal) => owed.isAnswered(post.facts.post.id) || (await stands(post, signal)),
  });
  const here = handedOverHere();
  const startedAt = Date.now();

  return async (post, before, turn, taken) => {
    const { facts, judgement } = post;
    // What a crash has not interrupted is not resumed later either: it is soon clear that nobody has the post.
    const isFromBefore = turn.attempt > 1 && !here.has(facts.post.id);
    const times = isFromBefore ? {} : { quietMs: soonMs };
    here.add(facts.post.id);
    const fate = () =>
      awaitHost(
        {
          session: judgement.route,
          sessionNote,
          isAnswered: () => owed.isAnswered(facts.post.id),
          answerStands: () => stands(post, turn.signal),
          handOver: turn.handedOver,
          ...{ startedAt, isFromBefore },
          signal: turn.signal,
        },
        times,
      );
    const answered: Outcome = { outcome: 'answered', code: hostKnows };
    if (turn.wasAdopted && (await fate()) === 'answered') return answered;
    const outcome = await handOver(post, before, turn, taken);
    const refused = outcome.code === hostFailed;
    // Commands may do what they are for without a word.
    if (!refused && (outcome.code !== hostKnows || isCommand(judgement.decision.text))) return outcome;
    if (!turn.wasAdopted && (await fate()) === 'answered') return answered;
    log(`OpenClaw takes post ${facts.post.id} for known, and nobody answers it: it is handed over again`);
    const next = turn.attempt > 1 || refused ? await underAnotherId(post, turn.attempt) : post;
    const again = await handOver(next, before, turn, taken);
    if (again.code === hostFailed) throw new Error('OpenClaw could not begin a turn for the post');
    return again.code === hostKnows ? { outcome: 'silent', code: 'host-dropped' } : again;
  };

  async function underAnotherId(post: AdmittedPost, attempt: number): Promise<AdmittedPost> {
    const facts = { ...post.facts, messageId: `${post.facts.post.id}.${attempt}` };
    const judgement = await options.judge(facts);
    // The host's proof of admission names the post by its id, so a new one is needed.
    if (judgement.act !== 'answer') throw new Error('The post is not admitted any more');
    return { facts, judgement };
  }
}

/** How long nothing happens until a post counts as forgotten by a host that has not crashed. */
const soonMs = 5_000;
