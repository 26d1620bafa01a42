import type { Schedule } from '../schedule.ts';
import type { Wire } from './wire.ts';

const pingMs = 60_000;
const silenceMs = 100_000;

/** The pulse of a connection. */
export interface Pulse {
  /** A pong has arrived. */
  heard(): void;
  stop(): void;
}

/**
 * Pings a client every minute, and drops one that has not sent a pong for 100 seconds.
 *
 * Nothing but a pong counts: neither the `ping` action nor any other message.
 */
export function keepAlive(wire: Wire, schedule: Schedule): Pulse {
  let stopDeadline = schedule(silenceMs, () => wire.drop());
  const ping = (): void => {
    wire.ping();
    stopPing = schedule(pingMs, ping);
  };
  let stopPing = schedule(pingMs, ping);
  return {
    heard() {
      stopDeadline();
      stopDeadline = schedule(silenceMs, () => wire.drop());
    },
    stop() {
      stopPing();
      stopDeadline();
    },
  };
}
