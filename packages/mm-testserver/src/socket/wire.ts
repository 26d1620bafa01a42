import type { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import type { Schedule } from '../schedule.ts';

/** The server drops a connection when a write takes longer. */
const writeWaitMs = 30_000;

/** How many bytes the buffers of a frozen connection hold. */
const bufferBytes = 256 * 1_024;

/** The callbacks of a wire. */
export interface WireListener {
  /** A message has arrived. */
  message(data: RawData, isBinary: boolean): void;
  pong(): void;
  /** The wire can take a message again. */
  ready(): void;
  /** The connection has ended for the server; called once. */
  gone(): void;
}

/** The server's side of a WebSocket, which can be frozen: then no bytes pass in either direction. */
export class Wire {
  readonly #socket: WebSocket;
  readonly #stream: Duplex;
  readonly #schedule: Schedule;
  readonly #listener: WireListener;
  #frozen = false;
  #gone = false;
  /** Written while frozen; sent after the thaw. */
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
    // `ws` closes the connection after an invalid frame, so there is nothing to do.
    socket.on('error', () => {});
    // A frozen wire hides that the client has disconnected.
    socket.on('close', () => {
      if (!this.#frozen) this.#end();
    });
  }

  /** Whether a message would be sent at once. */
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

  /** Closes with a close frame, like the server for a client that reads too slowly. */
  close(): void {
    if (this.#frozen) this.drop();
    else this.#socket.close();
  }

  /** Drops the connection, so that the client sees 1006; while frozen, the client notices nothing. */
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
