import { EventEmitter } from 'node:events';
import { confirmRefusalMs, retryDelay } from './backoff.ts';
import { checkToken } from './check-token.ts';
import { Connection, type ConnectionListener } from './connection.ts';
import { Delivery } from './delivery.ts';
import { type Ending, isTokenInDoubt, positionToResume } from './ending.ts';
import { HttpError, type SocketError, TokenRefusedError } from './errors.ts';
import { type ResolvedOptions, resolveOptions, type SocketOptions } from './options.ts';
import type { Position } from './sequence.ts';
import type { GapReason, SocketEvents } from './socket-events.ts';

/** What the socket is doing; `waiting` means that it waits before it reconnects. */
export type SocketState = 'idle' | 'connecting' | 'signed-in' | 'waiting' | 'stopped';

/** A larger difference of the clocks is logged. */
const clockWarningMs = 5 * 60_000;

/**
 * Makes a socket; `start` it once your listeners are attached.
 *
 * @throws TypeError that names the option and what was expected
 * @example
 * const socket = createSocket({ baseUrl: 'https://chat.example.com', token });
 * socket.on('posted', ({ data }) => console.log(data.post.message));
 * socket.start();
 */
export function createSocket(options: SocketOptions): MattermostSocket {
  return new MattermostSocket(options);
}

/** Keeps one account connected to Mattermost's event stream until it is stopped or its token is refused. */
export class MattermostSocket extends EventEmitter<SocketEvents> {
  readonly #options: ResolvedOptions;
  readonly #delivery: Delivery;
  #state: SocketState = 'idle';
  #stop: AbortController | undefined;
  #running: Promise<void> | undefined;
  /** Whether `start` was called after `stop`, while the socket was still stopping. */
  #startsAgain = false;
  #connection: Connection | undefined;
  /** Where to resume; outlives a connection, and a stop. */
  #position: Position | undefined;
  #connectionId: string | undefined;
  #attempts = 0;
  #recoveringSince: number | undefined;
  #lastFrameAt: number | undefined;
  #lastEventAt: number | undefined;
  #hasSignedIn = false;
  /** The server's time when it last replied to a ping. */
  #serverTime: number | undefined;
  #clockOffsetMs: number | undefined;
  #hasWarnedOfClock = false;
  /** That time, as of the last event in its turn: the event shows that none before it was lost. */
  #completeUntil: number | undefined;

