import type { Entry, Outcome } from './ledger/entry.ts';
import type { InboxPost } from './post.ts';
import { shapeOf } from './repeat.ts';

/** How a post came to the inbox. */
export type PostSource =
  /** From the event stream. */
  | 'live'
  /** From a catch-up over REST. */
  | 'caught-up'
  /** By an edit: the post itself was ignored before, or is older than the inbox. */
  | 'edited'
  /** From the ledger: an earlier process received it and did not finish it, or a dead letter was revived. */
  | 'left-over';

/** What `accept` learns beside the post. */
export interface AcceptFacts {
  /** How the post came. Do not decide by it, or a post is treated by the time of its arrival instead of by its text. */
  readonly source: PostSource;
}

/** What `accept` says: `false` is a refusal with the code `not-accepted`, `silent` one with a code of your own. */
export type Verdict = boolean | { readonly silent: string };

/** Says whether a post is of interest, without slow work. */
export type Accept = (post: InboxPost, facts: AcceptFacts) => Verdict | Promise<Verdict>;

/** One attempt at a post: what a handler knows, and what it can report while it works. */
export interface Turn {
  /** The key in the ledger: the post's id, or `<kind>:<id>`. */
  readonly key: string;
  /** The ledger's entry, as it was when the turn began. */
  readonly entry: Entry;
  /**
   * How the post came, the same for all attempts in one process. After a restart it is `left-over`. For entries of other
   * kinds it is `live` or `left-over`.
   */
  readonly source: PostSource;
  /** Aborts when the inbox stops. A handler that throws then gets the post again after the next start. */
  readonly signal: AbortSignal;
  /** The number of this attempt, from 1. From the second on, an earlier attempt may have posted an answer already. */
  readonly attempt: number;
  /** Whether an earlier attempt called `markAdopted`: ask the other system before you answer. */
  readonly wasAdopted: boolean;
  /** Lets the next post of the conversation start, and frees the place among `maxRunning`. May be called twice. */
  release(): void;
  /**
   * Records that another system, such as a job queue, finishes the post even if this process ends. The post stays
   * unsettled until the handler returns. If the process ends before that, the next start dispatches the post again with
   * `wasAdopted`. Resolves when it is on disk.
   */
  markAdopted(): Promise<void>;
}

/**
 * Handles a post. The promise is the turn: it may take as long as it needs, and when it resolves the post is settled, as
 * `answered` unless it returns another outcome. When it rejects, the post is retried later.
 */
// biome-ignore lint/suspicious/noConfusingVoidType: a handler without a `return` fits too
export type Handle<Payload = InboxPost> = (payload: Payload, turn: Turn) => Promise<Outcome | undefined | void>;

/**
 * The code of a refusal; `undefined` for a post that is accepted.
 *
 * @throws TypeError when `accept` returned something else, such as nothing
 */
export function refusalCode(verdict: Verdict): string | undefined {
  if (typeof verdict === 'boolean') return verdict ? undefined : 'not-accepted';
  if (typeof verdict?.silent === 'string') return verdict.silent;
  throw new TypeError(`accept: expected true, false or { silent: 'why' }, got ${shapeOf(verdict)}`);
}

/** What is known of a verdict without waiting. */
export type KnownVerdict = Verdict | Promise<Verdict> | undefined;

/** Whether `accept` has refused a post, as far as that is known without waiting. */
export function isRefused(verdict: KnownVerdict): boolean {
  return verdict !== undefined && !(verdict instanceof Promise) && refusalCode(verdict) !== undefined;
}
