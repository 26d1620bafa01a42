import type { EventData } from './events/catalogue.ts';

/** How far a stream of events has been read. */
export interface Position {
  /** The number that the next event should have. */
  readonly nextSeq: number;
  /** The server's id for the stream; absent when the stream must not be resumed. */
  readonly connectionId?: string;
}

/**
 * Where a stream begins.
 *
 * A `hello` usually has number 0. Mattermost 5.37 can send a second one, with a higher number, after it lost events;
 * its record of what it sent is then unreliable, so such a stream is read on but never resumed. A hello without a valid
 * id is not resumed either: that is how a 5.37 server says that it cannot resume streams.
 */
export function positionAfterHello(seq: number, { connection_id: connectionId }: EventData['hello']): Position {
  const nextSeq = seq + 1;
  return seq === 0 && isConnectionId(connectionId) ? { nextSeq, connectionId } : { nextSeq };
}

/**
 * How many events are missing before the one numbered `seq`; negative when we already have that one.
 *
 * A lower number is always a repeat and never a new count: the server counts per stream, and every new stream begins
 * with a `hello`.
 */
export function countMissing(seq: number, { nextSeq }: Position): number {
  return seq - nextSeq;
}

/** Mattermost accepts the upgrade for an id of any other shape and then drops the connection, every time. */
function isConnectionId(text: unknown): boolean {
  return typeof text === 'string' && /^[a-z0-9]{26}$/.test(text);
}
