import { hostname } from 'node:os';
import type { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import type { Schedule } from '../schedule.ts';
import type { Recipient, WorldEvent } from '../world/events.ts';
import { setStatus } from '../world/statuses.ts';
import { userOfToken } from '../world/tokens.ts';
import { serverVersion, type World } from '../world/world.ts';
import { answerTo } from './answers.ts';
import { okReply, parseRequest, type SocketRequest } from './frames.ts';
import { keepAlive, type Pulse } from './keep-alive.ts';
import { Outbox } from './outbox.ts';
import { Wire } from './wire.ts';

/** The server drops a connection that does not sign in within this time. */
const signInMs = 5_000;

/** What a client resumes. */
export interface Resume {
  /** The lost connection. */
  readonly before: Connection;
  /** The sequence number of the next event that the client expects. */
  readonly expected: number;
}

/** What a new connection needs. */
export interface NewConnection {
  readonly socket: WebSocket;
  /** The TCP stream below, which shows whether the client reads. */
  readonly stream: Duplex;
  /** The token of the upgrade request; `undefined` without a valid one. */
  readonly token: string | undefined;
  readonly resume?: Resume | undefined;
}

/** A client's socket. After the client is lost, it still collects events, which a new socket can resume. */
export class Connection implements Recipient {
  #id: string;
  readonly #world: World;
  readonly #wire: Wire;
  readonly #outbox: Outbox;
  readonly #pulse: Pulse;
  #active = true;
  #userId = '';
  #token = '';
  /** Whether the token was valid at the last check; the next check comes after the account has changed. */
  #verified = false;
  #lastActivityAt: number;

  constructor(world: World, schedule: Schedule, { socket, stream, token, resume }: NewConnection) {
    this.#id = resume?.before.id ?? world.newId();
    this.#world = world;
    this.#lastActivityAt = world.clock.now();
    this.#outbox = resume ? resume.before.#outbox : new Outbox(world.traits);
    const stopWaiting = schedule(signInMs, () => {
      if (this.#token === '') this.#wire.drop();
    });
    this.#wire = new Wire(socket, stream, schedule, {
      message: (data, isBinary) => this.#read(data, isBinary),
      pong: () => this.#pulse.heard(),
      ready: () => this.#pump(),
      gone: () => {
        this.#pulse.stop();
        stopWaiting();
        this.#leave();
      },
    });
    this.#pulse = keepAlive(this.#wire, schedule);
    if (token === undefined) return;
    if (resume) this.#resume(token, resume);
    else this.#signIn(token);
    this.#setOnline();
  }

  get id(): string {
    return this.#id;
  }

  get userId(): string {
    return this.#userId;
  }

  /** Empty until the client has signed in, and after its token turned out to be invalid. */
  get token(): string {
    return this.#token;
  }

  /** Whether the server believes that the client is connected. */
  get active(): boolean {
    return this.#active;
  }

  /** When the account last wrote or read something with this token, in milliseconds since 1970. */
  get lastActivityAt(): number {
    return this.#lastActivityAt;
  }

  signedIn(): boolean {
    if (!this.#verified && this.#token !== '') {
      this.#verified = userOfToken(this.#world, this.#token) !== undefined;
      // An invalid token is not checked again: a bot that is enabled again needs a new socket.
      if (!this.#verified) this.#token = '';
    }
    return this.#verified;
  }

  forgetSession(): void {
    this.#verified = false;
  }

  noteActivity(token: string): void {
    if (this.#active && token === this.#token) this.#lastActivityAt = this.#world.clock.now();
  }

  receive(event: WorldEvent): void {
    this.#send(event);
  }

  /** Drops the connection without a close frame, like a broken network: the client sees 1006. */
  cut(): void {
    this.#wire.drop();
  }

  /** Stops all bytes in both directions; neither side notices. */
  freeze(): void {
    this.#wire.freeze();
  }

  /** Lets the bytes pass again, those held back first. */
  thaw(): void {
    this.#wire.thaw();
  }

  #signIn(token: string): boolean {
    if (!this.#claim(token)) return false;
    this.#send(this.#hello());
    return true;
  }

  #claim(token: string): boolean {
    const userId = userOfToken(this.#world, token);
    if (userId === undefined) return false;
    this.#userId = userId;
    this.#token = token;
    this.#verified = true;
    this.#world.recipients.add(this);
    return true;
  }

  #resume(token: string, { before, expected }: Resume): void {
    this.#world.recipients.delete(before);
    this.#claim(token);
    const resumption = this.#outbox.resumeFrom(expected);
    if (resumption.kind === 'replay') for (const frame of resumption.frames) this.#wire.send(frame);
    if (resumption.kind === 'lost') {
      this.#id = this.#world.newId();
      this.#wire.send(this.#outbox.number(this.#hello()));
    }
    this.#pump();
  }

  #hello(): WorldEvent {
    const { traits } = this.#world;
    const data = {
      connection_id: this.#id,
      ...(traits.hostnameInHello && { server_hostname: hostname() }),
      server_version: serverVersion(this.#world),
    };
    return {
      event: 'hello',
      data,
      broadcast: { omit_users: null, user_id: this.#userId, channel_id: '', team_id: '' },
    };
  }

  #setOnline(): void {
    if (this.#userId !== '') setStatus(this.#world, this.#userId, 'online');
  }

  #send(item: WorldEvent | string): void {
    // The queue is full: the server sends what is in it, then closes. The connection cannot be resumed.
    if (!this.#outbox.put(item)) this.#world.recipients.delete(this);
    this.#pump();
  }

  #pump(): void {
    while (this.#active && this.#wire.ready) {
      const frame = this.#outbox.take();
      if (frame === undefined) break;
      this.#wire.send(frame);
    }
    const givenUp = this.#userId !== '' && !this.#world.recipients.has(this);
    if (this.#active && givenUp && this.#wire.ready) this.#wire.close();
  }

  #leave(): void {
    this.#active = false;
    if (this.#userId === '') return;
    const others = connectionsOf(this.#world).some(({ userId }) => userId === this.#userId);
    if (!others) setStatus(this.#world, this.#userId, 'offline');
  }

  #read(data: RawData, isBinary: boolean): void {
    const request = isBinary ? undefined : parseRequest(data.toString());
    if (!request) this.#wire.drop();
    else if (request.action === 'authentication_challenge' && request.seq > 0) this.#challenge(request);
    // A client that never signed in gets no reply.
    else if (this.#userId !== '') this.#send(answerTo(this.#world, request, this));
  }

  /** The server ignores a second challenge, and drops the connection after a wrong one. */
  #challenge({ seq, data }: SocketRequest): void {
    if (this.#token !== '') return;
    const { token } = data;
    if (typeof token === 'string' && this.#signIn(token)) {
      this.#send(okReply(seq));
      this.#setOnline();
    } else {
      this.#wire.drop();
    }
  }
}

function allConnections({ recipients }: World): Connection[] {
  return [...recipients].filter(recipient => recipient instanceof Connection);
}

/** The connected sockets that are signed in, oldest first. */
export function connectionsOf(world: World): Connection[] {
  return allConnections(world).filter(({ active }) => active);
}

/** The lost connections that a client can resume. */
export function lostConnectionsOf(world: World): Connection[] {
  return allConnections(world).filter(({ active }) => !active);
}

/** Drops and forgets every connection: the server goes down. */
export function forgetConnections(world: World): void {
  for (const connection of allConnections(world)) {
    world.recipients.delete(connection);
    connection.cut();
  }
}
