import { setTimeout as wait } from 'node:timers/promises';
import type { DeadLetter, Ledger } from './ledger/ledger.ts';
import type { InboxPost } from './post.ts';
import { messageOf, shapeOf } from './repeat.ts';
import type { InboxRest } from './rest.ts';
import type { InboxSocket } from './socket.ts';
import type { InboxStatus } from './status.ts';
import type { Accept, Handle } from './turn.ts';

/** Where the inbox logs: `console`, pino and most other loggers fit. */
export type Logger = Pick<Console, 'debug' | 'info' | 'warn' | 'error'>;

/** How far a catch-up goes back. */
export interface CatchUpOptions {
  /** Posts older than this are left out, in milliseconds. @default 86_400_000 (24 h) */
  maxAgeMs?: number | undefined;
  /** Only this many posts of one channel, the newest. @default 1_000 */
  maxPostsPerChannel?: number | undefined;
  /** Only this many posts of all channels together. @default 10_000 */
  maxPosts?: number | undefined;
}

/** How long settled posts are remembered, so that they are not handled again. */
export interface RetentionOptions {
  /** Settled entries written longer ago than this are forgotten, in milliseconds. @default 604_800_000 (7 days) */
  maxAgeMs?: number | undefined;
  /** Only this many settled entries are kept; the oldest are forgotten. @default 200_000 */
  maxRows?: number | undefined;
}

/** Replacements for the clock, chance and timers, for tests. */
export interface TestingOptions {
  /** The wall clock. @default Date.now */
  now?: (() => number) | undefined;
  /** Spreads retries, from 0 to below 1. @default Math.random */
  random?: (() => number) | undefined;
  /** Waits; rejects when `signal` aborts. @default a timer */
  sleep?: ((ms: number, signal: AbortSignal) => Promise<unknown>) | undefined;
}

/** Options of `createInbox`. */
export interface InboxOptions {
  /** Reads missed posts: a client of `@clawmost/mm-rest`, or an object with the same methods. */
  rest: InboxRest;
  /** The event stream: a socket of `@clawmost/mm-ws`, or an object with the same methods. The inbox starts and stops it. */
  ws: InboxSocket;
  /** Keeps posts until they have their outcome: `createMemoryLedger()`, or `createSqliteLedger(…)`. */
  ledger: Ledger;
  /** Handles each post that was accepted. */
  handle: Handle;
  /**
   * Handlers for entries of your own kinds, such as clicks that you `add`.
   * @default none
   */
  kinds?: Readonly<Record<string, Handle<unknown>>> | undefined;
  /**
   * Says whether a post is of interest; the others are only remembered by their id. It is asked about the bot's own posts
   * too: refuse them.
   * @default every post
   */
  accept?: Accept | undefined;
  /** A key for posts that are handled one after the other. @default the channel id */
  conversation?: ((post: InboxPost) => string) | undefined;
  /** How many posts are handled at the same time, until `turn.release()` or the end of the turn. @default 16 */
  maxRunning?: number | undefined;
  /**
   * The bot's own user id. With it, posts from before the bot joined a channel are not handled.
   * @default unknown
   */
  userId?: string | undefined;
  /** How far a catch-up goes back. */
  catchUp?: CatchUpOptions | undefined;
  /**
   * Whether to look for new posts over REST while the socket is disconnected for longer than a second: at most one list
   * of channels a second, slowing down to one in 5 s when nothing is new.
   * @default true
   */
  pollWhileDisconnected?: boolean | undefined;
  /** How long settled posts are remembered. */
  retention?: RetentionOptions | undefined;
  /** How long `stop` waits for handlers, in milliseconds. What they do not finish is dispatched again. @default 5_000 */
  stopTimeoutMs?: number | undefined;
  /** Called whenever the state or the progress of a catch-up changes. @default nothing is called */
  onStatus?: ((status: InboxStatus) => void) | undefined;
  /**
   * Called when a post becomes a dead letter, so that you can tell its author. Errors that it throws are logged.
   * @default nothing is called
   */
  onDead?: ((letter: DeadLetter) => void | Promise<void>) | undefined;
  /** Receives log lines about gaps, catch-ups and failures, never texts of posts. @default silent */
  logger?: Logger | undefined;
  /** Stops the inbox when it aborts. @default none */
  signal?: AbortSignal | undefined;
  /** Replacements for the clock, chance and timers, for tests. */
  testing?: TestingOptions | undefined;
}

