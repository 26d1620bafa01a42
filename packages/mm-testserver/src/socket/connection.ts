import { hostname } from 'node:os';
import type { RawData, WebSocket } from 'ws';
import type { Schedule } from '../schedule.ts';
import type { Recipient, WorldEvent } from '../world/events.ts';
import { setStatus } from '../world/statuses.ts';
import { userOfToken } from '../world/tokens.ts';
import { serverVersion, type World } from '../world/world.ts';
import { answerTo } from './answers.ts';
import { eventFrame, okReply, parseRequest, type SocketRequest } from './frames.ts';
import { keepAlive } from './keep-alive.ts';

/** How long a client may take to sign in. */
const signInMs = 5_000;

/** One client's socket. */
export class Connection implements Recipient {
  readonly id: string;
  readonly #world: World;
  readonly #socket: WebSocket;
  #userId = '';
  #token = '';
  /** Whether the token is known to count; it is looked up again only when the account has changed. */
  #verified = false;
  #seq = 0;

  constructor(world: World, socket: WebSocket, schedule: Schedule, token: string | undefined) {
    this.id = world.newId();
    this.#world = world;
    this.#socket = socket;
    const stopPinging = keepAlive(socket, schedule);
    const stopWaiting = schedule(signInMs, () => {
      if (this.#token === '') socket.terminate();
    });
    socket.on('message', (data, isBinary) => this.#read(data, isBinary));
    // What is wrong with a frame ends the connection by itself; there is nobody to tell.
    socket.on('error', () => {});
    socket.on('close', () => {
      stopPinging();
      stopWaiting();
      this.#leave();
    });
    if (token !== undefined && this.#signIn(token)) this.#nowOnline();
  }

  get userId(): string {
    return this.#userId;
  }

  /** Empty until the client has signed in, and once its token has been found wanting. */
  get token(): string {
    return this.#token;
  }

  signedIn(): boolean {
    if (!this.#verified && this.#token !== '') {
      this.#verified = userOfToken(this.#world, this.#token) !== undefined;
      // Once found wanting, a token is never tried again: a bot that is enabled again must connect anew.
      if (!this.#verified) this.#token = '';
    }
    return this.#verified;
  }

  forgetSession(): void {
    this.#verified = false;
  }

  receive(event: WorldEvent): void {
    this.#socket.send(eventFrame(this.#world.traits, event, this.#seq));
    this.#seq += 1;
  }

  /** Drops the connection without a goodbye, as a broken network does: the client sees 1006. */
  cut(): void {
    this.#socket.terminate();
  }

  #signIn(token: string): boolean {
    const userId = userOfToken(this.#world, token);
    if (userId === undefined) return false;
    this.#userId = userId;
    this.#token = token;
    this.#verified = true;
    this.#world.recipients.add(this);
    this.receive(this.#hello());
    return true;
  }

  #hello(): WorldEvent {
    const { traits } = this.#world;
    const data = {
      connection_id: this.id,
      ...(traits.hostnameInHello && { server_hostname: hostname() }),
      server_version: serverVersion(this.#world),
    };
    return {
      event: 'hello',
      data,
      broadcast: { omit_users: null, user_id: this.#userId, channel_id: '', team_id: '' },
    };
  }

  #nowOnline(): void {
    setStatus(this.#world, this.#userId, 'online');
  }

  #leave(): void {
    if (!this.#world.recipients.delete(this)) return;
    const others = connectionsOf(this.#world).some(({ userId }) => userId === this.#userId);
    if (!others) setStatus(this.#world, this.#userId, 'offline');
  }

  #read(data: RawData, isBinary: boolean): void {
    const request = isBinary ? undefined : parseRequest(data.toString());
    if (!request) this.#socket.terminate();
    else if (request.action === 'authentication_challenge' && request.seq > 0) this.#challenge(request);
    else this.#reply(answerTo(this.#world, request, this));
  }

  /** A second challenge is not answered at all; a wrong one drops the connection. */
  #challenge({ seq, data }: SocketRequest): void {
    if (this.#token !== '') return;
    const { token } = data;
    if (typeof token === 'string' && this.#signIn(token)) {
      this.#reply(okReply(seq));
      this.#nowOnline();
    } else {
      this.#socket.terminate();
    }
  }

  /** Nobody is answered who has never signed in. */
  #reply(frame: string): void {
    if (this.#world.recipients.has(this)) this.#socket.send(frame);
  }
}

/** The sockets that are signed in, oldest first. */
export function connectionsOf({ recipients }: World): Connection[] {
  return [...recipients].filter(recipient => recipient instanceof Connection);
}
