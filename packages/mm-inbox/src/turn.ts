import type { Entry, Outcome } from './ledger/entry.ts';
import type { InboxPost } from './post.ts';

/** Where a post came from. */
export type PostSource =
  /** The event stream. */
  | 'live'
  /** A catch-up. */
  | 'caught-up'
  /** An edit: the post was there before, and nobody wanted it. */
  | 'edited'
  /** The ledger: an earlier process had it, and did not finish. */
  | 'left-over';

/** What is known of a post when it is asked whether anybody wants it. */
export interface AcceptFacts {
  /** Where it came from; must not change the decision, or a post is treated by when it came and not by what it says. */
  readonly source: PostSource;
}

/** A post that is not wanted, and why. */
export interface Refusal {
  /** Your own short name for the reason, such as `own-post`. */
  readonly silent: string;
}

/** Whether a post is of interest: `false` is a refusal with the code `not-accepted`. */
export type Verdict = boolean | Refusal;

/** Says cheaply whether a post is of interest. */
export type Accept = (post: InboxPost, facts: AcceptFacts) => Verdict | Promise<Verdict>;

/** One attempt at a post: what a handler knows, and what it can say while it works. */
export interface Turn {
  /** What the ledger calls it: the post's id, or `<kind>:<id>`. */
  readonly key: string;
  /** What the ledger knew of it when the turn began. */
  readonly entry: Entry;
  /** Where it came from; after a restart that is `left-over`. */
  readonly source: PostSource;
  /** Aborted when the inbox stops: throw, and the post is handed over again at the next start. */
  readonly signal: AbortSignal;
  /** Which attempt this is, from 1: from the second on, an earlier one may have done something already. */
  readonly attempt: number;
  /** Whether an earlier attempt called `adopted`: ask whoever adopted it before you answer. */
  readonly wasAdopted: boolean;
  /** The next post of the conversation may follow, and the slot among `maxRunning` is free. May be called twice. */
  handedOver(): void;
  /**
   * Somebody else owns it for good and finishes it, even if this process ends. It stays unsettled, and if the process
   * does end, it is handed over again with `wasAdopted`. Resolves once that is on record.
   */
  adopted(): Promise<void>;
}

/**
 * Does something with a post. Take all the time it needs: the promise is the turn, and the post is settled when it
 * resolves, as `answered` unless it says otherwise. One that throws is tried again later.
 */
// biome-ignore lint/suspicious/noConfusingVoidType: a handler without a `return` fits too
export type Handle<Payload = InboxPost> = (payload: Payload, turn: Turn) => Promise<Outcome | undefined | void>;

/** The code of a refusal; nothing for what is wanted. */
export function refusalCode(verdict: Verdict): string | undefined {
  if (typeof verdict === 'object') return verdict.silent;
  return verdict ? undefined : 'not-accepted';
}
