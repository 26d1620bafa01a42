import { setTimeout as wait } from 'node:timers/promises';
import type { DeadLetter, Ledger } from './ledger/ledger.ts';
import type { InboxPost } from './post.ts';
import type { InboxRest } from './rest.ts';
import type { InboxSocket } from './socket.ts';
import type { InboxStatus } from './status.ts';
import type { Accept, Handle } from './turn.ts';

/** Where the inbox tells what it does: `console`, pino and most other loggers fit. */
export type Logger = Pick<Console, 'debug' | 'info' | 'warn' | 'error'>;

/** How far a catch-up goes back. */
export interface CatchUpOptions {
  /** Posts older than this are left out, in milliseconds. @default 86_400_000 (24 h) */
  maxAgeMs?: number | undefined;
  /** Of one channel, only so many of the newest posts. @default 1_000 */
  maxPostsPerChannel?: number | undefined;
  /** Of all channels together, only so many posts. @default 10_000 */
  maxPosts?: number | undefined;
}

/** How long what is settled is remembered, so that it is not answered again. */
export interface RetentionOptions {
  /** Settled entries written longer ago than this are forgotten, in milliseconds. @default 604_800_000 (7 days) */
  maxAgeMs?: number | undefined;
  /** So many settled entries are kept at most. @default 200_000 */
  maxRows?: number | undefined;
}

/** What `createInbox` takes. */
export interface InboxOptions {
  /** Reads what was missed; the client of `@clawmost/mm-rest` fits. */
  rest: InboxRest;
  /** The event stream; the socket of `@clawmost/mm-ws` fits. The inbox starts and stops it. */
  ws: InboxSocket;
  /** Where posts are kept until they have their outcome: `createMemoryLedger()`, or `createSqliteLedger(…)`. */
  ledger: Ledger;
  /** Does something with each post that was accepted. */
  handle: Handle;
  /**
   * Does something with entries of other kinds, by kind, such as the clicks that you `add`.
   * @default none
   */
  kinds?: Readonly<Record<string, Handle<unknown>>> | undefined;
  /**
   * Says cheaply whether a post is of interest; the others are only remembered. Own posts come by here too: refuse them.
   * @default every post
   */
  accept?: Accept | undefined;
  /** Posts that belong together are handed over one after the other. @default by channel */
  conversation?: ((post: InboxPost) => string) | undefined;
  /** How many posts are handed over at the same time, until `handedOver` or their end. @default 16 */
  maxRunning?: number | undefined;
  /**
   * The account's own id. With it, posts written before the account joined a channel are not answered.
   * @default unknown
   */
  userId?: string | undefined;
  /** How far a catch-up goes back. */
  catchUp?: CatchUpOptions | undefined;
  /** How long what is settled is remembered. */
  retention?: RetentionOptions | undefined;
  /** How long `stop` waits for handlers, in milliseconds; what they leave is handed over again. @default 5_000 */
  stopTimeoutMs?: number | undefined;
  /** Told whenever the state or the progress of a catch-up changes. @default nobody */
  onStatus?: ((status: InboxStatus) => void) | undefined;
  /**
   * Told when something has failed too often and is put aside, to tell the person who waits. What it throws is logged.
   * @default nobody
   */
  onDead?: ((letter: DeadLetter) => void | Promise<void>) | undefined;
  /** Hears of gaps, catch-ups, failures; never of texts. @default silent */
  logger?: Logger | undefined;
  /** Stops the inbox when it aborts. @default none */
  signal?: AbortSignal | undefined;
  /** The wall clock; for tests. @default Date.now */
  now?: (() => number) | undefined;
  /** Spreads retries, from 0 to below 1; for tests. @default Math.random */
  random?: (() => number) | undefined;
  /** Waits; rejects when `signal` aborts. For tests. @default a timer */
  sleep?: ((ms: number, signal: AbortSignal) => Promise<unknown>) | undefined;
}

/** How far a catch-up goes back, filled in. */
export interface CatchUpBounds {
  readonly maxAgeMs: number;
  readonly maxPostsPerChannel: number;
  readonly maxPosts: number;
}

