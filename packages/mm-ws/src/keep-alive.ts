import { setImmediate as turn } from 'node:timers/promises';
import type { ResolvedOptions } from './options.ts';

/** The other side, as far as keeping a connection alive needs it. */
export interface Peer {
  /** How many frames of any kind have come in so far. */
  received(): number;
  /** Whether we held back from reading at any time since we were last asked this. */
  wasHeld(): boolean;
  /** Sends a WebSocket ping, which the server answers whoever we are. */
  ping(): void;
  /** Sends a WebSocket pong that nobody asked for. */
  pong(): void;
  /** Sends Mattermost's `ping` action, which it answers only to those who are signed in. */
  probe(): void;
  /** Whether the last probe is still unanswered. */
  awaitsReply(): boolean;
}

const PINGS_A_PROBE = 4;

/**
 * Asks for signs of life until there are none: `silent` when nothing at all came back within one interval,
 * `unanswered` when the connection works but a probe had no reply by the time of the next. An interval in which we did
 * not read says nothing about the other side.
 *
 * Rejects when `signal` aborts.
 */
export async function keepAlive(
  peer: Peer,
  { pingIntervalMs, sleep }: Pick<ResolvedOptions, 'pingIntervalMs' | 'sleep'>,
  signal: AbortSignal,
): Promise<'silent' | 'unanswered'> {
  for (let beat = 1; ; beat += 1) {
    const before = peer.received();
    peer.ping();
    await sleep(pingIntervalMs, signal);
    if (peer.wasHeld()) {
      // The server's pings lie unread, and Mattermost cuts a connection from which no pong has come for 100 s.
      peer.pong();
      continue;
    }
    // When this process was busy, the answer waits to be read: timers run before input does.
    if (peer.received() === before) await turn();
    if (peer.received() === before) return 'silent';
    if (beat % PINGS_A_PROBE !== 0) continue;
    if (peer.awaitsReply()) return 'unanswered';
    peer.probe();
  }
}
