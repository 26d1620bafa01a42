import type { SocketError } from './errors.ts';
import type { EventData } from './events/catalogue.ts';
import type { KnownEvent, ServerEvent } from './events/server-event.ts';

/** Why events were, or may have been, lost. */
export type GapReason =
  /** The first stream of this socket: what happened before it was not seen. */
  | 'first-start'
  /** A new stream after a reconnect: the server did not, or could not, replay what we missed. */
  | 'not-resumed'
  /** The numbers of the stream skip some events. */
  | 'sequence-jumped'
  /** The server began a new stream on the open connection; Mattermost 5.37 does so after it lost events. */
  | 'hello-again';

/** Events were, or may have been, lost. */
export interface Gap {
  /** What happened. */
  readonly reason: GapReason;
  /** How many events are missing; known for `sequence-jumped` only. */
  readonly missed?: number;
  /**
   * Every event up to this moment was delivered: milliseconds since 1970 on the server's clock, good for `since` in
   * REST with a minute's overlap. Absent when this socket has never been signed in.
   */
  readonly completeUntil?: number;
}

/** A connection is signed in. */
export interface Session {
  /** The server's id for the stream. */
  readonly connectionId: string;
  /** Whether the server goes on where the last connection ended, replaying what we missed. */
  readonly resumed: boolean;
}

/** A connection ended, or a try to connect failed; the socket reconnects by itself. */
export interface Disconnection {
  /** What went wrong. */
  readonly error: SocketError;
  /** How long until the next try, in milliseconds. */
  readonly retryInMs: number;
  /** The number of the next try, counted from 1 since the last connection that was a success. */
  readonly attempt: number;
}

/** A listener of yours threw, or its promise rejected. */
export interface ListenerFailure {
  /** The event whose listener failed. */
  readonly event: string;
  /** What it threw. */
  readonly error: unknown;
}

/** The socket stopped. */
export interface Stopped {
  /** Why the socket gave up; absent when it was stopped by `stop()` or by the signal. */
  readonly error?: SocketError;
}

type EventsByName = { [Name in keyof EventData]: [event: KnownEvent<Name>] };

/** What a `MattermostSocket` emits. Every event has one argument. */
export interface SocketEvents extends EventsByName {
  /** Signed in; events follow. */
  ready: [session: Session];
  /**
   * Events were, or may have been, lost: fetch what you need over REST. It comes after `ready` and before the next
   * event, so that what you fetch and what you receive overlap.
   */
  gap: [gap: Gap];
  /** The connection ended or could not be made; the socket reconnects by itself. */
  disconnected: [disconnection: Disconnection];
  /** The end: `stop` was called, the signal aborted, or, with `error`, the socket gave up. */
  stopped: [stopped: Stopped];
  /** A listener threw or rejected, which disturbs neither the socket nor the other listeners. Also logged. */
  failed: [failure: ListenerFailure];
  /** An event from the server, known or not, just before the same event under its own name. */
  event: [event: ServerEvent];
}