/** The options with everything filled in and checked. */
export interface ResolvedOptions {
  readonly rest: InboxRest;
  readonly ws: InboxSocket;
  readonly ledger: Ledger;
  readonly handle: Handle;
  readonly kinds: Readonly<Record<string, Handle<unknown>>>;
  readonly accept: Accept;
  readonly conversation: (post: InboxPost) => string;
  readonly maxRunning: number;
  readonly userId: string | undefined;
  readonly catchUp: CatchUpBounds;
  readonly retention: { readonly maxAgeMs: number; readonly maxRows: number };
  readonly stopTimeoutMs: number;
  readonly onStatus: (status: InboxStatus) => void;
  readonly onDead: (letter: DeadLetter) => void | Promise<void>;
  readonly logger: Logger;
  readonly signal: AbortSignal | undefined;
  readonly now: () => number;
  readonly random: () => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

/** Checks options once and fills in the defaults. @throws TypeError naming the option that cannot be right */
export function resolveOptions(options: InboxOptions): ResolvedOptions {
  const { rest, ws, ledger, handle, kinds = {}, catchUp = {}, retention = {} } = options;
  if (typeof rest?.posts?.since !== 'function')
    throw new TypeError('rest: expected a client such as createRestClient makes');
  if (typeof ws?.on !== 'function') throw new TypeError('ws: expected a socket such as createSocket makes');
  if (typeof ledger?.append !== 'function')
    throw new TypeError('ledger: expected one such as createMemoryLedger makes');
  if (typeof handle !== 'function') throw new TypeError(`handle: expected a function, got ${typeof handle}`);
  for (const [kind, handler] of Object.entries(kinds)) {
    if (kind === 'post') throw new TypeError('kinds: posts go to handle, so post cannot be among them');
    if (typeof handler !== 'function') throw new TypeError(`kinds.${kind}: expected a function, got ${typeof handler}`);
  }
  const bounds = {
    maxAgeMs: atLeast('catchUp.maxAgeMs', catchUp.maxAgeMs ?? 24 * 60 * 60_000, 0),
    maxPostsPerChannel: atLeast('catchUp.maxPostsPerChannel', catchUp.maxPostsPerChannel ?? 1_000, 0),
    maxPosts: atLeast('catchUp.maxPosts', catchUp.maxPosts ?? 10_000, 0),
  };
  const kept = {
    maxAgeMs: atLeast('retention.maxAgeMs', retention.maxAgeMs ?? 7 * 24 * 60 * 60_000, 0),
    maxRows: atLeast('retention.maxRows', retention.maxRows ?? 200_000, 1),
  };
  if (kept.maxAgeMs < bounds.maxAgeMs) {
    throw new TypeError(
      `retention.maxAgeMs: expected no less than catchUp.maxAgeMs (${bounds.maxAgeMs}), got ${kept.maxAgeMs}`,
    );
  }
  return {
    rest,
    ws,
    ledger,
    handle,
    kinds,
    accept: options.accept ?? (() => true),
    conversation: options.conversation ?? (({ channel_id }) => channel_id),
    maxRunning: atLeast('maxRunning', options.maxRunning ?? 16, 1),
    userId: options.userId,
    catchUp: bounds,
    retention: kept,
    stopTimeoutMs: atLeast('stopTimeoutMs', options.stopTimeoutMs ?? 5_000, 0),
    onStatus: options.onStatus ?? (() => {}),
    onDead: options.onDead ?? (() => {}),
    logger: options.logger ?? silence,
    signal: options.signal,
    now: options.now ?? Date.now,
    random: options.random ?? Math.random,
    sleep: options.sleep ?? ((ms, signal) => wait(ms, undefined, { signal })),
  };
}

function atLeast(name: string, value: number, least: number): number {
  if (Number.isFinite(value) && value >= least) return value;
  throw new TypeError(`${name}: expected a number, ${least} or more, got ${value}`);
}

const silence: Logger = { debug() {}, info() {}, warn() {}, error() {} };
