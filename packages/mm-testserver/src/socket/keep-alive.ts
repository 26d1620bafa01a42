import type { Schedule } from '../schedule.ts';
import type { Wire } from './wire.ts';

const pingMs = 60_000;
const silenceMs = 100_000;

/** The pings of a connection. */
export interface Pulse {
  /** Call this for every pong. */
  heard(): void;
  stop(): void;
}

/**
 * Pings a client every minute, and drops it after 100 seconds without a pong.
 *
 * Only a pong counts, and no message, not even the `ping` action.
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
