/** What the inbox is doing. */
export type InboxState =
  /** Not started, or stopped. */
  | 'stopped'
  /** Signing in for the first time. */
  | 'starting'
  /** Reading missed posts over REST. */
  | 'catching-up'
  /** Signed in, and nothing is missing. */
  | 'ready'
  /** The connection is lost; the socket reconnects by itself. */
  | 'recovering'
  /** It cannot continue by itself; `why` says what happened. */
  | 'blocked';

/** How far a catch-up is. */
export interface CatchUpProgress {
  /** The number of channels that have been read. */
  readonly done: number;
  /** The number of channels to read; 0 until they have been listed. */
  readonly of: number;
  /** The number of new posts that were found. */
  readonly posts: number;
}

/** What the inbox is doing, and how much work is waiting. */
export interface InboxStatus {
  /** What it is doing. */
  readonly state: InboxState;
  /** When the state began, in milliseconds since 1970. */
  readonly since: number;
  /** Why the inbox is recovering or blocked, or what fails at the moment and is repeated, for people. */
  readonly why: string | undefined;
  /** Whether the socket is disconnected and new posts are found over REST. */
  readonly isPolling: boolean;
  /** The progress of the catch-up that is running, else the result of the last one. */
  readonly catchUp: CatchUpProgress;
  /** What the limits of catch-ups left out since the start. */
  readonly leftOut: {
    /** Posts that are known to be left out; a channel that was not read to the end can hold more. */
    readonly posts: number;
    /** Channels in which something was left out. */
    readonly channels: number;
  };
  /** When the last event about a post arrived. */
  readonly lastEventAt: number | undefined;
  /** The last time that events were, or may have been, lost. */
  readonly lastGap:
    | {
        /** A short code for the reason. */
        readonly reason: string;
        /** When the inbox noticed it, in milliseconds since 1970. */
        readonly at: number;
      }
    | undefined;
  /** Posts that wait for their turn. */
  readonly queued: number;
  /** Posts in handlers that have not called `turn.release()`. */
  readonly running: number;
  /** Posts in handlers that have called `turn.release()`. */
  readonly released: number;
  /** Dead letters. */
  readonly dead: number;
}
