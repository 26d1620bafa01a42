import { hostname } from 'node:os';

/** Which process runs an account. */
export interface LeaseHolder {
  /** The machine's name. */
  readonly host: string;
  /** The process on it. */
  readonly pid: number;
  /** When that process began, which tells two processes with the same number apart. */
  readonly processBeganAt: number;
}

/** A lease as it is noted down. */
export interface Lease extends LeaseHolder {
  /** Which taking of the lease this is. */
  readonly token: string;
  /** When the holder last said that it is alive, on the wall clock. */
  readonly heartbeatAt: number;
}

/** After so long without a sign of life, a lease counts as abandoned. */
export const leaseStaleAfterMs = 30_000;

/** This process. */
export function thisProcess(): LeaseHolder {
  return { host: hostname(), pid: process.pid, processBeganAt: Math.round(performance.timeOrigin) };
}

/** How long a lease is still good for, in milliseconds; 0 when somebody else may take it. */
export function leaseGoodFor(
  lease: Lease | undefined,
  us: LeaseHolder,
  now: number,
  lives: (pid: number) => boolean = isAlive,
): number {
  if (lease === undefined) return 0;
  const goodFor = Math.max(0, lease.heartbeatAt + leaseStaleAfterMs - now);
  if (lease.host !== us.host) return goodFor;
  // A container that was started again often gives its process the number of the one that was killed.
  if (lease.pid === us.pid) return lease.processBeganAt === us.processBeganAt ? goodFor : 0;
  return lives(lease.pid) ? goodFor : 0;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
