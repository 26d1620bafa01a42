import { hostname } from 'node:os';

/** The process that runs an account. */
export interface LeaseHolder {
  /** The name of its machine. */
  readonly host: string;
  /** Its process id on that machine. */
  readonly pid: number;
  /** When the process started: two processes can have the same id one after the other. */
  readonly processBeganAt: number;
}

/** A lease as it is stored. */
export interface Lease extends LeaseHolder {
  /** A new random text each time that the lease is taken. */
  readonly token: string;
  /** When the holder last renewed the lease, on the wall clock. */
  readonly heartbeatAt: number;
}

/** A lease that was not renewed for this long has expired. */
export const leaseStaleAfterMs = 30_000;

/** Describes this process. */
export function thisProcess(): LeaseHolder {
  return { host: hostname(), pid: process.pid, processBeganAt: Math.round(performance.timeOrigin) };
}

/** How many milliseconds a lease is still valid; 0 when another process may take it. */
export function remainingLeaseMs(
  lease: Lease | undefined,
  us: LeaseHolder,
  now: number,
  lives: (pid: number) => boolean = isAlive,
): number {
  if (lease === undefined) return 0;
  const remaining = Math.max(0, lease.heartbeatAt + leaseStaleAfterMs - now);
  if (lease.host !== us.host) return remaining;
  // A restarted container often gives its process the same number as the one that was killed.
  if (lease.pid === us.pid) return lease.processBeganAt === us.processBeganAt ? remaining : 0;
  return lives(lease.pid) ? remaining : 0;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
