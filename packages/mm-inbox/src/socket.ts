import type { ServerPost } from './post.ts';

/** A listener; the socket may wait for the promise before it reads more. */
export type SocketListener<Event> = (event: Event) => void | Promise<void>;

/** What a socket says when it is signed in. */
export interface SignedIn {
  /** Whether the server continues the last stream. If not, a `gap` follows. */
  readonly resumed?: boolean;
}

/** What a socket says when events were, or may have been, lost. */
export interface Gap {
  /** A short code for the reason. */
  readonly reason: string;
}

/** What a socket says when its connection ended. */
export interface Disconnected {
  /** What went wrong. */
  readonly error: Error;
}

/** What a socket says when it has stopped for good. */
export interface Stopped {
  /** Why the socket gave up; absent after a call of `stop`. */
  readonly error?: Error;
}

/** An event about a post. */
export interface PostEvent {
  /** The content of the event. */
  readonly data: {
    /** The post as it is now. */
    readonly post: ServerPost;
    /** `D` or `G` for a direct or group channel; only with `posted`. */
    readonly channel_type?: string;
  };
}

/** Adds or removes a listener. */
export interface Subscribe {
  /** Signed in; events follow. */
  (name: 'ready', listener: SocketListener<SignedIn>): unknown;
  /** Events were, or may have been, lost; sent after `ready` and before the next event. */
  (name: 'gap', listener: SocketListener<Gap>): unknown;
  /** The connection ended; the socket reconnects by itself. */
  (name: 'disconnected', listener: SocketListener<Disconnected>): unknown;
  /** The socket has stopped for good. */
  (name: 'stopped', listener: SocketListener<Stopped>): unknown;
  /** A post was written. */
  (name: 'posted', listener: SocketListener<PostEvent>): unknown;
  /** A post was edited. */
  (name: 'post_edited', listener: SocketListener<PostEvent>): unknown;
  /** A post was deleted. */
  (name: 'post_deleted', listener: SocketListener<PostEvent>): unknown;
}

/** The event stream that the inbox reads. The socket of `@clawmost/mm-ws` has this shape; any other socket can. */
export interface InboxSocket {
  /** `signed-in` while events can come. */
  readonly state: string;
  /** Adds a listener. */
  readonly on: Subscribe;
  /** Removes a listener. */
  readonly off: Subscribe;
  /** Connects, and reconnects after each failure. */
  start(): void;
  /** Disconnects for good. */
  stop(): Promise<void>;
}
