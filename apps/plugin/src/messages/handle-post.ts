import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Accept, Handle, InboxPost, Turn as InboxTurn, Outcome } from '@clawmost/mm-inbox';
import { decide } from '@clawmost/mm-policy';
import { isPreview, readMarker } from '../answers/marker.ts';
import type { AnswerRequest, TurnJob } from '../recovery/recover.ts';
import { joinRequests, type TurnRequest } from '../turns/turn.ts';
import { areDeleted } from '../turns/withdraw.ts';
import { createDebouncer, type Debouncer } from './debounce.ts';
import { type FactSources, GoneError, gatherFacts, type InboundFacts } from './facts.ts';
import { type ReadPost, whenWritten } from './growing-post.ts';
import { type Judgement, type JudgeOptions, judgePost } from './judge.ts';
import type { DecisionNotes } from './note-decisions.ts';
import type { NoticeUncalled } from './thread-notice.ts';

/** What handling a post takes. */
export interface PostHandlerOptions {
  readonly sources: FactSources;
  readonly judge: JudgeOptions;
  readonly notes: DecisionNotes;
  /** How long to wait for more from the same person, in milliseconds; 0 for not at all. */
  readonly debounceMs: (request: TurnRequest, post: InboxPost) => number;
  /**
   * Called as soon as it is decided that a post is answered: people see that it was received. What it returns is called when
   * the post is answered, or this attempt has failed.
   */
  readonly onReceived: (request: TurnRequest) => () => void;
  /** Reads a post of another bot again, which grows. */
  readonly readPost: ReadPost;
  /** Has a request answered; see `createRecovery`. */
  readonly answer: AnswerRequest;
  /** Hears of live posts that do not call the bot. */
  readonly onUncalled?: NoticeUncalled;
  /** Gives a stranger a pairing code; resolves to the code under which that is noted. */
  readonly pair: (facts: Pick<InboundFacts, 'sender' | 'channel'>) => Promise<string>;
}

/** What the inbox asks about posts and does with them. */
export interface PostHandler {
  readonly accept: Accept;
  readonly handle: Handle;
}

/** Returns what says which posts are wanted, and has each of them answered. */
export function createPostHandler(options: PostHandlerOptions): PostHandler {
  const { sources, judge, notes } = options;
  const { bot, stores } = sources.account;
  const debouncers = new Map<number, Debouncer<TurnRequest>>();

  async function accept(post: InboxPost, { source }: Parameters<Accept>[1]): Promise<boolean | { silent: string }> {
    if (!post.root_id) sources.account.lookUp.authors.note(post.id, post.user_id);
    if (post.user_id === bot.id) {
      // The server sends our post as an event before it replies to the call, and a quick reply may come in between.
      if (post.root_id && readMarker(post, bot.id)) await stores.participation.note(post.root_id, post.create_at);
      return { silent: 'own-post' };
    }
    try {
      const facts = await gatherFacts(post, sources);
      const conversation = judge.rulesFor(facts);
      const decision = decide(facts.policy, conversation.rules);
      if (decision.action !== 'silence') return true;
      const isUncalled = decision.reason === 'not-mentioned' || decision.reason === 'no-prefix';
      if (isUncalled && source === 'live') options.onUncalled?.(facts, conversation);
      await notes.silent(post, decision.reason);
      return { silent: decision.reason };
    } catch {
      // What cannot be looked up now is decided when it is handled, which is tried again.
      return true;
    }
  }

  async function handle(original: InboxPost, turn: InboxTurn): Promise<Outcome> {
    let post = original;
    let judgement = await judgeAgain(post);
    if (judgement.act === 'answer' && judgement.decision.speaker.kind === 'bot' && isPreview(post)) {
      turn.release();
      post = (await whenWritten(post, options.readPost, turn.signal)) ?? { ...post, delete_at: 1 };
      judgement = await judgeAgain(post);
    }
    if (judgement.act !== 'answer') {
      const code = judgement.act === 'pair' ? await options.pair(judgement.facts) : judgement.code;
      await notes.silent(post, code);
      return { outcome: 'silent', code };
    }
    const { decision, request } = judgement;
    if (decision.speaker.kind !== 'person') sources.botLoops.note(post.channel_id, decision.speaker.subject);
    const onHandled = options.onReceived(request);
    const outcome = await debounced(request, post, turn).finally(onHandled);
    await notes.ended(post, outcome.code ?? outcome.outcome);
    return outcome;
  }

  /** Settings, pairing and the thread may have changed since the post was accepted. */
  async function judgeAgain(
    post: InboxPost,
  ): Promise<Judgement & { readonly facts: Pick<InboundFacts, 'sender' | 'channel'> }> {
    try {
      const facts = await gatherFacts(post, sources);
      return { ...(await judgePost(judge, facts)), facts };
    } catch (error) {
      if (!(error instanceof GoneError)) throw error;
      return { act: 'silence', code: error.code, facts: undefined as never };
    }
  }

  /** Puts what a person writes in quick succession into one turn. */
  async function debounced(request: TurnRequest, post: InboxPost, turn: InboxTurn): Promise<Outcome> {
    const job: TurnJob = {
      signal: turn.signal,
      attempt: turn.attempt,
      source: turn.source,
      onStarted: turn.release,
    };
    const key = `${post.channel_id} ${post.root_id} ${post.user_id}`;
    const windowMs = options.debounceMs(request, post);
    const debouncer = debouncers.get(windowMs) ?? createDebouncer<TurnRequest>(() => windowMs);
    if (windowMs > 0) debouncers.set(windowMs, debouncer);
    const others = [...debouncers.values()].filter(other => windowMs === 0 || other !== debouncer);
    // What the same person wrote before goes first.
    if (others.map(other => other.flush(key)).includes(true)) await nextTurn();
    // What an earlier attempt has put together is found in the pending turns.
    if (windowMs === 0 || turn.attempt > 1) return options.answer(request, job);
    turn.release();
    const place = await debouncer.join(key, request, turn.signal);
    if (place.role === 'member') {
      await place.ended;
      return { outcome: 'joined', code: 'debounced' };
    }
    try {
      // What was deleted in the window is not read by the agent. When all of it was, the turn does not begin.
      const before = place.before.filter(({ posts }) => !areDeleted(posts));
      const last = areDeleted(request.posts) ? { ...request, text: '' } : request;
      const outcome = await options.answer(joinRequests(before, last), job);
      place.end();
      return outcome;
    } catch (error) {
      place.fail(error);
      throw error;
    }
  }

  return { accept, handle };
}
