/**
 * Who goes first when calls have to wait for the server's rate limit: what people wait for, before what the program
 * wants to know, before what is nice to see, before the edits of an answer that is still being written.
 */
export type Lane = 'final' | 'read' | 'typing' | 'preview';

/** All lanes, those that go first at the front. */
export const lanes: readonly Lane[] = ['final', 'read', 'typing', 'preview'];

/** Which share of the bucket a lane leaves to those before it. Grows from lane to lane, so that none is overtaken. */
const reserve: Readonly<Record<Lane, number>> = { final: 0, read: 0.1, typing: 0.25, preview: 0.25 };

/** Lanes whose calls lose their sense by waiting: when there is no room, the oldest of them goes first. */
const perishable: readonly Lane[] = ['typing', 'preview'];

/** How many calls a lane wants to see free in a bucket of this size before it sends one. */
export function needed(lane: Lane, size: number): number {
  return 1 + Math.floor(size * reserve[lane]);
}

/** How many calls wait in each lane. */
export type Waiting = Readonly<Record<Lane, number>>;

/** From which lane the next call may go: the first in which one waits, or none if there is not enough room for that. */
export function pickLane(waiting: Waiting, free: number, size: number): Lane | undefined {
  const lane = lanes.find(lane => waiting[lane] > 0);
  return lane !== undefined && free >= needed(lane, size) ? lane : undefined;
}

/** Which lane gives up a call so that one of `lane` can wait; none if the newcomer itself has to go. */
export function pickVictim(waiting: Waiting, lane: Lane): Lane | undefined {
  const lowest = lanes.findLast(lane => waiting[lane] > 0);
  if (lowest === undefined || lanes.indexOf(lowest) < lanes.indexOf(lane)) return undefined;
  return lowest !== lane || perishable.includes(lane) ? lowest : undefined;
}

/** How many calls go before a new one of `lane`. */
export function ahead(waiting: Waiting, lane: Lane): number {
  return lanes.slice(0, lanes.indexOf(lane) + 1).reduce((sum, lane) => sum + waiting[lane], 0);
}
