/** What the inbox is doing. */
export type InboxState =
  /** Not started, or stopped. */
  | 'stopped'
  /** Signing in for the first time. */
  | 'starting'
  /** Reading what was missed. */
  | 'catching-up'
  /** Nothing is missing. */
  | 'ready'
  /** The connection is lost; the socket tries again by itself. */
  | 'recovering'
  /** It cannot go on by itself: see `why`. */
  | 'blocked';

/** How far a catch-up is. */
export interface CatchUpProgress {
  /** Channels that have been read. */
  readonly done: number;
  /** Channels to read; 0 until they have been listed. */
  readonly of: number;
  /** New posts that were found in them. */
  readonly posts: number;
}

/** What the bounds of a catch-up left out, since the start. */
export interface LeftOut {
  /** Posts that are known to have been left out; there can be more where a channel was not read to the end. */
  readonly posts: number;
  /** Channels in which something was left out. */
  readonly channels: number;
}

/** The last time that events were, or may have been, lost. */
export interface LastGap {
  /** Why, in a word. */
  readonly reason: string;
  /** When it was noticed, in milliseconds since 1970. */
  readonly at: number;
}

/** How the inbox is. */
export interface InboxStatus {
  /** What it is doing. */
  readonly state: InboxState;
  /** Since when, in milliseconds since 1970. */
  readonly since: number;
  /** Why it is recovering or blocked, for people. */
  readonly why: string | undefined;
  /** How far the catch-up is; the last one's end when there is none. */
  readonly catchUp: CatchUpProgress;
  /** What the bounds of catch-ups left out. */
  readonly leftOut: LeftOut;
  /** When the stream last brought something about a post. */
  readonly lastEventAt: number | undefined;
  /** The last time that events were, or may have been, lost. */
  readonly lastGap: LastGap | undefined;
  /** Posts that wait for their turn. */
  readonly queued: number;
  /** Posts that handlers have and have not handed over. */
  readonly running: number;
  /** Posts that handlers have handed over and not finished. */
  readonly handedOver: number;
  /** Posts that failed too often. */
  readonly dead: number;
}
