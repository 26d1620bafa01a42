import { type RawData, WebSocket } from 'ws';
import { LASTING_MS } from './backoff.ts';
import type { Ending, Stage } from './ending.ts';
import { SignedOutError, type SocketError, UnresponsiveError } from './errors.ts';
import type { ServerEvent } from './events.ts';
import { broken, closed, overdue, refused } from './failures.ts';
import type { Reply } from './frames.ts';
import { keepAlive } from './keep-alive.ts';
import type { ResolvedOptions } from './options.ts';
import { Reader } from './reader.ts';
import type { Position } from './sequence.ts';
import type { Session } from './socket-events.ts';
import { websocketUrl } from './urls.ts';

/** What a connection asks and tells while it lasts. */
export interface ConnectionListener {
  /** Whether somebody wants events of this name. */
  wants(event: string): boolean;
  /** Whether events are wanted later rather than now. */
  isHeld(): boolean;
  /** Signed in. */
  ready(session: Session): void;
  /** Signed in for long enough to count as a success. */
  lasted(): void;
  /** Events are missing; a `new-stream` began without them. */
  gap(reason: 'new-stream' | 'sequence-jumped' | 'hello-again', missed?: number): void;
  /** The server answered that we are signed in, and what time it is there. */
  answered(serverTime: number): void;
  /** An event has come in its turn; absent when nobody wants it. */
  arrived(event?: ServerEvent): void;
}

// How long a polite goodbye may take before the connection is cut.
const CLOSE_WAIT_MS = 1_000;
// What may wait to be sent when the network is stuck; actions are small and not worth more.
const MOST_UNSENT_BYTES = 64 * 1024;

