import type { InboxPost } from './post.ts';

/** What an event about a post carries. */
export interface InboxPostData {
  /** The post as it is now. */
  readonly post: InboxPost;
}

/** An event about a post. */
export interface InboxPostEvent {
  /** What happened. */
  readonly data: InboxPostData;
}

/** A connection is signed in. */
export interface InboxSession {
  /** Whether the server goes on where the last connection ended; if not, a gap is told next. */
  readonly resumed?: boolean;
}

/** Events were, or may have been, lost. */
export interface InboxGap {
  /** Why, in a word. */
  readonly reason: string;
  /** Everything up to this moment did arrive, on the server's clock; absent when that is not known. */
  readonly wholeUntil?: number;
}

/** A connection ended. */
export interface InboxDisconnection {
  /** What went wrong. */
  readonly error: Error;
}

/** The socket came to its end. */
export interface InboxEnding {
  /** Why it gave up; absent when it was stopped. */
  readonly error?: Error;
}

/** A listener; a promise that it returns may be waited for before more is read. */
export type InboxListener<Event> = (event: Event) => void | Promise<void>;

/** Begins or ends to hear of something, by its name. */
export interface InboxSubscription {
  /** Signed in; events follow. */
  (name: 'ready', listener: InboxListener<InboxSession>): unknown;
  /** Events were, or may have been, lost; told after `ready` and before the next event. */
  (name: 'gap', listener: InboxListener<InboxGap>): unknown;
  /** The connection ended; the socket tries again by itself. */
  (name: 'disconnected', listener: InboxListener<InboxDisconnection>): unknown;
  /** The end. */
  (name: 'stopped', listener: InboxListener<InboxEnding>): unknown;
  /** A post was written. */
  (name: 'posted', listener: InboxListener<InboxPostEvent>): unknown;
  /** A post was edited. */
  (name: 'post_edited', listener: InboxListener<InboxPostEvent>): unknown;
  /** A post was deleted. */
  (name: 'post_deleted', listener: InboxListener<InboxPostEvent>): unknown;
}

/** The event stream; the socket of `@clawmost/mm-ws` fits. */
export interface InboxSocket {
  /** `signed-in` while events can come. */
  readonly state: string;
  /** Begins to hear. */
  readonly on: InboxSubscription;
  /** Hears no more. */
  readonly off: InboxSubscription;
  /** Connects, and stays connected. */
  start(): void;
  /** Disconnects for good. */
  stop(): Promise<void>;
}