/** The options with all defaults, after the check. */
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
  readonly catchUp: { readonly maxAgeMs: number; readonly maxPostsPerChannel: number; readonly maxPosts: number };
  readonly pollWhileDisconnected: boolean;
  readonly retention: { readonly maxAgeMs: number; readonly maxRows: number };
  readonly stopTimeoutMs: number;
  readonly onStatus: (status: InboxStatus) => void;
  readonly onDead: (letter: DeadLetter) => void | Promise<void>;
  readonly logger: Logger;
  readonly signal: AbortSignal | undefined;
  readonly testing: {
    readonly now: () => number;
    readonly random: () => number;
    readonly sleep: (ms: number, signal: AbortSignal) => Promise<unknown>;
  };
}

/** Checks the options and fills in the defaults. @throws TypeError that names the option */
export function resolveOptions(options: InboxOptions): ResolvedOptions {
  const { rest, ws, ledger, handle, kinds = {}, catchUp = {}, retention = {}, testing = {} } = options;
  if (typeof rest?.posts?.since !== 'function') throw refused('rest', 'a client such as createRestClient makes', rest);
  if (typeof ws?.on !== 'function') throw refused('ws', 'a socket such as createSocket makes', ws);
  if (typeof ledger?.append !== 'function') throw refused('ledger', 'one such as createMemoryLedger makes', ledger);
  if (typeof handle !== 'function') throw refused('handle', 'a function', handle);
  for (const [kind, handler] of Object.entries(kinds)) {
    if (kind === 'post') throw new TypeError('kinds: expected kinds of your own, got post: posts go to handle');
    if (typeof handler !== 'function') throw refused(`kinds.${kind}`, 'a function', handler);
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
  const logger = safeLogger(options.logger ?? silent);
  return {
    rest,
    ws,
    ledger,
    handle,
    kinds,
    accept: optionalFunction('accept', options.accept) ?? (() => true),
    conversation: safeConversation(optionalFunction('conversation', options.conversation), logger),
    maxRunning: atLeast('maxRunning', options.maxRunning ?? 16, 1),
    userId: options.userId,
    catchUp: bounds,
    pollWhileDisconnected: options.pollWhileDisconnected ?? true,
    retention: kept,
    stopTimeoutMs: atLeast('stopTimeoutMs', options.stopTimeoutMs ?? 5_000, 0),
    onStatus: optionalFunction('onStatus', options.onStatus) ?? (() => {}),
    onDead: optionalFunction('onDead', options.onDead) ?? (() => {}),
    logger,
    signal: options.signal,
    testing: {
      now: testing.now ?? Date.now,
      random: testing.random ?? Math.random,
      sleep: testing.sleep ?? ((ms, signal) => wait(ms, undefined, { signal })),
    },
  };
}

function atLeast(name: string, value: number, least: number): number {
  if (Number.isFinite(value) && value >= least) return value;
  throw new TypeError(`${name}: expected a number, ${least} or more, got ${value}`);
}

function optionalFunction<T>(name: string, value: T | undefined): T | undefined {
  if (value === undefined || typeof value === 'function') return value;
  throw refused(name, 'a function', value);
}

function refused(name: string, expected: string, value: unknown): TypeError {
  return new TypeError(`${name}: expected ${expected}, got ${shapeOf(value)}`);
}

/** A post must not be lost because its conversation cannot be found: its channel is used then. */
function safeConversation(conversation: InboxOptions['conversation'], logger: Logger): (post: InboxPost) => string {
  if (conversation === undefined) return ({ channel_id }) => channel_id;
  return post => {
    try {
      const key: unknown = conversation(post);
      if (typeof key === 'string') return key;
      throw refused('conversation', 'a function that returns a text', key);
    } catch (error) {
      logger.error(`conversation failed for ${post.id}, so its channel is used: ${messageOf(error)}`);
      return post.channel_id;
    }
  };
}

/** A logger that throws, for example because its pipe is closed, must not stop the inbox. */
function safeLogger(logger: Logger): Logger {
  const safe =
    (level: keyof Logger) =>
    (...args: unknown[]): void => {
      try {
        logger[level](...args);
      } catch {
        // There is no other place to report it.
      }
    };
  return { debug: safe('debug'), info: safe('info'), warn: safe('warn'), error: safe('error') };
}

const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };
