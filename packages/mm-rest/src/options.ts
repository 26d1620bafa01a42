import { resolveApiRoot } from './base-url.ts';
import { type Budget, createBudget } from './budget.ts';
import { type Lane, lanes } from './lanes.ts';
import { sharedBudget } from './shared-budget.ts';
import { longestSleepMs, type Sleep, sleep as sleepByTimer } from './sleep.ts';

/** The shape of `fetch` that is called: the address as a text, and only standard fields in `init`. */
export type Fetch = (input: string, init: RequestInit) => Promise<Response>;

/** Where the library tells what it does: `console`, pino and most other loggers fit. */
export type Logger = Pick<Console, 'debug' | 'info' | 'warn' | 'error'>;

/** What `createRestClient` takes. */
export interface RestOptions {
  /**
   * Where the server lives, such as `https://chat.example.com`. A sub-path is kept; a trailing slash or `/api/v4` makes
   * no difference. Must be the final address: redirects are not followed, so that no other host is shown the token.
   */
  baseUrl: string;
  /** A bot's token, a personal access token or a session token: Mattermost treats them alike. Without `Bearer`. */
  token: string;
  /**
   * The only way out: every attempt goes through it. Put a proxy or a guard against internal addresses here. What it
   * throws is taken for a failure of the network and repeated, but only if it has a system's `code`, such as
   * `ECONNRESET`: a guard that says no is believed at once.
   * @default globalThis.fetch, looked up at each attempt
   */
  fetch?: Fetch | undefined;
  /**
   * How long one call may take, in milliseconds, all counted: waiting for its turn, attempts, pauses, bodies. Uploads
   * and downloads have 300_000 unless their own call says otherwise.
   * @default 30_000
   */
  timeoutMs?: number | undefined;
  /**
   * How long one attempt may take, in milliseconds, body included. Uploads and downloads have their whole call for it
   * unless their own call says otherwise.
   * @default 15_000
   */
  attemptTimeoutMs?: number | undefined;
  /** How often one call is sent at most; mostly `timeoutMs` ends it first. 1 never repeats anything. @default 10 */
  maxAttempts?: number | undefined;
  /** How many bytes of an answer are read, after decompression, before giving up on it. @default 8_388_608 (8 MiB) */
  maxResponseBytes?: number | undefined;
  /**
   * What may be sent to the server, and in which order.
   * @default one that all clients of the same origin in this process share, or all of an account where the server
   * counts by account; one of the client's own if `now` or `sleep` is given
   */
  budget?: Budget | undefined;
  /** Hears of every answer at `debug`, of every repeated attempt at `warn`; never of tokens or texts. @default silent */
  logger?: Logger | undefined;
  /** A clock in milliseconds that never goes back; for tests. @default performance.now */
  now?: (() => number) | undefined;
  /** How to wait between attempts; for tests. @default a timer */
  sleep?: Sleep | undefined;
  /** Spreads repeated attempts, from 0 to below 1; for tests. @default Math.random */
  random?: (() => number) | undefined;
}

/** What the last parameter of every method takes. */
export interface CallOptions {
  /** Gives up when aborted; the call then throws the signal's own reason. */
  signal?: AbortSignal | undefined;
  /** Replaces the client's `timeoutMs` for this call. An async iterator applies it to each page. */
  timeoutMs?: number | undefined;
  /** Replaces the client's `attemptTimeoutMs` for this call. */
  attemptTimeoutMs?: number | undefined;
  /** Replaces the client's `maxAttempts` for this call. */
  maxAttempts?: number | undefined;
  /**
   * Who goes first when the server limits calls. Give the edits of an answer that is still being written as `preview`:
   * a waiting one is replaced by the next call that edits the same, and none is repeated.
   * @default `read` for what only reads, `typing` for typing, `final` for everything else
   */
  lane?: Lane | undefined;
}

/** The options with everything filled in and checked. */
export interface ResolvedOptions {
  apiRoot: string;
  token: string;
  fetch: Fetch;
  timeoutMs: number;
  attemptTimeoutMs: number;
  maxAttempts: number;
  maxResponseBytes: number;
  budget: Budget;
  logger: Logger;
  now: () => number;
  sleep: Sleep;
  random: () => number;
}

export function resolveOptions(options: RestOptions): ResolvedOptions {
  const apiRoot = resolveApiRoot(options.baseUrl);
  const token = checkToken(options.token);
  const { now, sleep } = options;
  const resolved: ResolvedOptions = {
    apiRoot,
    token,
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    timeoutMs: options.timeoutMs ?? 30_000,
    attemptTimeoutMs: options.attemptTimeoutMs ?? 15_000,
    maxAttempts: options.maxAttempts ?? 10,
    maxResponseBytes: options.maxResponseBytes ?? 8 * 1024 * 1024,
    budget:
      options.budget ?? (now || sleep ? createBudget({ now, sleep }) : sharedBudget(new URL(apiRoot).origin, token)),
    logger: options.logger ?? silent,
    now: now ?? (() => performance.now()),
    sleep: sleep ?? sleepByTimer,
    random: options.random ?? Math.random,
  };
  checkCallOptions(resolved);
  if (typeof resolved.fetch !== 'function') throw new TypeError('fetch must be a function like globalThis.fetch');
  checkBytes('maxResponseBytes', resolved.maxResponseBytes);
  return resolved;
}

/** @throws TypeError for a number that could not work, or a lane that there is not. */
export function checkCallOptions({ timeoutMs, attemptTimeoutMs, maxAttempts, lane }: CallOptions): void {
  checkTimeout('timeoutMs', timeoutMs);
  checkTimeout('attemptTimeoutMs', attemptTimeoutMs);
  if (maxAttempts !== undefined && !(Number.isSafeInteger(maxAttempts) && maxAttempts >= 1)) {
    throw new TypeError('maxAttempts must be a whole number, 1 or more');
  }
  if (lane !== undefined && !lanes.includes(lane)) throw new TypeError(`lane must be one of ${lanes.join(', ')}`);
}

/** @throws TypeError for a limit that nothing or everything would pass. */
export function checkBytes(name: string, bytes: number): void {
  if (Number.isSafeInteger(bytes) && bytes >= 1) return;
  throw new TypeError(`${name} must be a whole number of bytes, 1 or more`);
}

function checkTimeout(name: string, ms: number | undefined): void {
  if (ms === undefined || (Number.isInteger(ms) && ms >= 1 && ms <= longestSleepMs)) return;
  throw new TypeError(`${name} must be a whole number of milliseconds from 1 to ${longestSleepMs} (24 days)`);
}

function checkToken(token: string): string {
  if (typeof token !== 'string' || token === '') {
    throw new TypeError('token must be a text that is not empty: create one under Integrations > Bot Accounts');
  }
  if (/^bearer\s/i.test(token)) throw new TypeError('token must be the bare token: remove "Bearer " from its start');
  // `fetch` would refuse such a header with a message that repeats it.
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new TypeError('token contains blanks, line breaks or other characters that no token has: trim it');
  }
  return token;
}

const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };
