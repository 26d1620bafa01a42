import type { ServerEvent } from './events.ts';
import { readEventName, readSeq } from './frame-head.ts';
import { parseFrame, type Reply } from './frames.ts';
import type { Logger } from './options.ts';
import { missedBefore, type Position, positionAfterHello } from './sequence.ts';

/** What a reader asks and tells, message by message. */
export interface ReaderListener {
  /** Whether somebody wants events of this name; those that nobody wants are counted without being parsed. */
  wants(event: string): boolean;
  /** A `hello`: a new stream begins here. */
  began(connectionId: string): void;
  /** The stream goes on: an event follows that is neither a repeat nor a stray. */
  continued(): void;
  /** So many events are missing before the one that follows. */
  jumped(missed: number): void;
  /** An event has come in its turn; absent when nobody wants it. */
  arrived(event?: ServerEvent): void;
  /** The answer to an action. */
  replied(reply: Reply): void;
}

/** Moved on in place, since it does with every event. */
type Moving<T> = { -readonly [Key in keyof T]: T[Key] };

/** Reads what one connection brings, in order, and keeps the place in the stream. */
export class Reader {
  readonly #listener: ReaderListener;
  readonly #logger: Logger;
  #position: Moving<Position> | undefined;
  #held = false;
  /** What came while it was held: at most what had been read from the network at once. */
  readonly #backlog: Buffer[] = [];

  /** With a `position`, the stream is expected to go on from there. */
  constructor(position: Position | undefined, listener: ReaderListener, logger: Logger) {
    this.#position = position && { ...position };
    this.#listener = listener;
    this.#logger = logger;
  }

  /** How far we have read. */
  get position(): Position | undefined {
    return this.#position;
  }

  /** Whether messages wait. */
  get held(): boolean {
    return this.#held;
  }

  /** How many messages wait. */
  get waiting(): number {
    return this.#backlog.length;
  }

  /** Takes a text message. */
  receive(message: Buffer): void {
    if (this.#held) this.#backlog.push(message);
    else this.#read(message);
  }

  /** From now on messages wait. */
  hold(): void {
    this.#held = true;
  }

  /** Reads what waited, and then reads on; unless it is held again meanwhile. Not to be called by a listener. */
  release(): void {
    this.#held = false;
    while (!this.#held) {
      const message = this.#backlog.shift();
      if (message === undefined) return;
      this.#read(message);
    }
  }

  #read(message: Buffer): void {
    const name = readEventName(message);
    if (name !== undefined && name !== 'hello' && !this.#listener.wants(name)) {
      const seq = readSeq(message);
      if (seq !== undefined) {
        this.#goOn(message, seq, name);
        return;
      }
    }
    const frame = parseFrame(message.toString());
    if (frame.kind === 'reply') this.#listener.replied(frame.reply);
    else if (frame.kind === 'unreadable') this.#logger.warn(`ignored a message from the server: ${frame.why}`);
    else {
      const { event, unreadField } = frame;
      if (unreadField !== undefined) this.#logger.warn(`could not read ${unreadField} of ${event.event}`);
      if (event.known && event.event === 'hello') {
        this.#position = positionAfterHello(event.seq, event.data);
        this.#listener.began(event.data.connection_id);
        this.#listener.arrived(event);
      } else this.#goOn(message, event.seq, event.event, event);
    }
  }

  #goOn(message: Buffer, seq: number, name: string, event?: ServerEvent): void {
    const position = this.#position;
    const missed = position && missedBefore(seq, position);
    if (position === undefined || missed === undefined || missed < 0) {
      this.#logger.debug(`ignored event ${seq} (${name}): ${position ? 'we have had it' : 'no stream has begun'}`);
      return;
    }
    this.#listener.continued();
    if (missed > 0) {
      position.nextSeq = seq;
      this.#listener.jumped(missed);
    }
    if (this.#held) {
      // Whoever was told just now wants no more for the moment: this one is read again in its turn.
      this.#backlog.unshift(message);
      return;
    }
    position.nextSeq = seq + 1;
    this.#listener.arrived(event);
  }
}
