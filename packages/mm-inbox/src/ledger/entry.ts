/** How far an entry is. */
export type EntryState =
  /** Not started, or waiting for a retry. */
  | 'waiting'
  /** A handler is working on it. */
  | 'running'
  /** It has its outcome. */
  | 'settled'
  /** A dead letter: it failed too often and is kept for people to look at. */
  | 'dead';

/** How a post ended. These words are stored. */
export type OutcomeKind =
  /** It got an answer of its own. */
  | 'answered'
  /** The answer to another post covers it. */
  | 'joined'
  /** It gets no answer, on purpose. */
  | 'silent';

/** How an entry ended, and why. */
export interface Outcome {
  /** How it ended. */
  readonly outcome: OutcomeKind;
  /** Your own short code for the reason, such as `not-mentioned`; people search for it in logs. */
  readonly code?: string | undefined;
}

/** What the ledger knows about one post, click or command. */
export interface Entry {
  /** The post's id; for other kinds `<kind>:<id>`. */
  readonly key: string;
  /** `post`, or a kind of your own. */
  readonly kind: string;
  /** Entries of one conversation are dispatched one after the other. */
  readonly conversation: string;
  /** The channel of the post; empty for an entry that belongs to no channel. */
  readonly channelId: string;
  /** The root post of its thread; empty outside threads. */
  readonly rootId: string;
  /** When the post was written, on the server's clock. Entries of a conversation are sorted by it. */
  readonly at: number;
  /** `edit_at` of the newest version that the inbox has looked at; 0 for a post that was never edited. */
  readonly editedAt: number;
  /** How far it is. */
  readonly state: EntryState;
  /** Whether a handler called `turn.markAdopted()`: another system finishes it. */
  readonly adopted: boolean;
  /** How often it was claimed for a handler, successful attempts included. */
  readonly claims: number;
  /** How often its handler failed. */
  readonly failures: number;
  /** How often the process ended while its handler was running. */
  readonly interruptions: number;
  /** The earliest time for the next attempt, on the ledger's clock. */
  readonly dueAt: number;
  /** How it ended; absent until then. */
  readonly outcome: OutcomeKind | undefined;
  /** Why it ended so. */
  readonly code: string | undefined;
  /** The message of its last failure. */
  readonly error: string | undefined;
  /** When the entry last changed, on the ledger's clock. */
  readonly changedAt: number;
}

/** A new entry for the ledger. */
export interface NewEntry {
  /** The post's id; for other kinds `<kind>:<id>`. */
  readonly key: string;
  /** `post`, or a kind of your own. */
  readonly kind: string;
  /** Entries of one conversation are dispatched one after the other. */
  readonly conversation: string;
  /** The channel of the post; empty for an entry that belongs to no channel. */
  readonly channelId: string;
  /** The root post of its thread; empty outside threads. */
  readonly rootId: string;
  /** When the post was written, on the server's clock. */
  readonly at: number;
  /** When its text was last edited; 0 for never. */
  readonly editedAt: number;
  /** What its handler gets: anything that JSON can carry. Kept until the entry is settled. */
  readonly payload: unknown;
  /** A code for why the post is ignored. The ledger then only remembers its key, without the payload. */
  readonly silent?: string | undefined;
}

/** Sorts entries by the time when they were written. */
export function inWrittenOrder(a: Pick<Entry, 'at' | 'key'>, b: Pick<Entry, 'at' | 'key'>): number {
  return a.at - b.at || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
}
