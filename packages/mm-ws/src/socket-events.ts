import type { SocketError } from './errors.ts';
import type { EventData, KnownEvent, ServerEvent } from './events.ts';

/** Why events were, or may have been, lost. */
export type GapReason =
  /** The first stream of this socket: whatever happened before it was not seen. */
  | 'first-start'
  /** A new stream after a reconnect: the server did not, or could not, replay what we missed. */
  | 'not-resumed'
  /** The numbers of the stream skip some events. */
  | 'sequence-jumped'
  /** The server began a new stream on the open connection; Mattermost 5.37 does so after it lost events. */
  | 'hello-again';

/** Events were, or may have been, lost. */
export interface Gap {
  /** Why. */
  readonly reason: GapReason;
  /** How many events are missing; known for `sequence-jumped` only. */
  readonly missed?: number;
  /**
   * Everything up to this moment did arrive: milliseconds since 1970 on the server's clock, good for `since` in REST
   * with a minute's overlap. Absent when this socket has never been signed in.
   */
  readonly wholeUntil?: number;
}

/** A new connection is signed in. */
export interface Session {
  /** The server's name for the stream. */
  readonly connectionId: string;
  /** Whether the server goes on where the last connection ended, replaying what we missed. */
  readonly resumed: boolean;
}

/** A connection ended, or a try failed; the next one follows. */
export interface Disconnection {
  /** What went wrong. */
  readonly error: SocketError;
  /** How long until the next try, in milliseconds. */
  readonly retryInMs: number;
  /** The number of the next try, counted from 1 since the last connection that lasted. */
  readonly attempt: number;
}

/** A listener of yours threw, or its promise rejected. */
export interface ListenerFailure {
  /** The event whose listener failed. */
  readonly event: string;
  /** What it threw. */
  readonly error: unknown;
}

/** How it came to an end. */
export interface Ending {
  /** Why the socket gave up; absent when it was stopped. */
  readonly error?: SocketError;
}

type EventsByName = { [Name in keyof EventData]: [event: KnownEvent<Name>] };

/** What a `MattermostSocket` tells you. Every event has one argument. */
export interface SocketEvents extends EventsByName {
  /** Signed in; events follow. */
  ready: [session: Session];
  /**
   * Events were, or may have been, lost: fetch what you need over REST. It comes after `ready` and before the next
   * event, so that what you fetch and what you receive overlap.
   */
  gap: [gap: Gap];
  /** The connection ended or could not be made; the socket tries again by itself. */
  disconnected: [disconnection: Disconnection];
  /** The end: `stop` was called or the signal aborted, or, with `error`, the socket gave up. */
  stopped: [ending: Ending];
  /** A listener threw or rejected, which disturbs neither the socket nor the other listeners. Also logged. */
  failed: [failure: ListenerFailure];
  /** Anything that the server sent, known or not, just before the same event under its own name. */
  event: [event: ServerEvent];
}
