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

const pingsPerProbe = 4;

/**
 * Asks for signs of life until there are none: resolves to `silent` when nothing at all came within one interval, and
 * to `unanswered` when the connection works but a probe had no reply by the time of the next. An interval in which we
 * did not read proves nothing about the server.
 *
 * Rejects when `signal` aborts.
 */
export async function keepAlive(
  peer: Peer,
  { pingIntervalMs, sleep }: Pick<ResolvedOptions, 'pingIntervalMs' | 'sleep'>,
  signal: AbortSignal,
): Promise<'silent' | 'unanswered'> {
  for (let round = 1; ; round += 1) {
    const before = peer.framesReceived();
    peer.ping();
    await sleep(pingIntervalMs, signal);
    if (peer.wasHeld()) {
      // The server's pings lie unread, and Mattermost cuts a connection that has sent no pong for 100 s.
      peer.pong();
      continue;
    }
    // When this process was busy, the answer waits to be read: timers run before input does.
    if (peer.framesReceived() === before) await nextTurn();
    if (peer.framesReceived() === before) return 'silent';
    if (round % pingsPerProbe !== 0) continue;
    if (peer.isProbeUnanswered()) return 'unanswered';
    peer.probe();
  }
}
