import type { Accept, Handle, InboxPost, Turn as InboxTurn, Outcome } from '@clawmost/mm-inbox';
import { decide } from '@clawmost/mm-policy';
import { HttpError } from '@clawmost/mm-rest';
import { readMarker } from '../answers/marker.ts';
import type { BotPairs } from './bot-loop-limits.ts';
import { createDebouncer, type Debouncer } from './debounce.ts';
import type { DecisionNotes } from './decision-log.ts';
import { type FactSources, gatherFacts, type InboundFacts } from './facts.ts';
import { type Judge, type Judgement, judge } from './judge.ts';

/** A post that starts a turn. */
export interface AdmittedPost {
  readonly facts: InboundFacts;
  readonly judgement: Extract<Judgement, { act: 'answer' }>;
}

/** What handling a post takes. */
export interface PostHandlerOptions {
  readonly sources: FactSources;
  readonly judge: Judge;
  readonly notes: DecisionNotes;
  readonly bots: BotPairs;
  /** How long to wait for more from the same person, in milliseconds; 0 for not at all. */
  readonly debounceMs: (post: AdmittedPost) => number;
  /** Runs the turn of a post; with the posts before it that were written in quick succession. */
  readonly answer: (
    post: AdmittedPost,
    before: readonly AdmittedPost[],
    turn: InboxTurn,
    taken: () => void,
  ) => Promise<Outcome>;
  /** Gives a stranger a pairing code. */
  readonly pair: (facts: InboundFacts) => Promise<string>;
}

/** What the inbox asks about posts and does with them. */
export interface PostHandler {
  readonly accept: Accept;
  readonly handle: Handle;
}

/** Says which posts are wanted, and takes each of them to the host. */
export function createPostHandler(options: PostHandlerOptions): PostHandler {
  const { sources, notes } = options;
  const debouncers = new Map<number, Debouncer<AdmittedPost>>();

  async function accept(post: InboxPost): Promise<boolean | { silent: string }> {
    if (post.user_id === sources.bot.id) {
      noteOwnAnswer(post);
      return { silent: 'own-post' };
    }
    try {
      const facts = await gatherFacts(post, sources);
      const decision = decide(facts.policy, options.judge.rulesFor(facts));
      if (decision.act !== 'silence') return true;
      notes.silent(post, decision.reason);
      return { silent: decision.reason };
    } catch {
      // What cannot be looked up now is decided at its turn, which is tried again.
      return true;
    }
  }

  /** The server tells of an answer before it answers the call that created it, and a quick reply may be told in between. */
  function noteOwnAnswer(post: InboxPost): void {
    if (post.root_id && readMarker(post, sources.bot.id)) sources.participation.note(post.root_id, post.create_at);
  }

  async function decideAgain(post: InboxPost): Promise<AdmittedPost | Outcome> {
    const silent = (code: string): Outcome => {
      notes.silent(post, code);
      return { outcome: 'silent', code };
    };
    try {
      const facts = await gatherFacts(post, sources);
      const judgement = await judge(options.judge, facts);
      if (judgement.act === 'answer') return { facts, judgement };
      if (judgement.act === 'silence') return silent(judgement.code);
      return silent(await options.pair(facts));
    } catch (error) {
      const gone = error instanceof HttpError && (error.status === 403 || error.status === 404);
      if (gone) return silent('channel-or-author-gone');
      throw error;
    }
  }

  async function debounced(post: AdmittedPost, turn: InboxTurn): Promise<Outcome> {
    const key = `${post.facts.channel.id} ${post.facts.post.root_id} ${post.facts.sender.id}`;
    const windowMs = options.debounceMs(post);
    const debouncer = debouncers.get(windowMs) ?? createDebouncer<AdmittedPost>(() => windowMs);
    if (windowMs > 0) debouncers.set(windowMs, debouncer);
    for (const other of debouncers.values()) if (windowMs === 0 || other !== debouncer) other.flush(key);
    // What the host had before a crash is not put together anew.
    if (windowMs === 0 || turn.wasAdopted) return options.answer(post, [], turn, () => {});
    turn.handedOver();
    const place = await debouncer.join(key, post, turn.signal);
    if (place.role === 'member') {
      await place.taken;
      await turn.adopted();
      await place.over;
      return { outcome: 'joined', code: 'debounced' };
    }
    try {
      const outcome = await options.answer(post, place.before, turn, place.taken);
      place.taken();
      place.over();
      return outcome;
    } catch (error) {
      place.failed(error);
      throw error;
    }
  }

  async function handle(post: InboxPost, turn: InboxTurn): Promise<Outcome> {
    const decided = await decideAgain(post);
    if (!('facts' in decided)) return decided;
    const { speaker } = decided.judgement.decision;
    if (speaker.kind !== 'person') options.bots.note(post.channel_id, speaker.subject);
    const outcome = await debounced(decided, turn);
    notes.ended(post, outcome.code ?? outcome.outcome);
    return outcome;
  }

  return { accept, handle };
}