  /** Use `createSocket`. */
  constructor(options: SocketOptions) {
    super();
    this.#options = resolveOptions(options);
    this.#delivery = new Delivery(this, this.#options, {
      hold: () => this.#connection?.hold(),
      release: () => this.#connection?.release(),
    });
  }

  /** What the socket is doing. */
  get state(): SocketState {
    return this.#state;
  }

  /** The server's id for the stream that we are signed in to; absent while we are not. */
  get connectionId(): string | undefined {
    return this.#state === 'signed-in' ? this.#connectionId : undefined;
  }

  /** When anything last came from the server, pongs included, in milliseconds since 1970. */
  get lastFrameAt(): number | undefined {
    return this.#connection?.lastFrameAt ?? this.#lastFrameAt;
  }

  /** When an event last came, with or without a listener for it, in milliseconds since 1970. */
  get lastEventAt(): number | undefined {
    return this.#lastEventAt;
  }

  /** How many connections in a row have failed or ended too soon; 0 once one has been signed in for 2 s. */
  get attempts(): number {
    return this.#attempts;
  }

  /** Since when the socket has been trying to sign in, in milliseconds since 1970; absent while it is signed in. */
  get recoveringSince(): number | undefined {
    return this.#recoveringSince;
  }

  /** How far the server's clock is ahead of this machine's, in milliseconds; negative when it is behind. */
  get clockOffsetMs(): number | undefined {
    return this.#clockOffsetMs;
  }

  /** Whether `pause` was called last, rather than `resume`. */
  get paused(): boolean {
    return this.#delivery.isPaused;
  }

  /** How many promises that listeners returned are unsettled; at `concurrency` the socket stops reading. */
  get unsettled(): number {
    return this.#delivery.unsettled;
  }

  /**
   * Connects, and stays connected. Does nothing while the socket runs; after `stop` or `stopped` it starts again, as soon
   * as it has stopped.
   */
  start(): void {
    if (this.#stop === undefined) this.#start();
    else if (this.#stop.signal.aborted) this.#startsAgain = true;
  }

  /** Disconnects for good; resolves once nothing is left running and `stopped` was emitted. May be called twice. */
  async stop(): Promise<void> {
    this.#startsAgain = false;
    this.#stop?.abort();
    await this.#running;
  }

  #start(): void {
    const stop = new AbortController();
    const { signal } = this.#options;
    if (signal?.aborted) stop.abort();
    signal?.addEventListener('abort', () => stop.abort(), { signal: stop.signal });
    this.#stop = stop;
    this.#startsAgain = false;
    this.#attempts = 0;
    this.#running = this.#run(stop.signal).then(error => {
      stop.abort();
      // Before `stopped` is emitted, so that a listener can start the socket again.
      this.#stop = undefined;
      this.#state = 'stopped';
      this.#recoveringSince = undefined;
      this.#delivery.emit('stopped', error === undefined ? {} : { error });
      if (this.#startsAgain && this.#stop === undefined) this.#start();
    });
  }

  /**
   * Lets no further event come until `resume`. Nothing is read from the network meanwhile, so nothing piles up here; the
   * server keeps a few hundred events and then begins a new stream, which you get as a `gap`.
   */
  pause(): void {
    this.#delivery.pause();
  }

  /** Lets events come again after `pause`. */
  resume(): void {
    this.#delivery.resume();
  }

  /**
   * Shows for a few seconds that the bot is typing, in a channel or, with `parentId`, in a thread. Costs nothing of
   * the server's request limit. It is only a hint: returns whether it was sent, and sends nothing before the sign-in.
   */
  typing(channelId: string, parentId = ''): boolean {
    if (this.#state !== 'signed-in') return false;
    return this.#connection?.send('user_typing', { channel_id: channelId, parent_id: parentId }) !== undefined;
  }

  /** Connects again and again; returns the reason to give up, or nothing when it was stopped. */
  async #run(stop: AbortSignal): Promise<SocketError | undefined> {
    const { logger, sleep, random, now } = this.#options;
    while (!stop.aborted) {
      this.#state = 'connecting';
      this.#recoveringSince ??= now();
      const ending = await this.#connect(stop);
      this.#state = 'connecting';
      this.#recoveringSince ??= now();
      this.#position = positionToResume(ending);
      const isRefused = isTokenInDoubt(ending) && (await checkToken(this.#options, stop)) === 'refused';
      if (stop.aborted) break;

      const { error } = ending;
      this.#attempts += 1;
      const leastMs = isRefused ? confirmRefusalMs : error instanceof HttpError ? error.retryAfterMs : 0;
      const retryInMs = Math.round(retryDelay(this.#attempts, random, leastMs));
      this.#state = 'waiting';
      const next = isRefused ? 'the server refused the token, asking once more' : 'reconnecting';
      logger.warn(`disconnected, ${next} in ${retryInMs} ms: ${error.message}`);
      this.#delivery.emit('disconnected', { error, retryInMs, attempt: this.#attempts });
      await sleep(retryInMs, stop).catch(() => {});
      if (isRefused && !stop.aborted && (await checkToken(this.#options, stop)) === 'refused') {
        return this.#refusal(error);
      }
    }
    return undefined;
  }

  async #connect(stop: AbortSignal): Promise<Ending> {
    const connection = new Connection(this.#options, this.#position, this.#listener());
    this.#connection = connection;
    const ending = await connection.run(stop);
    this.#lastFrameAt = connection.lastFrameAt ?? this.#lastFrameAt;
    this.#connection = undefined;
    return ending;
  }

  #refusal(cause: SocketError): TokenRefusedError {
    const error = new TokenRefusedError(
      'the server refuses the token, also when asked again. It is wrong, expired or revoked, or the account was disabled ' +
        'or converted to a bot. Set a new token and start again',
      { cause },
    );
    this.#options.logger.error(error.message);
    return error;
  }

  /** People compare times of the server with times of this machine, in logs and in code. */
  #noteClock(serverTime: number): void {
    this.#clockOffsetMs = serverTime - this.#options.now();
    if (this.#hasWarnedOfClock || Math.abs(this.#clockOffsetMs) < clockWarningMs) return;
    this.#hasWarnedOfClock = true;
    const minutes = Math.round(Math.abs(this.#clockOffsetMs) / 60_000);
    const where = this.#clockOffsetMs > 0 ? 'ahead of' : 'behind';
    this.#options.logger.warn(`the clock of the server is ${minutes} min ${where} the clock of this machine`);
  }

  /** Turns what a connection reports into events of this socket. */
  #listener(): ConnectionListener {
    const delivery = this.#delivery;
    return {
      isWanted: event => delivery.isWanted(event),
      isHeld: () => delivery.isHeld,
      onSignedIn: session => {
        this.#state = 'signed-in';
        this.#connectionId = session.connectionId;
        this.#recoveringSince = undefined;
        this.#options.logger.info(session.resumed ? 'signed in, stream resumed' : 'signed in, new stream');
        delivery.emit('ready', session);
      },
      onSuccess: () => {
        this.#attempts = 0;
      },
      onGap: (reason, missed) => {
        // A broken connection delivered every event that it had numbered; on a running one, the loss may lie further back.
        if (reason === 'new-stream') this.#completeUntil = this.#serverTime;
        this.#emitGap(reason === 'new-stream' ? (this.#hasSignedIn ? 'not-resumed' : 'first-start') : reason, missed);
        this.#hasSignedIn = true;
      },
      onServerTime: serverTime => {
        this.#serverTime = serverTime;
        this.#noteClock(serverTime);
      },
      onEvent: event => {
        // Close enough, and it saves a second look at the clock for each event.
        this.#lastEventAt = this.lastFrameAt;
        this.#completeUntil = this.#serverTime;
        if (event === undefined) return;
        delivery.emit('event', event);
        if (event.known) delivery.emit(event.event, event);
      },
    };
  }

  #emitGap(reason: GapReason, missed: number | undefined): void {
    this.#options.logger.info(`events may be missing: ${reason}`);
    this.#delivery.emit('gap', {
      reason,
      ...(missed !== undefined && { missed }),
      ...(this.#completeUntil !== undefined && { completeUntil: this.#completeUntil }),
    });
  }
}
