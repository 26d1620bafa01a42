import { type RawData, WebSocket } from 'ws';
import { successAfterMs } from './backoff.ts';
import type { Ending, Stage } from './ending.ts';
import { SignedOutError, type SocketError, UnresponsiveError } from './errors.ts';
import type { ServerEvent } from './events/server-event.ts';
import { closeError, connectionError, responseError, timeoutError } from './failures.ts';
import type { Reply } from './frames.ts';
import { keepAlive } from './keep-alive.ts';
import { checkSocket, earlyErrorOf } from './open-socket.ts';
import type { ResolvedOptions } from './options.ts';
import { isPromise } from './promises.ts';
import { Reader, type StreamItem } from './reader.ts';
import type { Position } from './sequence.ts';
import type { Session } from './socket-events.ts';
import { websocketUrl } from './urls.ts';

/** What a connection asks and reports while it lasts. */
export interface ConnectionListener {
  /** Whether events of this name have a listener; events without one are not parsed. */
  isWanted(event: string): boolean;
  /** Whether events have to wait. */
  isHeld(): boolean;
  /** The connection is signed in. */
  onSignedIn(session: Session): void;
  /** The connection has been signed in for long enough to count as a success. */
  onSuccess(): void;
  /** Events are missing; with `new-stream`, because a new stream began without them. */
  onGap(reason: 'new-stream' | 'sequence-jumped' | 'hello-again', missed?: number): void;
  /** The server replied that we are signed in; `serverTime` is its clock, in milliseconds since 1970. */
  onServerTime(serverTime: number): void;
  /** An event has come in its turn; without `event` when it has no listener. */
  onEvent(event: ServerEvent | undefined): void;
}

// The server's answer to our close frame may take this long before we cut the connection.
const closeTimeoutMs = 1_000;
// What may wait to be sent when the network is stuck; actions are small and not worth more.
const maxUnsentBytes = 64 * 1024;

