import { setTimeout as wait } from 'node:timers/promises';
import { readBaseUrl } from './base-url.ts';
import { checkNames } from './check-names.ts';
import { describeValue } from './describe-value.ts';
import { type Logger, safeLogger } from './logger.ts';
import { type Connect, openSocket } from './open-socket.ts';
import { readToken } from './token.ts';

/** The shape of `fetch` that is called: the address as a text, and only standard fields in `init`. */
export type Fetch = (input: string, init: RequestInit) => Promise<Response>;

/** What `createSocket` takes. */
export interface SocketOptions {
  /**
   * The server's address, such as `https://chat.example.com`; a sub-path is kept, a trailing slash or `/api/v4` makes no
   * difference.
   */
  baseUrl: string;
  /** The bot's access token. It is sent in a header only, and kept out of logs, errors and addresses. */
  token: string;
  /**
   * Opens one WebSocket. Replace it to go through a proxy, or to dial an address that you have checked: resolve the
   * name and pass `lookup` on to `openSocket`.
   * @default openSocket
   */
  connect?: Connect | undefined;
  /** Asks `GET /users/me` when the token is in doubt. @default globalThis.fetch */
  fetch?: Fetch | undefined;
  /** Gets a line for each sign-in, loss and retry. @default silent */
  logger?: Logger | undefined;
  /** Stops the socket for good when it aborts, as `stop` does. @default none */
  signal?: AbortSignal | undefined;
  /**
   * How often to ask the server for a sign of life, in milliseconds. A dead connection is noticed within twice this
   * time. Every fourth time the socket also asks whether it is still signed in, because Mattermost leaves the
   * connection of a revoked token open.
   * @default 8_000
   */
  pingIntervalMs?: number | undefined;
  /**
   * How long one try may take, from dialling to being signed in, in milliseconds. Mattermost drops a connection that
   * is not signed in after 5 s.
   * @default 15_000
   */
  signInTimeoutMs?: number | undefined;
  /**
   * How many promises that your listeners returned may be unsettled before the socket stops reading; it goes on as
   * soon as there are fewer. With 1, an event comes only once the listeners of the one before have settled.
   * @default 1_000
   */
  concurrency?: number | undefined;
  /** Replaces time and chance in tests. @default real time */
  testing?: SocketTesting | undefined;
}

/** What tests replace. */
export interface SocketTesting {
  /** The time, in milliseconds since 1970. @default Date.now */
  now?: (() => number) | undefined;
  /** Spreads reconnects, from 0 to below 1. @default Math.random */
  random?: (() => number) | undefined;
  /** Waits; rejects when `signal` aborts. @default a timer */
  sleep?: ((ms: number, signal?: AbortSignal) => Promise<void>) | undefined;
}

/** Options after `resolveOptions`: checked, and with every default filled in. */
export interface ResolvedOptions {
  /** Without a slash at the end of its path. */
  readonly baseUrl: URL;
  readonly token: string;
  readonly connect: Connect;
  readonly fetch: Fetch;
  readonly logger: Logger;
  readonly signal: AbortSignal | undefined;
  readonly pingIntervalMs: number;
  readonly signInTimeoutMs: number;
  readonly concurrency: number;
  readonly now: () => number;
  readonly random: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

// A longer Node timer fires at once.
const longestTimerMs = 2 ** 31 - 1;

const optionNames = [
  'baseUrl',
  'token',
  'connect',
  'fetch',
  'logger',
  'signal',
  'pingIntervalMs',
  'signInTimeoutMs',
  'concurrency',
  'testing',
] as const satisfies readonly (keyof SocketOptions)[];

/** Checks options once and fills in the defaults. @throws TypeError that names the option and what was expected */
export function resolveOptions(options: SocketOptions): ResolvedOptions {
  checkNames(options, optionNames);
  const { testing = {} } = options;
  checkNames(testing, ['now', 'random', 'sleep']);
  return {
    baseUrl: readBaseUrl(options.baseUrl),
    token: readToken(options.token),
    connect: readFunction('connect', options.connect ?? openSocket),
    fetch: readFunction('fetch', options.fetch ?? ((input, init) => globalThis.fetch(input, init))),
    logger: safeLogger(options.logger),
    signal: readSignal(options.signal),
    pingIntervalMs: readMs('pingIntervalMs', options.pingIntervalMs ?? 8_000),
    signInTimeoutMs: readMs('signInTimeoutMs', options.signInTimeoutMs ?? 15_000),
    concurrency: readConcurrency(options.concurrency ?? 1_000),
    now: testing.now ?? Date.now,
    random: testing.random ?? Math.random,
    sleep: testing.sleep ?? ((ms, signal) => wait(ms, undefined, signal && { signal })),
  };
}

function readFunction<T>(name: string, value: T): T {
  if (typeof value === 'function') return value;
  throw new TypeError(`${name}: expected a function, got ${describeValue(value)}`);
}

function readSignal(value: AbortSignal | undefined): AbortSignal | undefined {
  if (value === undefined || typeof value?.addEventListener === 'function') return value;
  throw new TypeError(`signal: expected an AbortSignal, got ${describeValue(value)}`);
}

function readMs(name: string, value: number): number {
  if (typeof value === 'number' && value > 0 && value <= longestTimerMs) return value;
  throw new TypeError(
    `${name}: expected milliseconds, above 0 and at most ${longestTimerMs}, got ${describeValue(value)}`,
  );
}

function readConcurrency(value: number): number {
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new TypeError(`concurrency: expected a whole number above 0, got ${describeValue(value)}`);
}
