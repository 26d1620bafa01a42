import { type Lane, type LaneCounts, lanes, laneToDropFrom } from './lanes.ts';

/** A call that may have to wait for its turn. */
export interface QueuedCall {
  /** Its lane. */
  readonly lane: Lane;
  /** The name of what it edits, if it is an edit: a newer call that edits the same makes a waiting preview useless. */
  readonly edits: string | undefined;
  /** Until when it makes sense to send it, on the clock of the budget. */
  readonly expiresAt: number;
}

/** Calls that wait, in their lanes. Knows neither time nor rate. */
export class Queue<T extends QueuedCall> {
  readonly #lanes: Readonly<Record<Lane, T[]>> = { final: [], read: [], typing: [], preview: [] };
  readonly #previews = new Map<string, T>();
  /** When the first call expires; `undefined` when that has to be looked up. */
  #nextExpiry: number | undefined = Number.POSITIVE_INFINITY;

  /** How many calls wait. */
  get size(): number {
    const { final, read, typing, preview } = this.#lanes;
    return final.length + read.length + typing.length + preview.length;
  }

  /** How many calls wait in each lane. */
  counts(): LaneCounts {
    const { final, read, typing, preview } = this.#lanes;
    return { final: final.length, read: read.length, typing: typing.length, preview: preview.length };
  }

  /** The call of a lane that has waited longest. */
  first(lane: Lane | undefined): T | undefined {
    return lane && this.#lanes[lane][0];
  }

  /** The waiting preview that a newer call makes useless. */
  supersededBy({ edits }: QueuedCall): T | undefined {
    return edits === undefined ? undefined : this.#previews.get(edits);
  }

  /** Puts a call at the end of its lane. When `max` calls wait, returns the call that is dropped: maybe the new one. */
  add(call: T, max: number): T | undefined {
    const isFull = this.size >= max;
    const dropped = isFull ? this.first(laneToDropFrom(this.counts(), call.lane)) : undefined;
    if (isFull && dropped === undefined) return call;
    if (dropped !== undefined) this.remove(dropped);
    this.#lanes[call.lane].push(call);
    this.#index(call);
    return dropped;
  }

  /** Puts a preview in the place of the one that it supersedes, so that a post that is edited often does not fall behind. */
  replace(older: T, newer: T): void {
    const lane = this.#lanes[older.lane];
    lane[lane.indexOf(older)] = newer;
    this.#nextExpiry = undefined;
    this.#index(newer);
  }

  /** Takes a call out. */
  remove(call: T): void {
    const lane = this.#lanes[call.lane];
    const at = lane.indexOf(call);
    if (at >= 0) lane.splice(at, 1);
    if (call.expiresAt === this.#nextExpiry) this.#nextExpiry = undefined;
    if (call.edits !== undefined && this.#previews.get(call.edits) === call) this.#previews.delete(call.edits);
  }

  /** Takes out all calls that have expired at `time`. */
  removeExpired(time: number): T[] {
    if (this.nextExpiry() > time) return [];
    const expired = lanes.flatMap(lane => this.#lanes[lane].filter(({ expiresAt }) => expiresAt <= time));
    for (const call of expired) this.remove(call);
    return expired;
  }

  /** When the first call expires; infinity if none waits. */
  nextExpiry(): number {
    if (this.#nextExpiry === undefined) {
      let next = Number.POSITIVE_INFINITY;
      for (const lane of lanes) for (const { expiresAt } of this.#lanes[lane]) next = Math.min(next, expiresAt);
      this.#nextExpiry = next;
    }
    return this.#nextExpiry;
  }

  #index(call: T): void {
    if (this.#nextExpiry !== undefined) this.#nextExpiry = Math.min(this.#nextExpiry, call.expiresAt);
    if (call.lane === 'preview' && call.edits !== undefined) this.#previews.set(call.edits, call);
  }
}