/** One connection's life: dialled, signed in, kept alive, ended. Never used twice. */
export class Connection {
  readonly #options: ResolvedOptions;
  readonly #listener: ConnectionListener;
  readonly #reader: Reader;
  /** Ends every wait of this connection, and the dialling. */
  readonly #over: AbortController = new AbortController();
  #end: (error: SocketError) => void = () => {};
  #socket: WebSocket | undefined;
  #stage: Stage = 'dialling';
  #received = 0;
  #lastFrameAt: number | undefined;
  #clockIsRead = false;
  readonly #letClockBeRead = (): void => {
    this.#clockIsRead = false;
  };
  #actions = 0;
  #unanswered: number | undefined;
  #wasHeld = false;
  #leaving = false;
  /** How it ended, when there are still messages to be read first. */
  #lastWord: (() => SocketError) | undefined;

  /** With a `position`, the server is asked to resume from there. */
  constructor(options: ResolvedOptions, position: Position | undefined, listener: ConnectionListener) {
    this.#options = options;
    this.#listener = listener;
    const readerListener = {
      wants: (event: string) => listener.wants(event),
      began: (connectionId: string) => this.#began(connectionId),
      continued: () => this.#resumed(),
      jumped: (missed: number) => listener.gap('sequence-jumped', missed),
      arrived: (event?: ServerEvent) => listener.arrived(event),
      replied: (reply: Reply) => this.#replied(reply),
    };
    this.#reader = new Reader(position, readerListener, options.logger);
  }

  /** When anything last came in, on the clock that `now` reads. */
  get lastFrameAt(): number | undefined {
    return this.#lastFrameAt;
  }

  /** Lives until the connection ends or `stop` aborts; then says how it ended. */
  run(stop: AbortSignal): Promise<Ending> {
    return new Promise(resolve => {
      this.#end = error => {
        if (this.#over.signal.aborted) return;
        this.#over.abort();
        this.#reader.hold();
        this.#socket?.terminate();
        resolve({ stage: this.#stage, error, position: this.#reader.position });
      };
      stop.addEventListener('abort', () => this.#close(), { signal: this.#over.signal });
      this.#after(this.#options.signInTimeoutMs, () => {
        if (this.#stage !== 'signed-in') this.#end(overdue(this.#stage, this.#options.signInTimeoutMs));
      });
      this.#dial();
    });
  }

  /** Sends an action without waiting for its reply; returns its number, or nothing when it cannot be sent now. */
  send(action: string, data: Readonly<Record<string, unknown>> = {}): number | undefined {
    if (this.#stage === 'dialling' || this.#over.signal.aborted) return undefined;
    if ((this.#socket?.bufferedAmount ?? 0) > MOST_UNSENT_BYTES) return undefined;
    this.#actions += 1;
    this.#socket?.send(JSON.stringify({ seq: this.#actions, action, data }));
    return this.#actions;
  }

  /** Stops reading once signed in: the sign-in itself has a deadline. */
  pause(): void {
    if (this.#stage !== 'signed-in') return;
    this.#wasHeld = true;
    this.#reader.hold();
    this.#socket?.pause();
  }

  /** Passes on what has come in meanwhile, and then reads again. */
  resume(): void {
    if (this.#leaving || this.#over.signal.aborted) return;
    this.#reader.release();
    if (this.#reader.held) return;
    if (this.#lastWord) this.#end(this.#lastWord());
    else this.#socket?.resume();
  }

  #dial(): void {
    const { baseUrl, token, connect } = this.#options;
    const failed = (error: unknown): void => this.#end(broken('dialling', error, token));
    try {
      const socket = connect(websocketUrl(baseUrl, this.#reader.position), {
        headers: { Authorization: `Bearer ${token}` },
        signal: this.#over.signal,
      });
      // Not awaited when it is here already: an error could come before our listener.
      if ('then' in socket) socket.then(dialled => this.#attach(dialled)).catch(failed);
      else this.#attach(socket);
    } catch (error) {
      failed(error);
    }
  }

  #attach(socket: WebSocket): void {
    const { token } = this.#options;
    this.#socket = socket;
    socket
      .on('open', () => this.#opened())
      .on('message', (data, isBinary) => this.#message(data, isBinary))
      .on('pong', () => this.#count())
      .on('ping', () => this.#count())
      .on('unexpected-response', (_, response) => this.#end(refused(response, token, this.#options.now())))
      .on('error', error => this.#lost(() => broken(this.#stage, error, token)))
      .on('close', (code, reason) => this.#lost(() => closed(this.#stage, code, reason.toString(), token)));
    if (this.#over.signal.aborted) socket.terminate();
    else if (socket.readyState === WebSocket.OPEN) this.#opened();
    else if (socket.readyState !== WebSocket.CONNECTING) this.#end(closed('dialling', 1006, '', token));
  }

  #opened(): void {
    this.#stage = 'open';
    // A resumed stream begins without a hello, and perhaps without an event: the reply to a ping is the only sign.
    this.#probe();
  }

  #message(data: RawData, isBinary: boolean): void {
    this.#count();
    if (this.#over.signal.aborted) return;
    if (!isBinary && Buffer.isBuffer(data)) this.#reader.receive(data);
    else this.#options.logger.warn('ignored a message from the server: not text');
  }

  #began(connectionId: string): void {
    const again = this.#stage === 'signed-in';
    if (!again) this.#signedIn({ connectionId, resumed: false });
    this.#listener.gap(again ? 'hello-again' : 'new-stream');
  }

  #replied(reply: Reply): void {
    if (reply.seqReply === this.#unanswered) this.#probed(reply);
    else if (!reply.ok) this.#options.logger.debug(`the server refused an action: ${reply.errorId}`);
  }

  #probed(reply: Reply): void {
    this.#unanswered = undefined;
    // Any other refusal comes from a server that knows us and has trouble of its own.
    if (!reply.ok && (reply.errorStatus ?? 401) === 401) {
      this.#end(new SignedOutError(`the server refused a ping: ${reply.errorId}`, reply.errorId));
      return;
    }
    this.#resumed();
    const serverTime = reply.data['server_time'];
    if (this.#stage === 'signed-in' && typeof serverTime === 'number') this.#listener.answered(serverTime);
  }

  /** Any answer but a hello, where we asked to resume, means that the resume worked. */
  #resumed(): void {
    if (this.#stage !== 'open') return;
    const connectionId = this.#reader.position?.connectionId;
    if (connectionId !== undefined) this.#signedIn({ connectionId, resumed: true });
  }

  #signedIn(session: Session): void {
    this.#stage = 'signed-in';
    if (this.#listener.isHeld()) this.pause();
    this.#listener.ready(session);
    this.#after(LASTING_MS, () => this.#listener.lasted());
    const peer = {
      received: () => this.#received,
      ping: () => this.#socket?.ping(),
      pong: () => this.#socket?.pong(),
      probe: () => this.#probe(),
      awaitsReply: () => this.#unanswered !== undefined,
      wasHeld: () => {
        const was = this.#wasHeld;
        this.#wasHeld = this.#reader.held;
        return was;
      },
    };
    keepAlive(peer, this.#options, this.#over.signal).then(
      lost =>
        this.#end(
          lost === 'silent'
            ? new UnresponsiveError('nothing came back to our ping')
            : new SignedOutError('the server answers, but not to what only those signed in may ask'),
        ),
      () => {},
    );
  }

  #probe(): void {
    this.#unanswered = this.send('ping');
  }

  #count(): void {
    this.#received += 1;
    if (this.#clockIsRead) return;
    this.#lastFrameAt = this.#options.now();
    // What comes from the network at once is passed on in one go: one look at the clock will do for it.
    this.#clockIsRead = true;
    queueMicrotask(this.#letClockBeRead);
  }

  /** The connection is gone; what it brought before comes first. */
  #lost(error: () => SocketError): void {
    if (this.#reader.waiting > 0 && !this.#leaving) this.#lastWord ??= error;
    else this.#end(error());
  }

  /** The way out when we are told to stop; nothing that still comes in is passed on. */
  #close(): void {
    this.#leaving = true;
    this.#reader.hold();
    const stopped = (): void => this.#end(closed(this.#stage, 1006, 'stopped', this.#options.token));
    if (this.#socket?.readyState !== WebSocket.OPEN) {
      stopped();
      return;
    }
    this.#socket.removeAllListeners('message').close(1000);
    // Or the server's goodbye would not be read.
    this.#socket.resume();
    this.#after(CLOSE_WAIT_MS, stopped);
  }

  #after(ms: number, act: () => void): void {
    this.#options.sleep(ms, this.#over.signal).then(act, () => {});
  }
}
