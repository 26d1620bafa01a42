import { type Lane, lanes, pickVictim, type Waiting } from './lanes.ts';

/** A call that may have to wait for its turn. */
export interface Waiter {
  /** Its lane. */
  readonly lane: Lane;
  /** Names what it edits, if it is an edit: a newer call that edits the same leaves a waiting preview nothing to do. */
  readonly edits: string | undefined;
  /** Until when it makes sense to send it, on the clock of the budget. */
  readonly expiresAt: number;
}

/** Calls that wait, in their lanes. Knows neither time nor rate. */
export class Queue<T extends Waiter> {
  readonly #max: number;
  readonly #lanes: Readonly<Record<Lane, T[]>> = { final: [], read: [], typing: [], preview: [] };
  readonly #previews = new Map<string, T>();

  constructor(max: number) {
    this.#max = max;
  }

  /** How many wait. */
  get size(): number {
    const { final, read, typing, preview } = this.#lanes;
    return final.length + read.length + typing.length + preview.length;
  }

  /** How many wait in each lane. */
  counts(): Waiting {
    const { final, read, typing, preview } = this.#lanes;
    return { final: final.length, read: read.length, typing: typing.length, preview: preview.length };
  }

  /** Who goes next of a lane: the one that has waited longest. */
  first(lane: Lane | undefined): T | undefined {
    return lane && this.#lanes[lane][0];
  }

  /** The waiting preview that a newer call leaves nothing to do. */
  supersededBy({ edits }: Waiter): T | undefined {
    return edits === undefined ? undefined : this.#previews.get(edits);
  }

  /** Puts `newcomer` at the end of its lane. Returns who has to go for it when there is no room: maybe itself. */
  add(newcomer: T): T | undefined {
    const full = this.size >= this.#max;
    const victim = full ? this.first(pickVictim(this.counts(), newcomer.lane)) : undefined;
    if (full && victim === undefined) return newcomer;
    if (victim !== undefined) this.remove(victim);
    this.#lanes[newcomer.lane].push(newcomer);
    this.#index(newcomer);
    return victim;
  }

  /** Puts a preview in the place of the one that it supersedes: what is edited often must not fall behind. */
  replace(older: T, newer: T): void {
    const lane = this.#lanes[older.lane];
    lane[lane.indexOf(older)] = newer;
    this.#index(newer);
  }

  /** Takes one out, wherever it stands. */
  remove(waiter: T): void {
    const lane = this.#lanes[waiter.lane];
    const at = lane.indexOf(waiter);
    if (at >= 0) lane.splice(at, 1);
    if (waiter.edits !== undefined && this.#previews.get(waiter.edits) === waiter) this.#previews.delete(waiter.edits);
  }

  /** Takes out all for whom `time` is too late. */
  expire(time: number): T[] {
    const late = lanes.flatMap(lane => this.#lanes[lane].filter(({ expiresAt }) => expiresAt <= time));
    for (const waiter of late) this.remove(waiter);
    return late;
  }

  /** When the first of them expires; never if none waits. */
  nextExpiry(): number {
    return Math.min(...lanes.flatMap(lane => this.#lanes[lane].map(({ expiresAt }) => expiresAt)));
  }

  #index(waiter: T): void {
    if (waiter.lane === 'preview' && waiter.edits !== undefined) this.#previews.set(waiter.edits, waiter);
  }
}
