import { setTimeout as wait } from 'node:timers/promises';
import { type Connect, openSocket } from './open-socket.ts';

/** Where the socket tells what it does. `console`, pino and most other loggers fit. */
export type Logger = Pick<Console, 'debug' | 'info' | 'warn' | 'error'>;

/** The shape of `fetch` that is called: the address as a text, and only standard fields in `init`. */
export type Fetch = (input: string, init: RequestInit) => Promise<Response>;

/** How to reach the server, and what may be replaced. */
export interface SocketOptions {
  /**
   * Where the server lives, such as `https://chat.example.com`; a sub-path is kept, a trailing slash or `/api/v4` makes
   * no difference.
   */
  baseUrl: string;
  /** The bot's access token. It is sent in a header only, and kept out of logs, errors and addresses. */
  token: string;
  /**
   * Opens one WebSocket. Replace it to go through a proxy, or to dial an address that you have checked:
   * resolve the name and pass `lookup` on to `openSocket`.
   * @default openSocket
   */
  connect?: Connect;
  /** Asks `GET /users/me` when the token is in doubt. @default globalThis.fetch */
  fetch?: Fetch;
  /** Told about sign-ins, losses and retries; for finding out later what happened. @default silence */
  logger?: Logger;
  /** Stops the socket for good when it aborts, as `stop` does. @default none */
  signal?: AbortSignal;
  /**
   * How often to ask the server for a sign of life, in milliseconds. A dead connection is noticed within twice this
   * time. Every fourth time the socket also asks whether it is still signed in, since Mattermost leaves the
   * connection of a revoked token open.
   * @default 8_000
   */
  pingIntervalMs?: number;
  /**
   * How long one try may take, from dialling to being signed in, in milliseconds. Mattermost drops a connection that
   * is not signed in after 5 s.
   * @default 15_000
   */
  signInTimeoutMs?: number;
  /**
   * How many promises that your listeners returned may be unsettled before the socket stops reading; it goes on as
   * soon as there are fewer. With 1, an event comes only once the listeners of the one before have settled.
   * @default 1_000
   */
  concurrency?: number;
  /** Spreads reconnects; replaced in tests. @default Math.random */
  random?: () => number;
  /** The time, in milliseconds since 1970; replaced in tests. @default Date.now */
  now?: () => number;
  /** Waits; rejects when `signal` aborts. Replaced in tests. @default a timer */
  sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** Options after `resolveOptions`: checked, and with every default filled in. */
export interface ResolvedOptions extends Omit<Required<SocketOptions>, 'baseUrl' | 'signal'> {
  /** Without a slash at the end of its path. */
  baseUrl: URL;
  signal: AbortSignal | undefined;
}

const silence: Logger = { debug() {}, info() {}, warn() {}, error() {} };

// The longest that a Node timer can wait: above it, it fires at once.
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Checks options once and fills in the defaults. @throws TypeError naming the option that cannot be right */
export function resolveOptions(options: SocketOptions): ResolvedOptions {
  return {
    baseUrl: readBaseUrl(options.baseUrl),
    token: readToken(options.token),
    connect: options.connect ?? openSocket,
    fetch: options.fetch ?? globalThis.fetch,
    logger: options.logger ?? silence,
    signal: options.signal,
    pingIntervalMs: readMs('pingIntervalMs', options.pingIntervalMs ?? 8_000),
    signInTimeoutMs: readMs('signInTimeoutMs', options.signInTimeoutMs ?? 15_000),
    concurrency: readConcurrency(options.concurrency ?? 1_000),
    random: options.random ?? Math.random,
    now: options.now ?? Date.now,
    sleep: options.sleep ?? ((ms, signal) => wait(ms, undefined, signal && { signal })),
  };
}

function readBaseUrl(text: string): URL {
  if (!URL.canParse(text)) throw new TypeError('baseUrl: expected an address such as https://chat.example.com');
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new TypeError(`baseUrl: expected https:// or http://, got ${url.protocol}//`);
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new TypeError('baseUrl: expected no user name, password, query or fragment');
  }
  url.pathname = url.pathname
    .replace(/\/+$/, '')
    .replace(/\/api\/v4$/, '')
    .replace(/\/+$/, '');
  return url;
}

/** Checked here, because a header with other characters is refused by `fetch` in a message that quotes the token. */
function readToken(token: string): string {
  if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token)) {
    throw new TypeError('token: expected a bot access token, without blanks or line breaks');
  }
  return token;
}

function readMs(name: string, ms: number): number {
  if (!(ms > 0 && ms <= LONGEST_TIMER_MS)) throw new TypeError(`${name}: expected milliseconds above 0, got ${ms}`);
  return ms;
}

function readConcurrency(count: number): number {
  if (!(Number.isSafeInteger(count) && count > 0)) {
    throw new TypeError(`concurrency: expected a whole number above 0, got ${count}`);
  }
  return count;
}
