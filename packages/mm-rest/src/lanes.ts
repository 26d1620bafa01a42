/**
 * Which calls go first when they have to wait for the server's rate limit: what people wait for, then what the program
 * wants to know, then signs of typing, then the edits of an answer that is still being written.
 */
export type Lane = 'final' | 'read' | 'typing' | 'preview';

/** All lanes, those that go first at the front. */
export const lanes: readonly Lane[] = ['final', 'read', 'typing', 'preview'];

/** Which share of the bucket a lane leaves free for those before it. Grows from lane to lane, so that none overtakes. */
const reserve: Readonly<Record<Lane, number>> = { final: 0, read: 0.1, typing: 0.25, preview: 0.25 };

/** Lanes whose calls become useless by waiting: when the queue is full, their oldest call is dropped first. */
const perishable: readonly Lane[] = ['typing', 'preview'];

/** How many calls must be free in a bucket of this size before a lane sends one. */
export function roomNeeded(lane: Lane, size: number): number {
  return 1 + Math.floor(size * reserve[lane]);
}

/** How many calls wait in each lane. */
export type LaneCounts = Readonly<Record<Lane, number>>;

/** The lane whose call may go next: the first in which one waits, or none if there is not enough room for that. */
export function nextLane(waiting: LaneCounts, free: number, size: number): Lane | undefined {
  const lane = lanes.find(lane => waiting[lane] > 0);
  return lane !== undefined && free >= roomNeeded(lane, size) ? lane : undefined;
}

/** The lane that drops a call so that one of `lane` can wait; none if the new call itself has to be dropped. */
export function laneToDropFrom(waiting: LaneCounts, lane: Lane): Lane | undefined {
  const last = lanes.findLast(lane => waiting[lane] > 0);
  if (last === undefined || lanes.indexOf(last) < lanes.indexOf(lane)) return undefined;
  return last !== lane || perishable.includes(lane) ? last : undefined;
}

/** How many calls go before a new one of `lane`. */
export function countAhead(waiting: LaneCounts, lane: Lane): number {
  return lanes.slice(0, lanes.indexOf(lane) + 1).reduce((sum, lane) => sum + waiting[lane], 0);
}
