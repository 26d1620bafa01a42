import type { Traits } from '../versions.ts';
import type { WorldEvent } from '../world/events.ts';
import { eventFrame } from './frames.ts';

/** How many messages may wait for a connection; one more, and the server gives the connection up. */
export const queueCapacity = 256;

/** How many events are remembered after they were sent, for a client that comes back and asks for them. */
const sentCapacity = 128;

/** From so many waiting messages on, events that do not matter much are left out. */
const slowFrom = 128;

const droppable = ['typing', 'status_change', 'channel_viewed', 'multiple_channels_viewed'];

/** How a client that came back can go on. */
export type Resumption =
  /** These were sent, and may not have arrived: they are sent again. */
  | { readonly kind: 'replay'; readonly frames: readonly string[] }
  /** The client has everything that was sent. */
  | { readonly kind: 'lossless' }
  /** What the client asks for is no longer there. */
  | { readonly kind: 'lost' };

interface SentEvent {
  readonly seq: number;
  readonly frame: string;
}

/** What waits to be sent on a connection, and what was sent; it outlives the connection until a client comes back. */
export class Outbox {
  readonly #traits: Traits;
  readonly #queue: (WorldEvent | string)[] = [];
  readonly #sent: SentEvent[] = [];
  #seq = 0;

  constructor(traits: Traits) {
    this.#traits = traits;
  }

  /** Adds an event, or a reply as it goes out; `false` when there is no room. */
  put(item: WorldEvent | string): boolean {
    if (this.#queue.length >= queueCapacity) return false;
    this.#queue.push(item);
    return true;
  }

  /** The next frame to send. Events get their place in the sequence here, so that those left out take none. */
  take(): string | undefined {
    for (let item = this.#queue.shift(); item !== undefined; item = this.#queue.shift()) {
      if (typeof item === 'string') return item;
      if (this.#queue.length < slowFrom || !droppable.includes(item.event)) return this.number(item);
    }
    return undefined;
  }

  /** Gives an event its place in the sequence, past everything that waits, and remembers it as sent. */
  number(event: WorldEvent): string {
    const sent = { seq: this.#seq, frame: eventFrame(this.#traits, event, this.#seq) };
    this.#seq += 1;
    this.#sent.push(sent);
    if (this.#sent.length > sentCapacity) this.#sent.shift();
    return sent.frame;
  }

  /** Goes on from the event that the client expects next. Number 0 asks for nothing, and the count begins anew. */
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
