import type { HelloData } from './event-data.ts';

/** How far we have read in a stream of events. */
export interface Position {
  /** The number that the next event should have. */
  readonly nextSeq: number;
  /** The server's name for the stream; absent when the stream must not be resumed. */
  readonly connectionId?: string;
}

/**
 * Where a stream begins.
 *
 * A `hello` usually has number 0. Mattermost 5.37 can send a second one, with a higher number, after it lost events;
 * its record of what it sent is then unreliable, so such a stream is followed but not resumed. Nor is one without a
 * name, which is how a 5.37 server whose streams cannot be resumed says so.
 */
export function positionAfterHello(seq: number, { connection_id: connectionId }: HelloData): Position {
  const nextSeq = seq + 1;
  return seq === 0 && isConnectionId(connectionId) ? { nextSeq, connectionId } : { nextSeq };
}

/**
 * How many events are missing before the one numbered `seq`; less than none for one that we have had.
 *
 * A number that lies behind us is a repeat and not a new count: the server's count lives and dies with the stream, and
 * every new stream begins with a `hello`.
 */
export function missedBefore(seq: number, { nextSeq }: Position): number {
  return seq - nextSeq;
}

/** Mattermost accepts the upgrade for an id of another shape, and then drops the connection: a trap to stay out of. */
function isConnectionId(text: string): boolean {
  return /^[a-z0-9]{26}$/.test(text);
}
