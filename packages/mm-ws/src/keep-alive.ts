import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ResolvedOptions } from './options.ts';

/** The server's end of a connection, as far as keeping it alive needs it. */
export interface Peer {
  /** How many frames of any kind have come in so far. */
  framesReceived(): number;
  /** Whether we held back from reading at any time since the last call. */
  wasHeld(): boolean;
  /** Sends a WebSocket ping, which the server answers on every connection, signed in or not. */
  ping(): void;
  /** Sends a WebSocket pong without a ping. */
  pong(): void;
  /** Sends Mattermost's `ping` action, which it answers only on a connection that is signed in. */
  probe(): void;
  /** Whether the last probe has had no reply yet. */
  isProbeUnanswered(): boolean;
}

/** A busy server may take longer for an action than for a ping frame. */
const roundsPerProbe = 4;

/**
 * Asks for signs of life until there are none: resolves to `silent` when nothing at all came within one interval, and
 * to `unanswered` when the connection works but a probe had no reply within four. An interval in which we did not read
 * proves nothing about the server.
 *
 * A probe goes out with every ping: its reply also shows the server's time, and keeps the connection to a server, or
 * through a proxy, that does not answer ping frames.
 *
 * Rejects when `signal` aborts.
 */
export async function keepAlive(
  peer: Peer,
  { pingIntervalMs, sleep }: Pick<ResolvedOptions, 'pingIntervalMs' | 'sleep'>,
  signal: AbortSignal,
): Promise<'silent' | 'unanswered'> {
  let unansweredRounds = 0;
  for (;;) {
    const before = peer.framesReceived();
    peer.ping();
    if (!peer.isProbeUnanswered()) {
      unansweredRounds = 0;
      peer.probe();
    }
    await sleep(pingIntervalMs, signal);
    if (peer.wasHeld()) {
      // The server's pings lie unread, and Mattermost cuts a connection that has sent no pong for 100 s.
      peer.pong();
      continue;
    }
    // When this process was busy, the answer waits to be read: timers run before input does.
    if (peer.framesReceived() === before) await nextTurn();
    if (peer.framesReceived() === before) return 'silent';
    unansweredRounds += 1;
    if (peer.isProbeUnanswered() && unansweredRounds >= roundsPerProbe) return 'unanswered';
  }
}
