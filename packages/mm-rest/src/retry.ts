import { backoff } from './backoff.ts';
import {
  HttpError,
  NetworkError,
  PostGoneError,
  RateLimitedError,
  RequestTimeoutError,
  type RestError,
  UnexpectedResponseError,
} from './errors.ts';

/** Which calls may be sent again when the server may have acted on them: all, none, or posts while it knows their key. */
export type Repeatable = 'always' | 'never' | 'while-remembered';

/** What a failed attempt leaves behind. */
export interface Aftermath {
  /** Whether the server acted: it did not, it says that it failed, or nobody knows. */
  readonly acted: 'no' | 'failed' | 'perhaps';
  /** How many attempts are worth it: one when the next would end the same way. */
  readonly worth: number;
}

/** Where a call stands after a failed attempt. */
export interface Progress {
  /** Whether it can be repeated. */
  readonly repeatable: Repeatable;
  /** How many attempts were made. */
  readonly attempts: number;
  /** How many may be made. */
  readonly maxAttempts: number;
  /** Whether one of them, the last one included, may have made the server act. */
  readonly mayHaveActed: boolean;
  /** When the first of those was sent; what the server certainly did not act on, it does not remember either. */
  readonly firstSentAt: number;
  /** Whether the server was away since: it has started anew then, and remembers nothing. */
  readonly mayHaveForgotten: boolean;
  /** When the call has to be over. */
  readonly deadline: number;
}

/** When to make the next attempt. */
export interface Repeat {
  /** How long to wait before it asks for its turn. */
  readonly waitMs: number;
  /** When it must have been sent. */
  readonly latest: number;
}

/** Mattermost remembers a `pending_post_id` for 30 s; what arrives after that is written a second time. */
const rememberedMs = 25_000;
/** A server that starts anew takes longer than this, so that it does not go unnoticed between two attempts. */
const watchfulMs = 1_000;
/** What is not Mattermost's answer comes from a proxy in trouble, or from a wrong address, which time does not mend. */
const worthOfGarbage = 3;
/** The server refuses a post because an earlier attempt to create it is still under way. */
const stillPending = 'api.post.deduplicate_create_post.pending';

const neverConnected: readonly string[] = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
];

/** A certificate that is not trusted now will not be in a second either. */
const refusedConnection = /CERT|SELF_SIGNED|UNABLE_TO|^ERR_(TLS|SSL)|^EPROTO$/;

/** Says what a failed attempt leaves behind. */
export function judge(error: RestError): Aftermath {
  if (error instanceof RateLimitedError) return { acted: 'no', worth: Number.POSITIVE_INFINITY };
  if (error instanceof PostGoneError) return { acted: 'no', worth: 1 };
  if (error instanceof HttpError) return judgeStatus(error);
  if (error instanceof NetworkError) return judgeConnection(error.systemCode);
  if (error instanceof RequestTimeoutError) return { acted: 'perhaps', worth: Number.POSITIVE_INFINITY };
  if (!(error instanceof UnexpectedResponseError)) return { acted: 'perhaps', worth: 1 };
  // Whoever redirects has not looked at the call.
  if (error.found === 'redirect') return { acted: 'no', worth: 1 };
  return { acted: 'perhaps', worth: error.found === 'foreign' ? worthOfGarbage : 1 };
}

function judgeStatus({ status, id }: HttpError): Aftermath {
  if (status < 500 || status === 501) return { acted: 'no', worth: 1 };
  const acted = id === undefined || id === stillPending ? 'perhaps' : 'failed';
  return { acted, worth: Number.POSITIVE_INFINITY };
}

function judgeConnection(systemCode: string | undefined): Aftermath {
  // Networks have a word for what went wrong; a `fetch` that refuses by itself, such as a guard, mostly has not.
  if (systemCode === undefined) return { acted: 'perhaps', worth: 1 };
  if (refusedConnection.test(systemCode)) return { acted: 'no', worth: 1 };
  const acted = neverConnected.includes(systemCode) ? 'no' : 'perhaps';
  return { acted, worth: Number.POSITIVE_INFINITY };
}

/** Whether nobody was there to take the call: the process has ended, or a proxy finds none. */
export function isAway(error: RestError): boolean {
  if (error instanceof NetworkError) return error.systemCode === 'ECONNREFUSED';
  return error instanceof HttpError && error.id === undefined && (error.status === 502 || error.status === 503);
}

/** When to send a call again after `error`; `undefined` when that would be useless, too late or not safe. */
export function planRepeat(
  error: RestError,
  progress: Progress,
  now: number,
  random: () => number,
): Repeat | undefined {
  const { acted, worth } = judge(error);
  const { repeatable, attempts, maxAttempts, deadline } = progress;
  if (attempts >= Math.min(worth, maxAttempts)) return undefined;
  if (acted === 'failed' && repeatable === 'never') return undefined;
  const latest = Math.min(deadline, repeatableUntil(progress));
  // A 429 has told the budget how long to keep everybody back.
  const pauseMs = error instanceof RateLimitedError ? 0 : backoff(attempts, random);
  const waitMs = isWatched(progress) ? Math.min(pauseMs, watchfulMs) : pauseMs;
  return now + waitMs < latest ? { waitMs, latest } : undefined;
}

function repeatableUntil(progress: Progress): number {
  const { repeatable, mayHaveActed, mayHaveForgotten, firstSentAt } = progress;
  if (isWatched(progress) && !mayHaveForgotten) return firstSentAt + rememberedMs;
  return mayHaveActed && repeatable !== 'always' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

/** Only what the server remembers makes the next attempt safe. */
function isWatched({ repeatable, mayHaveActed }: Progress): boolean {
  return mayHaveActed && repeatable === 'while-remembered';
}

/** Whether nobody can say what a call that has failed for good has done. */
export function isOutcomeUnknown(error: RestError, { repeatable, mayHaveActed }: Progress): boolean {
  return mayHaveActed && repeatable !== 'always' && !(error instanceof PostGoneError);
}
