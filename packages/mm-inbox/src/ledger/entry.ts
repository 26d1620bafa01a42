/** Where an entry is on its way. */
export type EntryState =
  /** Not begun, or to be tried again. */
  | 'waiting'
  /** A handler has it. */
  | 'running'
  /** It has its outcome. */
  | 'settled'
  /** It failed too often; kept for people to look at. */
  | 'dead';

/** How a post ended. */
export type OutcomeKind =
  /** An answer of its own stands. */
  | 'answered'
  /** Its answer came, or will come, out of another post's turn. */
  | 'joined'
  /** There is no answer, on purpose. */
  | 'silent';

/** How something ended, and why. */
export interface Outcome {
  /** In one word. */
  readonly outcome: OutcomeKind;
  /** Your own short name for the reason, such as `not-mentioned`; people will search for it. */
  readonly code?: string | undefined;
}

/** What the ledger knows about one post, click or call. */
export interface Entry {
  /** The post's id; for other kinds `<kind>:<id>`. */
  readonly key: string;
  /** `post`, or a kind of your own. */
  readonly kind: string;
  /** Entries of one conversation are handed over one after the other. */
  readonly conversation: string;
  /** The channel it is in; empty for one that belongs to none. */
  readonly channelId: string;
  /** The first post of its thread; empty outside threads. */
  readonly rootId: string;
  /** When it was written, on the server's clock: its place in the conversation. */
  readonly at: number;
  /** Which edit was last looked at, by its time; 0 for none. */
  readonly editedAt: number;
  /** Where it is on its way. */
  readonly state: EntryState;
  /** Whether somebody else has taken it over for good. */
  readonly adopted: boolean;
  /** How often it was taken to be handed over. */
  readonly claims: number;
  /** How often its handler failed. */
  readonly failures: number;
  /** How often the process ended while its handler had it. */
  readonly interruptions: number;
  /** Not before this time, on the ledger's clock. */
  readonly dueAt: number;
  /** How it ended; absent before. */
  readonly outcome: OutcomeKind | undefined;
  /** Why it ended so. */
  readonly code: string | undefined;
  /** What its last failure said. */
  readonly error: string | undefined;
  /** When it last changed, on the ledger's clock. */
  readonly changedAt: number;
}

/** Something new for the ledger. */
export interface NewEntry {
  /** The post's id; for other kinds `<kind>:<id>`. */
  readonly key: string;
  /** `post`, or a kind of your own. */
  readonly kind: string;
  /** Entries of one conversation are handed over one after the other. */
  readonly conversation: string;
  /** The channel it is in; empty for one that belongs to none. */
  readonly channelId: string;
  /** The first post of its thread; empty outside threads. */
  readonly rootId: string;
  /** When it was written, on the server's clock. */
  readonly at: number;
  /** When its text was last edited; 0 for never. */
  readonly editedAt: number;
  /** What its handler will be given: anything that JSON can carry. Kept until it is settled. */
  readonly payload: unknown;
  /** For one of no interest: why. It is then only remembered, without its payload. */
  readonly silent?: string | undefined;
}

/** Orders entries as they were written. */
export function inWrittenOrder(a: Pick<Entry, 'at' | 'key'>, b: Pick<Entry, 'at' | 'key'>): number {
  return a.at - b.at || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
}
