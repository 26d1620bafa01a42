import { EventEmitter } from 'node:events';
import { retryDelay } from './backoff.ts';
import { checkToken } from './check-token.ts';
import { Connection, type ConnectionListener } from './connection.ts';
import { doubtsToken, type Ending, resumeAfter } from './ending.ts';
import { HttpError, type SocketError, TokenRefusedError } from './errors.ts';
import { type ResolvedOptions, resolveOptions, type SocketOptions } from './options.ts';
import { redact } from './redact.ts';
import type { Position } from './sequence.ts';
import type { GapReason, SocketEvents } from './socket-events.ts';
import { tell } from './tell.ts';

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
  #state: SocketState = 'idle';
  #stop: AbortController | undefined;
  #running: Promise<void> | undefined;
  #connection: Connection | undefined;
  /** Where to resume; outlives a connection, and a stop. */
  #position: Position | undefined;
  #hasSignedIn = false;
  /** The server's time when it last answered. */
  #answeredAt: number | undefined;
  /** That time once an event in its turn has shown that nothing before it was lost. */
  #wholeUntil: number | undefined;

  /** Use `createSocket`. */
  constructor(options: SocketOptions) {
    super();
    this.#options = resolveOptions(options);
  }

  /** What the socket is doing. */
  get state(): SocketState {
    return this.#state;
  }

  /** Connects, and stays connected. Does nothing while the socket runs; after `stopped` it starts again. */
  start(): void {
    if (this.#stop !== undefined) return;
    const stop = new AbortController();
    const { signal } = this.#options;
    if (signal?.aborted) stop.abort();
    signal?.addEventListener('abort', () => stop.abort(), { signal: stop.signal });
    this.#stop = stop;
    this.#running = this.#run(stop.signal).then(error => {
      stop.abort();
      // Before anybody is told, so that a listener can start it again.
      this.#stop = undefined;
      this.#state = 'stopped';
      this.#tell('stopped', error === undefined ? {} : { error });
    });
  }

  /** Disconnects for good; resolves once nothing is left running and `stopped` was told. May be called twice. */
  async stop(): Promise<void> {
    this.#stop?.abort();
    await this.#running;
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
    const { logger, sleep, random } = this.#options;
    let attempt = 0;
    while (!stop.aborted) {
      this.#state = 'connecting';
      this.#connection = new Connection(this.#options, this.#position, this.#listener());
      const ending = await this.#connection.run(stop);
      this.#position = resumeAfter(ending);
      this.#state = 'connecting';
      const refusal = await this.#refusal(ending, stop);
      if (stop.aborted) break;
      if (refusal !== undefined) return refusal;

      const { error } = ending;
      attempt = ending.stage === 'signed-in' ? 1 : attempt + 1;
      const retryInMs = Math.round(retryDelay(attempt, random, error instanceof HttpError ? error.retryAfterMs : 0));
      this.#state = 'waiting';
      logger.warn(`disconnected, next try in ${retryInMs} ms: ${error.message}`);
      this.#tell('disconnected', { error, retryInMs, attempt });
      await sleep(retryInMs, stop).catch(() => {});
    }
    return undefined;
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
    return {
      ready: session => {
        this.#state = 'signed-in';
        this.#options.logger.info(session.resumed ? 'signed in, stream resumed' : 'signed in, new stream');
        this.#tell('ready', session);
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
      event: event => {
        this.#wholeUntil = this.#answeredAt;
        this.#tell('event', event);
        if (event.known) this.#tell(event.event, event);
      },
    };
  }

  #gap(reason: GapReason, missed: number | undefined): void {
    this.#options.logger.info(`events may be missing: ${reason}`);
    this.#tell('gap', {
      reason,
      ...(missed !== undefined && { missed }),
      ...(this.#wholeUntil !== undefined && { wholeUntil: this.#wholeUntil }),
    });
  }

  #tell<Name extends keyof SocketEvents>(name: Name, payload: SocketEvents[Name][0]): void {
    const { logger, token } = this.#options;
    tell(this, name, payload, message => logger.error(redact(message, token)));
  }
}