/** One connection's life: dialled, signed in, kept alive, ended. Never used twice. */
export class Connection {
  readonly #options: ResolvedOptions;
  readonly #listener: ConnectionListener;
  readonly #isWanted: (event: string) => boolean;
  readonly #reader: Reader;
  /** Ends every wait of this connection, and the dialling. */
  readonly #ended: AbortController = new AbortController();
  #end: (error: SocketError) => void = () => {};
  #url = '';
  #socket: WebSocket | undefined;
  #stage: Stage = 'dialling';
  #framesReceived = 0;
  #lastFrameAt: number | undefined;
  #isClockRead = false;
  readonly #allowClockRead = (): void => {
    this.#isClockRead = false;
  };
  #lastAction = 0;
  #unansweredProbe: number | undefined;
  #isHeld = false;
  #wasHeld = false;
  #isClosing = false;
  /** How the connection ended, while messages that it brought before still have to be read. */
  #pendingEnd: (() => SocketError) | undefined;

  /** With a `position`, the server is asked to resume from there. */
  constructor(options: ResolvedOptions, position: Position | undefined, listener: ConnectionListener) {
    this.#options = options;
    this.#listener = listener;
    this.#isWanted = event => listener.isWanted(event);
    this.#reader = new Reader(position, options.logger);
  }

  /** When anything last came in, on the clock that `now` reads. */
  get lastFrameAt(): number | undefined {
    return this.#lastFrameAt;
  }

  /** Runs until the connection ends or `stop` aborts; resolves to how it ended. */
  run(stop: AbortSignal): Promise<Ending> {
    return new Promise(resolve => {
      this.#end = error => {
        if (this.#ended.signal.aborted) return;
        this.#ended.abort();
        this.#isHeld = true;
        this.#socket?.terminate();
        resolve({ stage: this.#stage, error, position: this.#reader.position });
      };
      stop.addEventListener('abort', () => this.#close(), { signal: this.#ended.signal });
      this.#after(this.#options.signInTimeoutMs, () => {
        if (this.#stage !== 'signed-in') this.#end(timeoutError(this.#stage, this.#options.signInTimeoutMs));
      });
      this.#dial();
    });
  }

  /** Sends an action without waiting for its reply; returns its number, or `undefined` when it cannot be sent now. */
  send(action: string, data: Readonly<Record<string, unknown>> = {}): number | undefined {
    if (this.#stage === 'dialling' || this.#ended.signal.aborted) return undefined;
    if ((this.#socket?.bufferedAmount ?? 0) > maxUnsentBytes) return undefined;
    this.#lastAction += 1;
    this.#socket?.send(JSON.stringify({ seq: this.#lastAction, action, data }));
    return this.#lastAction;
  }

  /** Stops reading, once signed in: the sign-in itself has a deadline. */
  hold(): void {
    if (this.#stage !== 'signed-in') return;
    this.#wasHeld = true;
    this.#isHeld = true;
    this.#socket?.pause();
  }

  /** Passes on what has come in meanwhile, and then reads again. Not to be called from within a listener. */
  release(): void {
    if (this.#isClosing || this.#ended.signal.aborted) return;
    this.#isHeld = false;
    this.#read();
    if (this.#isHeld) return;
    if (this.#pendingEnd) this.#end(this.#pendingEnd());
    else this.#socket?.resume();
  }

  #dial(): void {
    const { baseUrl, token, connect } = this.#options;
    const fail = (error: unknown): void => this.#end(connectionError('dialling', error, token));
    this.#url = websocketUrl(baseUrl, this.#reader.position);
    try {
      const context = { headers: { Authorization: `Bearer ${token}` }, signal: this.#ended.signal };
      const socket = connect(this.#url, context);
      // Not awaited when it is here already: an error could come before our listener.
      if (isPromise(socket)) socket.then(dialled => this.#attach(dialled)).catch(fail);
      else this.#attach(socket);
    } catch (error) {
      fail(error);
    }
  }

  #attach(socket: WebSocket): void {
    const { token, now } = this.#options;
    checkSocket(socket);
    this.#socket = socket;
    socket
      .on('open', () => this.#onOpen())
      .on('message', (data, isBinary) => this.#onMessage(data, isBinary))
      .on('pong', () => this.#countFrame())
      .on('ping', () => this.#countFrame())
      .on('unexpected-response', (_, response) => this.#end(responseError(response, this.#url, token, now())))
      .on('error', error => this.#onLost(() => connectionError(this.#stage, error, token)))
      .on('close', (code, reason) => this.#onLost(() => closeError(this.#stage, code, reason.toString(), token)));
    if (this.#ended.signal.aborted) socket.terminate();
    else if (socket.readyState === WebSocket.OPEN) this.#onOpen();
    else if (socket.readyState !== WebSocket.CONNECTING) {
      const error = earlyErrorOf(socket);
      this.#end(error ? connectionError('dialling', error, token) : closeError('dialling', 1006, '', token));
    }
  }

  #onOpen(): void {
    this.#stage = 'open';
    // `openSocket` pauses a WebSocket that opens before it is handed over.
    this.#socket?.resume();
    // A resumed stream begins without a hello, and perhaps without an event: the reply to a ping is the only sign.
    this.#probe();
  }

  #onMessage(data: RawData, isBinary: boolean): void {
    this.#countFrame();
    if (!isBinary && Buffer.isBuffer(data)) {
      this.#reader.add(data);
      this.#read();
    } else this.#options.logger.warn('ignored a message from the server: not text');
  }

  /** The connection is gone; the messages that it brought before are read first. */
  #onLost(error: () => SocketError): void {
    if (this.#reader.waiting > 0 && !this.#isClosing) this.#pendingEnd ??= error;
    else this.#end(error());
  }

  /** Reads the messages that have come, until none is left or events have to wait. */
  #read(): void {
    while (!this.#isHeld) {
      const item = this.#reader.next(this.#isWanted);
      if (item === undefined) return;
      this.#handle(item);
    }
  }

  #handle(item: StreamItem): void {
    if (item.kind === 'event') this.#listener.onEvent(item.event);
    else if (item.kind === 'reply') this.#onReply(item.reply);
    else if (item.kind === 'resumed') this.#onResumed();
    else if (item.kind === 'gap') this.#listener.onGap('sequence-jumped', item.missed);
    else {
      this.#onHello(item.event.data.connection_id);
      this.#listener.onEvent(item.event);
    }
  }

  #onHello(connectionId: string): void {
    const isFirst = this.#stage !== 'signed-in';
    if (isFirst) this.#signIn({ connectionId, resumed: false });
    this.#listener.onGap(isFirst ? 'new-stream' : 'hello-again');
  }

  /** The server sent anything but a hello where we asked to resume: the resume worked. */
  #onResumed(): void {
    if (this.#stage !== 'open') return;
    const connectionId = this.#reader.position?.connectionId;
    if (connectionId !== undefined) this.#signIn({ connectionId, resumed: true });
  }

  #onReply(reply: Reply): void {
    if (reply.seqReply === this.#unansweredProbe) this.#onProbeReply(reply);
    else if (!reply.ok) this.#options.logger.debug(`the server refused an action: ${reply.errorId}`);
  }

  #onProbeReply(reply: Reply): void {
    this.#unansweredProbe = undefined;
    // Any other refusal comes from a server that knows us and has trouble of its own.
    if (!reply.ok && (reply.errorStatus ?? 401) === 401) {
      this.#end(new SignedOutError(`the server refused a ping: ${reply.errorId}`, reply.errorId));
      return;
    }
    this.#onResumed();
    const serverTime = reply.data['server_time'];
    if (this.#stage === 'signed-in' && typeof serverTime === 'number') this.#listener.onServerTime(serverTime);
  }

  #signIn(session: Session): void {
    this.#stage = 'signed-in';
    if (this.#listener.isHeld()) this.hold();
    this.#listener.onSignedIn(session);
    this.#after(successAfterMs, () => this.#listener.onSuccess());
    const peer = {
      framesReceived: () => this.#framesReceived,
      ping: () => this.#socket?.ping(),
      pong: () => this.#socket?.pong(),
      probe: () => this.#probe(),
      isProbeUnanswered: () => this.#unansweredProbe !== undefined,
      wasHeld: () => {
        const wasHeld = this.#wasHeld;
        this.#wasHeld = this.#isHeld;
        return wasHeld;
      },
    };
    keepAlive(peer, this.#options, this.#ended.signal).then(
      lost =>
        this.#end(
          lost === 'silent'
            ? new UnresponsiveError('the server sent nothing after our ping')
            : new SignedOutError('the server answers pings, but not the actions of a connection that is signed in'),
        ),
      () => {},
    );
  }

  #probe(): void {
    this.#unansweredProbe = this.send('ping');
  }

  #countFrame(): void {
    this.#framesReceived += 1;
    if (this.#isClockRead) return;
    this.#lastFrameAt = this.#options.now();
    // Messages that the network delivers together are read in one go: one look at the clock is enough for them.
    this.#isClockRead = true;
    queueMicrotask(this.#allowClockRead);
  }

  /** Says goodbye when the socket is stopped; nothing that still comes in is passed on. */
  #close(): void {
    this.#isClosing = true;
    this.#isHeld = true;
    const stop = (): void => this.#end(closeError(this.#stage, 1006, 'stopped', this.#options.token));
    if (this.#socket?.readyState !== WebSocket.OPEN) {
      stop();
      return;
    }
    this.#socket.removeAllListeners('message').close(1000);
    // Or the server's close frame would not be read.
    this.#socket.resume();
    this.#after(closeTimeoutMs, stop);
  }

  #after(ms: number, act: () => void): void {
    this.#options.sleep(ms, this.#ended.signal).then(act, () => {});
  }
}
