import type { WebSocket } from 'ws';
import type { Schedule } from '../schedule.ts';

const pingMs = 60_000;
const silenceMs = 100_000;

/**
 * Pings a client every minute, and drops one that has not sent a pong for 100 seconds.
 *
 * Nothing but a pong counts: neither the `ping` action nor any other message.
 */
export function keepAlive(socket: WebSocket, schedule: Schedule): () => void {
  let stopPing = (): void => {};
  let stopDeadline = (): void => {};
  const extend = (): void => {
    stopDeadline();
    stopDeadline = schedule(silenceMs, () => socket.terminate());
  };
  const ping = (): void => {
    socket.ping();
    stopPing = schedule(pingMs, ping);
  };
  stopPing = schedule(pingMs, ping);
  extend();
  socket.on('pong', extend);
  return () => {
    stopPing();
    stopDeadline();
  };
}
