import { EventEmitter } from 'node:events';
import { retryDelay } from './backoff.ts';
import { checkToken } from './check-token.ts';
import { Connection, type ConnectionListener } from './connection.ts';
import { Delivery } from './delivery.ts';
import { doubtsToken, type Ending, resumeAfter } from './ending.ts';
import { HttpError, type SocketError, TokenRefusedError } from './errors.ts';
import { type ResolvedOptions, resolveOptions, type SocketOptions } from './options.ts';
import type { Position } from './sequence.ts';
import type { GapReason, SocketEvents } from './socket-events.ts';

/** What the socket is doing; `waiting` is for the next try. */
export type SocketState = 'idle' | 'connecting' | 'signed-in' | 'waiting' | 'stopped';

/**
 * Makes a socket; `start` it once your listeners are attached.
 *
 * @throws TypeError naming the option that cannot be right
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
  #connection: Connection | undefined;
  /** Where to resume; outlives a connection, and a stop. */
  #position: Position | undefined;
  #connectionId: string | undefined;
  #attempts = 0;
  #recoveringSince: number | undefined;
  #lastFrameAt: number | undefined;
  #lastEventAt: number | undefined;
  #hasSignedIn = false;
  /** The server's time when it last answered. */
  #answeredAt: number | undefined;
  /** That time once an event in its turn has shown that nothing before it was lost. */
  #wholeUntil: number | undefined;

  /** Use `createSocket`. */
  constructor(options: SocketOptions) {
    super();
    this.#options = resolveOptions(options);
    this.#delivery = new Delivery(this, this.#options, {
      hold: () => this.#connection?.pause(),
      release: () => this.#connection?.resume(),
    });
  }

  /** What the socket is doing. */
  get state(): SocketState {
    return this.#state;
  }

  /** The server's name for the stream that we are signed in to; absent while we are not. */
  get connectionId(): string | undefined {
    return this.#state === 'signed-in' ? this.#connectionId : undefined;
  }

  /** When anything last came from the server, pongs included, in milliseconds since 1970. */
  get lastFrameAt(): number | undefined {
    return this.#connection?.lastFrameAt ?? this.#lastFrameAt;
  }

  /** When an event last came, whether anybody wanted it or not, in milliseconds since 1970. */
  get lastEventAt(): number | undefined {
    return this.#lastEventAt;
  }

  /** How many connections in a row have failed or not lasted; 0 once one has lasted for 10 s. */
  get attempts(): number {
    return this.#attempts;
  }

  /** Since when the socket has been trying to sign in, in milliseconds since 1970; absent while it need not. */
  get recoveringSince(): number | undefined {
    return this.#recoveringSince;
  }

  /** Whether `pause` was called last, rather than `resume`. */
  get paused(): boolean {
    return this.#delivery.paused;
  }

  /** How many promises that listeners returned are unsettled; at `concurrency` the socket stops reading. */
  get unsettled(): number {
    return this.#delivery.unsettled;
  }

  /** Connects, and stays connected. Does nothing while the socket runs; after `stopped` it starts again. */
  start(): void {
    if (this.#stop !== undefined) return;
    const stop = new AbortController();
    const { signal } = this.#options;
    if (signal?.aborted) stop.abort();
    signal?.addEventListener('abort', () => stop.abort(), { signal: stop.signal });
    this.#stop = stop;
    this.#attempts = 0;
    this.#running = this.#run(stop.signal).then(error => {
      stop.abort();
      // Before anybody is told, so that a listener can start it again.
      this.#stop = undefined;
      this.#state = 'stopped';
      this.#recoveringSince = undefined;
      this.#delivery.tell('stopped', error === undefined ? {} : { error });
    });
  }

  /** Disconnects for good; resolves once nothing is left running and `stopped` was told. May be called twice. */
  async stop(): Promise<void> {
    this.#stop?.abort();
    await this.#running;
  }

  /**
   * Lets no further event come until `resume`. The server is left to keep them: nothing is read from the network, so
   * nothing piles up here. It keeps a few hundred events and then begins a new stream, which you are told as a `gap`.
   */
  pause(): void {
    this.#delivery.pause(true);
  }

  /** Lets events come again after `pause`. */
  resume(): void {
    this.#delivery.pause(false);
  }

  /**
   * Shows for a few seconds that the bot is typing, in a channel or, with `parentId`, in a thread. Costs nothing of
   * the server's request limit. A hint and no more: says whether it was sent, and sends nothing before the sign-in.
   */
  typing(channelId: string, parentId = ''): boolean {
    if (this.#state !== 'signed-in') return false;
    return this.#connection?.send('user_typing', { channel_id: channelId, parent_id: parentId }) !== undefined;
  }

  /** Connects again and again; returns the reason to give up, or nothing when it was told to stop. */
  async #run(stop: AbortSignal): Promise<SocketError | undefined> {
    const { logger, sleep, random, now } = this.#options;
    while (!stop.aborted) {
      this.#state = 'connecting';
      this.#recoveringSince ??= now();
      const ending = await this.#connect(stop);
      this.#state = 'connecting';
      this.#recoveringSince ??= now();
      this.#position = resumeAfter(ending);
      const refusal = await this.#refusal(ending, stop);
      if (stop.aborted) break;
      if (refusal !== undefined) return refusal;

      const { error } = ending;
      this.#attempts += 1;
      const asked = error instanceof HttpError ? error.retryAfterMs : 0;
      const retryInMs = Math.round(retryDelay(this.#attempts, random, asked));
      this.#state = 'waiting';
      logger.warn(`disconnected, next try in ${retryInMs} ms: ${error.message}`);
      this.#delivery.tell('disconnected', { error, retryInMs, attempt: this.#attempts });
      await sleep(retryInMs, stop).catch(() => {});
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

  async #refusal(ending: Ending, stop: AbortSignal): Promise<TokenRefusedError | undefined> {
    if (!doubtsToken(ending)) return undefined;
    if ((await checkToken(this.#options, stop)) !== 'refused') return undefined;
    const error = new TokenRefusedError(
      'the server refuses the token: it is wrong or revoked, or its bot is disabled. Set a new one and start again',
      { cause: ending.error },
    );
    this.#options.logger.error(error.message);
    return error;
  }

  /** Passes on what a connection tells. */
  #listener(): ConnectionListener {
    const delivery = this.#delivery;
    return {
      wants: event => delivery.wants(event),
      isHeld: () => delivery.held,
      ready: session => {
        this.#state = 'signed-in';
        this.#connectionId = session.connectionId;
        this.#recoveringSince = undefined;
        this.#options.logger.info(session.resumed ? 'signed in, stream resumed' : 'signed in, new stream');
        delivery.tell('ready', session);
      },
      lasted: () => {
        this.#attempts = 0;
      },
      gap: (reason, missed) => {
        // A broken connection delivered all that it had numbered; in a running one, the loss may lie further back.
        if (reason === 'new-stream') this.#wholeUntil = this.#answeredAt;
        this.#gap(reason === 'new-stream' ? (this.#hasSignedIn ? 'not-resumed' : 'first-start') : reason, missed);
        this.#hasSignedIn = true;
      },
      answered: serverTime => {
        this.#answeredAt = serverTime;
      },
      arrived: event => {
        // Near enough, and no second look at the clock for each event.
        this.#lastEventAt = this.lastFrameAt;
        this.#wholeUntil = this.#answeredAt;
        if (event === undefined) return;
        delivery.tell('event', event);
        if (event.known) delivery.tell(event.event, event);
      },
    };
  }

  #gap(reason: GapReason, missed: number | undefined): void {
    this.#options.logger.info(`events may be missing: ${reason}`);
    this.#delivery.tell('gap', {
      reason,
      ...(missed !== undefined && { missed }),
      ...(this.#wholeUntil !== undefined && { wholeUntil: this.#wholeUntil }),
    });
  }
}
