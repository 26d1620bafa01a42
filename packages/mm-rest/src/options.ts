import { resolveApiRoot } from './base-url.ts';
import { type Budget, createBudget } from './budget.ts';
import { checkNames, checkSpelling } from './check-names.ts';
import { describeValue } from './describe-value.ts';
import { type Lane, lanes } from './lanes.ts';
import { type Logger, safeLogger } from './logger.ts';
import { sharedBudget } from './shared-budget.ts';
import { longestSleepMs, type Sleep, sleep as sleepByTimer } from './sleep.ts';
import { readToken } from './token.ts';

/** The shape of `fetch` that is called: the address as a text, and only standard fields in `init`. */
export type Fetch = (input: string, init: RequestInit) => Promise<Response>;

/** What `createRestClient` takes. */
export interface RestOptions {
  /**
   * The server's address, such as `https://chat.example.com`. A sub-path is kept; a trailing slash or `/api/v4` makes no
   * difference. It must be the final address: redirects are not followed, so that no other host gets the token.
   */
  baseUrl: string;
  /** A bot's token, a personal access token or a session token: Mattermost treats them alike. Without `Bearer`. */
  token: string;
  /**
   * Every attempt goes through it and nothing else leaves the process. Put a proxy or a guard against internal addresses
   * here. An error that it throws counts as a failure of the network, and is retried only if it has a system's `code`,
   * such as `ECONNRESET`: a guard that refuses is not asked again.
   * @default globalThis.fetch, looked up at each attempt
   */
  fetch?: Fetch | undefined;
  /**
   * How long one call may take, in milliseconds, with everything: waiting for its turn, attempts, pauses, bodies. Uploads
   * and downloads have 300_000 unless their own call says otherwise.
   * @default 30_000
   */
  timeoutMs?: number | undefined;
  /**
   * How long one attempt may take, in milliseconds, body included. Uploads and downloads have the time of their whole
   * call for it, unless their own call says otherwise.
   * @default 15_000
   */
  attemptTimeoutMs?: number | undefined;
  /** How often one call is sent at most; mostly `timeoutMs` ends it first. With 1 nothing is retried. @default 10 */
  maxAttempts?: number | undefined;
  /** How many bytes of an answer are read, after decompression, before giving up on it. @default 8_388_608 (8 MiB) */
  maxResponseBytes?: number | undefined;
  /**
   * Decides what may be sent to the server, and in which order.
   * @default one that all clients of the same origin in this process share, or all of an account where the server
   * counts by account; one of the client's own if `testing` replaces time
   */
  budget?: Budget | undefined;
  /** Gets a line for every answer at `debug` and for every retry at `warn`; never tokens or texts. @default silent */
  logger?: Logger | undefined;
  /** Replaces time and chance in tests. @default real time */
  testing?: RestTesting | undefined;
}

/** What tests replace. */
export interface RestTesting {
  /** A clock in milliseconds that never goes back. @default performance.now */
  now?: (() => number) | undefined;
  /** Waits; rejects with the signal's own reason when that aborts. @default a timer */
  sleep?: ((ms: number, signal: AbortSignal | undefined) => Promise<void>) | undefined;
  /** Spreads retries, from 0 to below 1. @default Math.random */
  random?: (() => number) | undefined;
}

/** What the last parameter of every method takes. */
export interface CallOptions {
  /** Ends the call when aborted; the call then throws the signal's own reason. */
  signal?: AbortSignal | undefined;
  /** Replaces the client's `timeoutMs` for this call. An async iterator applies it to each page. */
  timeoutMs?: number | undefined;
  /** Replaces the client's `attemptTimeoutMs` for this call. */
  attemptTimeoutMs?: number | undefined;
  /** Replaces the client's `maxAttempts` for this call. */
  maxAttempts?: number | undefined;
  /**
   * Which calls go first when the server limits them. Use `preview` for the edits of an answer that is still being
   * written: a waiting one is replaced by the next call that edits the same post, and none is retried.
   * @default `read` for calls that only read, `typing` for typing, `final` for everything else
   */
  lane?: Lane | undefined;
}

