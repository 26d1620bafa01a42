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

/** How long a client may take to sign in. */
const signInMs = 5_000;

/** A client that came back, and from where it wants to go on. */
export interface ComingBack {
  /** The connection that it had. */
  readonly before: Connection;
  /** The number of the event that it expects next. */
  readonly expected: number;
}

/** What a connection begins with. */
export interface NewConnection {
  readonly socket: WebSocket;
  /** Below the socket: tells whether the client reads what is sent. */
  readonly stream: Duplex;
  /** The token of the upgrade request; `undefined` when nobody was known by it. */
  readonly token: string | undefined;
  readonly comingBack?: ComingBack | undefined;
}

/** One client's socket. When the client is gone, it goes on collecting events, until one comes back for them. */
export class Connection implements Recipient {
  #id: string;
  readonly #world: World;
  readonly #wire: Wire;
  readonly #outbox: Outbox;
  readonly #pulse: Pulse;
  #active = true;
  #userId = '';
  #token = '';
  /** Whether the token is known to count; it is looked up again only when the account has changed. */
  #verified = false;
  #lastActivityAt: number;

  constructor(world: World, schedule: Schedule, { socket, stream, token, comingBack }: NewConnection) {
    this.#id = comingBack?.before.id ?? world.newId();
    this.#world = world;
    this.#lastActivityAt = world.clock.now();
    this.#outbox = comingBack ? comingBack.before.#outbox : new Outbox(world.traits);
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
    if (comingBack) this.#goOn(token, comingBack);
    else this.#signIn(token);
    this.#nowOnline();
  }

  get id(): string {
    return this.#id;
  }

  get userId(): string {
    return this.#userId;
  }

  /** Empty until the client has signed in, and once its token has been found wanting. */
  get token(): string {
    return this.#token;
  }

  /** Whether the client is there, as far as the server knows. */
  get active(): boolean {
    return this.#active;
  }

  /** When the account last did something with this token that counts, in milliseconds. */
  get lastActivityAt(): number {
    return this.#lastActivityAt;
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

  noteActivity(token: string): void {
    if (this.#active && token === this.#token) this.#lastActivityAt = this.#world.clock.now();
  }

  receive(event: WorldEvent): void {
    this.#send(event);
  }

  /** Drops the connection without a goodbye, as a broken network does: the client sees 1006. */
  cut(): void {
    this.#wire.drop();
  }

  /** Lets nothing pass any more: neither side is told. */
  freeze(): void {
    this.#wire.freeze();
  }

  /** Lets everything pass again, and what was held back first. */
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

  #goOn(token: string, { before, expected }: ComingBack): void {
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

  #nowOnline(): void {
    if (this.#userId !== '') setStatus(this.#world, this.#userId, 'online');
  }

  #send(item: WorldEvent | string): void {
    // Full: what waits still goes out, and then the connection ends. Nobody can come back to it.
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
    // Nobody is answered who has never signed in.
    else if (this.#userId !== '') this.#send(answerTo(this.#world, request, this));
  }

  /** A second challenge is not answered at all; a wrong one drops the connection. */
  #challenge({ seq, data }: SocketRequest): void {
    if (this.#token !== '') return;
    const { token } = data;
    if (typeof token === 'string' && this.#signIn(token)) {
      this.#send(okReply(seq));
      this.#nowOnline();
    } else {
      this.#wire.drop();
    }
  }
}

function allConnections({ recipients }: World): Connection[] {
  return [...recipients].filter(recipient => recipient instanceof Connection);
}

/** The sockets that are signed in, oldest first. */
export function connectionsOf(world: World): Connection[] {
  return allConnections(world).filter(({ active }) => active);
}

/** The connections whose clients are gone, and can come back. */
export function parkedConnectionsOf(world: World): Connection[] {
  return allConnections(world).filter(({ active }) => !active);
}

/** Forgets every connection, as a server does that ends. */
export function forgetConnections(world: World): void {
  for (const connection of allConnections(world)) {
    world.recipients.delete(connection);
    connection.cut();
  }
}
