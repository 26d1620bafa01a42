import type { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import type { Schedule } from '../schedule.ts';

/** How long a message may take to leave; after that the connection is given up. */
const writeWaitMs = 30_000;

/** What the buffers of a connection take that nobody reads at the other end. */
const bufferBytes = 256 * 1_024;

/** What the one who owns a wire is told. */
export interface WireListener {
  /** A message has arrived. */
  message(data: RawData, isBinary: boolean): void;
  pong(): void;
  /** There is room again. */
  ready(): void;
  /** It has ended, for the server at least; comes once. */
  gone(): void;
}

/** A WebSocket as the server sees it, which can be frozen: then nothing passes in either direction. */
export class Wire {
  readonly #socket: WebSocket;
  readonly #stream: Duplex;
  readonly #schedule: Schedule;
  readonly #listener: WireListener;
  #frozen = false;
  #gone = false;
  /** What was written while frozen: delivered at the thaw, as a network does that comes back. */
  readonly #held: string[] = [];
  #heldBytes = 0;
  #stopWriteDeadline: (() => void) | undefined;
  readonly #onFlushed = (): void => this.#flushed();

  constructor(socket: WebSocket, stream: Duplex, schedule: Schedule, listener: WireListener) {
    this.#socket = socket;
    this.#stream = stream;
    this.#schedule = schedule;
    this.#listener = listener;
    socket.on('message', (data, isBinary) => listener.message(data, isBinary));
    socket.on('pong', () => listener.pong());
    // What is wrong with a frame ends the connection by itself; there is nobody to tell.
    socket.on('error', () => {});
    // Through a frozen wire not even the end of the client is heard.
    socket.on('close', () => {
      if (!this.#frozen) this.#end();
    });
  }

  /** Whether what is written now leaves at once. */
  get ready(): boolean {
    return this.#frozen ? this.#heldBytes < bufferBytes : this.#stream.writableLength === 0;
  }

  send(frame: string): void {
    if (this.#gone) return;
    if (this.#frozen) this.#hold(frame);
    else this.#socket.send(frame, this.#onFlushed);
    if (!this.ready) this.#stopWriteDeadline ??= this.#schedule(writeWaitMs, () => this.drop());
  }

  ping(): void {
    if (!this.#frozen) this.#socket.ping();
  }

  /** Ends with a close frame, as the server does to a client that reads too slowly. */
  close(): void {
    if (this.#frozen) this.drop();
    else this.#socket.close();
  }

  /** Ends without a goodbye, so that the client sees 1006. While frozen, the client learns nothing of it. */
  drop(): void {
    if (this.#frozen) this.#end();
    else this.#socket.terminate();
  }

  freeze(): void {
    this.#frozen = true;
    this.#socket.pause();
  }

  thaw(): void {
    if (!this.#frozen) return;
    this.#frozen = false;
    if (this.#socket.readyState === this.#socket.CLOSED) this.#end();
    if (this.#gone) this.#socket.terminate();
    for (const frame of this.#held.splice(0)) this.#socket.send(frame, this.#onFlushed);
    this.#heldBytes = 0;
    this.#socket.resume();
    this.#flushed();
  }

  #hold(frame: string): void {
    this.#held.push(frame);
    this.#heldBytes += frame.length;
  }

  #flushed(): void {
    if (this.#gone || !this.ready) return;
    this.#stopWriteDeadline?.();
    this.#stopWriteDeadline = undefined;
    this.#listener.ready();
  }

  #end(): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#held.length = 0;
    this.#stopWriteDeadline?.();
    this.#listener.gone();
  }
}