/** The options with everything filled in and checked. */
export interface ResolvedOptions {
  readonly apiRoot: string;
  readonly token: string;
  readonly fetch: Fetch;
  readonly timeoutMs: number;
  readonly attemptTimeoutMs: number;
  readonly maxAttempts: number;
  readonly maxResponseBytes: number;
  readonly budget: Budget;
  readonly logger: Logger;
  readonly now: () => number;
  readonly sleep: Sleep;
  readonly random: () => number;
}

const optionNames = [
  'baseUrl',
  'token',
  'fetch',
  'timeoutMs',
  'attemptTimeoutMs',
  'maxAttempts',
  'maxResponseBytes',
  'budget',
  'logger',
  'testing',
] as const satisfies readonly (keyof RestOptions)[];

/** Checks options once and fills in the defaults. @throws TypeError that names the option and what was expected */
export function resolveOptions(options: RestOptions): ResolvedOptions {
  checkNames(options, optionNames);
  const { testing = {} } = options;
  checkNames(testing, ['now', 'sleep', 'random']);
  const apiRoot = resolveApiRoot(options.baseUrl);
  const token = readToken(options.token);
  const { fetch = (input, init) => globalThis.fetch(input, init) } = options;
  if (typeof fetch !== 'function') {
    throw new TypeError(`fetch: expected a function like globalThis.fetch, got ${describeValue(fetch)}`);
  }
  if (options.budget !== undefined && typeof options.budget?.enter !== 'function') {
    throw new TypeError(`budget: expected one that createBudget makes, got ${describeValue(options.budget)}`);
  }
  const hasOwnTime = testing.now !== undefined || testing.sleep !== undefined;
  const resolved: ResolvedOptions = {
    apiRoot,
    token,
    fetch,
    timeoutMs: options.timeoutMs ?? 30_000,
    attemptTimeoutMs: options.attemptTimeoutMs ?? 15_000,
    maxAttempts: options.maxAttempts ?? 10,
    maxResponseBytes: checkBytes('maxResponseBytes', options.maxResponseBytes ?? 8 * 1024 * 1024),
    budget: options.budget ?? (hasOwnTime ? createBudget({ testing }) : sharedBudget(new URL(apiRoot).origin, token)),
    logger: safeLogger(options.logger),
    now: testing.now ?? (() => performance.now()),
    sleep: testing.sleep ?? sleepByTimer,
    random: testing.random ?? Math.random,
  };
  checkNumbers(resolved);
  return resolved;
}

/** @throws TypeError that names the option and what was expected */
export function checkCall(call: CallOptions): void {
  checkSpelling(call, ['signal', 'timeoutMs', 'attemptTimeoutMs', 'maxAttempts', 'lane']);
  if (call.signal !== undefined && typeof call.signal?.addEventListener !== 'function') {
    throw new TypeError(`signal: expected an AbortSignal, got ${describeValue(call.signal)}`);
  }
  checkNumbers(call);
}

function checkNumbers({ timeoutMs, attemptTimeoutMs, maxAttempts, lane }: CallOptions): void {
  checkTimeout('timeoutMs', timeoutMs);
  checkTimeout('attemptTimeoutMs', attemptTimeoutMs);
  if (maxAttempts !== undefined && !(Number.isSafeInteger(maxAttempts) && maxAttempts >= 1)) {
    throw new TypeError(`maxAttempts: expected a whole number, 1 or more, got ${describeValue(maxAttempts)}`);
  }
  if (lane !== undefined && !lanes.includes(lane)) {
    throw new TypeError(`lane: expected one of ${lanes.join(', ')}, got ${describeValue(lane)}`);
  }
}

/** @throws TypeError that names the limit and what was expected */
export function checkBytes(name: string, bytes: number): number {
  if (Number.isSafeInteger(bytes) && bytes >= 1) return bytes;
  throw new TypeError(`${name}: expected a whole number of bytes, 1 or more, got ${describeValue(bytes)}`);
}

function checkTimeout(name: string, ms: number | undefined): void {
  if (ms === undefined || (Number.isInteger(ms) && ms >= 1 && ms <= longestSleepMs)) return;
  const expected = `a whole number of milliseconds from 1 to ${longestSleepMs} (24 days)`;
  throw new TypeError(`${name}: expected ${expected}, got ${describeValue(ms)}`);
}
