import type { Traits } from '../traits.ts';
import type { WorldEvent } from '../world/events.ts';
import { eventFrame } from './frames.ts';

/** How many messages can wait on a connection; with one more, the server closes it. */
export const queueCapacity = 256;

/** How many sent events the server keeps, for a client that resumes. */
const sentCapacity = 128;

/** While this many messages wait, the server drops less important events. */
const slowFrom = 128;

const droppable = ['typing', 'status_change', 'channel_viewed', 'multiple_channels_viewed'];

/** How a client can resume. */
export type Resumption =
  /** The server sends these frames again, because they may not have arrived. */
  | { readonly kind: 'replay'; readonly frames: readonly string[] }
  /** The client has received everything. */
  | { readonly kind: 'lossless' }
  /** The server no longer has the events that the client expects. */
  | { readonly kind: 'lost' };

interface SentEvent {
  readonly seq: number;
  readonly frame: string;
}

/** The messages of a connection that wait or were sent. It is passed on to the connection that resumes it. */
export class Outbox {
  readonly #traits: Traits;
  readonly #queue: (WorldEvent | string)[] = [];
  readonly #sent: SentEvent[] = [];
  #seq = 0;

  constructor(traits: Traits) {
    this.#traits = traits;
  }

  /** Adds an event, or the frame of a reply; returns false when the queue is full. */
  put(item: WorldEvent | string): boolean {
    if (this.#queue.length >= queueCapacity) return false;
    this.#queue.push(item);
    return true;
  }

  /** The next frame to send. Events are numbered here, so that dropped events leave no gap. */
  take(): string | undefined {
    for (let item = this.#queue.shift(); item !== undefined; item = this.#queue.shift()) {
      if (typeof item === 'string') return item;
      if (this.#queue.length < slowFrom || !droppable.includes(item.event)) return this.number(item);
    }
    return undefined;
  }

  /** Numbers an event that is sent before the queue, and keeps it. */
  number(event: WorldEvent): string {
    const sent = { seq: this.#seq, frame: eventFrame(this.#traits, event, this.#seq) };
    this.#seq += 1;
    this.#sent.push(sent);
    if (this.#sent.length > sentCapacity) this.#sent.shift();
    return sent.frame;
  }

  /** Resumes at the event that the client expects next. With 0 the server replays nothing, and counts from 0 again. */
  resumeFrom(expected: number): Resumption {
    this.#seq = expected;
    if (expected === 0) return { kind: 'lossless' };
    const found = this.#sent.findIndex(({ seq }) => seq === expected);
    const last = this.#sent.at(-1);
    if (found >= 0 && last) {
      this.#seq = last.seq + 1;
      return { kind: 'replay', frames: this.#sent.slice(found).map(({ frame }) => frame) };
    }
    if (last === undefined || last.seq === expected - 1) return { kind: 'lossless' };
    this.#sent.length = 0;
    this.#seq = 0;
    return { kind: 'lost' };
  }
}
