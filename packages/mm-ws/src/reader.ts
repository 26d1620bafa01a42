import type { KnownEvent, ServerEvent } from './events/server-event.ts';
import { readEventName, readSeq } from './frame-head.ts';
import { parseFrame, type Reply } from './frames.ts';
import type { Logger } from './logger.ts';
import { countMissing, type Position, positionAfterHello } from './sequence.ts';

/** What comes next in the stream. */
export type StreamItem =
  /** A new stream begins. */
  | { readonly kind: 'hello'; readonly event: KnownEvent<'hello'> }
  /** The stream goes on where this connection asked it to: the server resumed it. Comes before the first event. */
  | { readonly kind: 'resumed' }
  /** Events are missing before the one that follows. */
  | { readonly kind: 'gap'; readonly missed: number }
  /** An event in its turn; without `event` when no listener wants it, so that it was not parsed. */
  | { readonly kind: 'event'; readonly event: ServerEvent | undefined }
  /** The server's reply to an action. */
  | { readonly kind: 'reply'; readonly reply: Reply };

/** Changed in place, because it changes with every event. */
type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

const unwantedEvent: StreamItem = { kind: 'event', event: undefined };

/** Reads the messages of one connection in order, and keeps the position in the stream. */
export class Reader {
  readonly #logger: Logger;
  /** The message to be read next; mostly the only one. */
  #current: Buffer | undefined;
  readonly #later: Buffer[] = [];
  #position: Mutable<Position> | undefined;
  /** Whether the server has shown that it goes on from the position that the connection began with. */
  #isInStream: boolean;

  /** With a `position`, the stream is expected to go on from there. */
  constructor(position: Position | undefined, logger: Logger) {
    this.#position = position && { ...position };
    this.#isInStream = position === undefined;
    this.#logger = logger;
  }

  /** How far the stream has been read. */
  get position(): Position | undefined {
    return this.#position;
  }

  /** How many messages wait to be read: at most what the network delivered at once. */
  get waiting(): number {
    return this.#current === undefined ? 0 : 1 + this.#later.length;
  }

  /** Takes a text message, to be read by `next`. */
  add(message: Buffer): void {
    if (this.#current === undefined) this.#current = message;
    else this.#later.push(message);
  }

  /**
   * The next item, or nothing until another message was added. Events for which `isWanted` says no are counted without
   * being parsed.
   */
  next(isWanted: (event: string) => boolean): StreamItem | undefined {
    while (this.#current !== undefined) {
      const item = this.#read(this.#current, isWanted);
      // The event behind one of these is read again, and handed out by the next call.
      if (item?.kind !== 'resumed' && item?.kind !== 'gap') this.#current = this.#later.shift();
      if (item !== undefined) return item;
    }
    return undefined;
  }

  #read(message: Buffer, isWanted: (event: string) => boolean): StreamItem | undefined {
    const name = readEventName(message);
    if (name !== undefined && name !== 'hello' && !isWanted(name)) {
      const seq = readSeq(message);
      if (seq !== undefined) return this.#follow(seq, name);
    }
    const frame = parseFrame(message.toString());
    if (frame.kind === 'reply') return frame;
    if (frame.kind === 'unreadable') {
      this.#logger.warn(`ignored a message from the server: ${frame.why}`);
      return undefined;
    }
    const { event, unreadField } = frame;
    if (event.known && event.event === 'hello') {
      this.#position = positionAfterHello(event.seq, event.data);
      this.#isInStream = true;
      return { kind: 'hello', event };
    }
    const item = this.#follow(event.seq, event.event, event);
    if (item?.kind === 'event' && unreadField !== undefined) {
      this.#logger.warn(`could not read the field '${unreadField}' of an event '${event.event}'`);
    }
    return item;
  }

  #follow(seq: number, name: string, event?: ServerEvent): StreamItem | undefined {
    const position = this.#position;
    const missed = position && countMissing(seq, position);
    if (position === undefined || missed === undefined || missed < 0) {
      const why = position === undefined ? 'no stream has begun' : 'it was delivered before';
      this.#logger.debug(`ignored event ${seq} (${name}): ${why}`);
      return undefined;
    }
    if (!this.#isInStream) {
      this.#isInStream = true;
      return { kind: 'resumed' };
    }
    if (missed > 0) {
      position.nextSeq = seq;
      return { kind: 'gap', missed };
    }
    position.nextSeq = seq + 1;
    return event === undefined ? unwantedEvent : { kind: 'event', event };
  }
}
