import {
  HttpError,
  NetworkError,
  PostGoneError,
  RateLimitedError,
  RequestTimeoutError,
  type RestError,
  UnexpectedResponseError,
} from './errors.ts';

/**
 * Whether a call may be sent again although the server may have acted on it: always, never, or, for a post, for as long
 * as the server knows its `pending_post_id`.
 */
export type Retryable = 'always' | 'never' | 'while-id-is-known';

/** What a failed attempt says about the call. */
export interface FailureKind {
  /** What the server did: nothing; it tried and failed, by its own word; or that is unknown. */
  readonly effect: 'none' | 'failed' | 'unknown';
  /** How many attempts make sense in all; 1 when the next one would end in the same way. */
  readonly maxAttempts: number;
}

/** How far a call has got after a failed attempt. */
export interface Progress {
  /** Whether it can be sent again. */
  readonly retryable: Retryable;
  /** How many attempts were made. */
  readonly attempts: number;
  /** How many may be made. */
  readonly maxAttempts: number;
  /** Whether one of them, the last one included, may have made the server act. */
  readonly mayHaveActed: boolean;
  /** When the first of those was sent: the server remembers the id of a post from then on. */
  readonly firstSentAt: number;
  /** Whether the server was down since then: it has restarted, and remembers no ids. */
  readonly mayHaveRestarted: boolean;
  /** When the call has to be over. */
  readonly deadline: number;
  /** Whether it uploads files. */
  readonly isUpload: boolean;
}

/** When to make the next attempt. */
export interface Retry {
  /** How long to wait before it asks for its turn, in milliseconds. */
  readonly waitMs: number;
  /** When it must have been sent. */
  readonly latest: number;
}

/** Mattermost remembers a `pending_post_id` for 30 s; a post that arrives after that is written a second time. */
const idIsKnownMs = 25_000;
/** A restart takes longer than this, so pauses of this length always leave an attempt that finds the server down. */
const longestPauseOfPostMs = 1_000;
/** A page or text comes from a proxy in trouble, which may pass, or from a wrong address, which does not. */
const maxAttemptsAtForeignAnswer = 3;
/** A host that does not exist is mostly a typo; `EAI_AGAIN` is the code for a name server that cannot be reached. */
const maxAttemptsAtUnknownHost = 3;
/** A proxy with a lower limit may cut an upload off, and would do so every time. */
const maxAttemptsOfBrokenUpload = 2;
/** The server refuses a post because an earlier attempt to create it is still under way. */
const stillPending = 'api.post.deduplicate_create_post.pending';
/** The database did not take a post: it is down, or it cannot store the text, as it cannot store NUL. */
const notStored: readonly unknown[] = ['app.post.save.app_error', 'store.sql_post.save.app_error'];
const maxAttemptsWhenNotStored = 2;

const firstPauseMs = 500;
const longestPauseMs = 5_000;

/** The codes of failures before a connection was made. */
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

/** A certificate that is not trusted now will not be trusted in a second either. */
const untrusted = /CERT|SELF_SIGNED|UNABLE_TO|^ERR_(TLS|SSL)|^EPROTO$/;

/** Says what a failed attempt means for the call. */
export function classifyFailure(error: RestError): FailureKind {
  if (error instanceof RateLimitedError) return { effect: 'none', maxAttempts: Number.POSITIVE_INFINITY };
  if (error instanceof PostGoneError) return { effect: 'none', maxAttempts: 1 };
  if (error instanceof HttpError) return classifyStatus(error);
  if (error instanceof NetworkError) return classifyConnection(error.systemCode);
  if (error instanceof RequestTimeoutError) return { effect: 'unknown', maxAttempts: Number.POSITIVE_INFINITY };
  if (!(error instanceof UnexpectedResponseError)) return { effect: 'unknown', maxAttempts: 1 };
  // A server or proxy that redirects has not looked at the call.
  if (error.found === 'redirect') return { effect: 'none', maxAttempts: 1 };
  return { effect: 'unknown', maxAttempts: error.found === 'foreign' ? maxAttemptsAtForeignAnswer : 1 };
}

function classifyStatus({ status, id }: HttpError): FailureKind {
  if (status < 500 || status === 501) return { effect: 'none', maxAttempts: 1 };
  if (notStored.includes(id)) return { effect: 'failed', maxAttempts: maxAttemptsWhenNotStored };
  const effect = id === undefined || id === stillPending ? 'unknown' : 'failed';
  return { effect, maxAttempts: Number.POSITIVE_INFINITY };
}

function classifyConnection(systemCode: string | undefined): FailureKind {
  // Failures of a network have a code; a `fetch` that refuses by itself, such as a guard, mostly has none.
  if (systemCode === undefined) return { effect: 'unknown', maxAttempts: 1 };
  if (untrusted.test(systemCode)) return { effect: 'none', maxAttempts: 1 };
  if (systemCode === 'ENOTFOUND') return { effect: 'none', maxAttempts: maxAttemptsAtUnknownHost };
  const effect = neverConnected.includes(systemCode) ? 'none' : 'unknown';
  return { effect, maxAttempts: Number.POSITIVE_INFINITY };
}

/** Whether the failure shows that the server was down: its process has ended, or a proxy cannot reach it. */
export function isServerDown(error: RestError): boolean {
  if (error instanceof NetworkError) return error.systemCode === 'ECONNREFUSED';
  return error instanceof HttpError && error.id === undefined && (error.status === 502 || error.status === 503);
}

/** When to send a call again after `error`; `undefined` when that would be useless, too late or not safe. */
export function planRetry(error: RestError, progress: Progress, now: number, random: () => number): Retry | undefined {
  const { effect, maxAttempts } = classifyFailure(error);
  const { retryable, attempts, deadline } = progress;
  if (attempts >= Math.min(maxAttempts, progress.maxAttempts)) return undefined;
  if (progress.isUpload && effect === 'unknown' && attempts >= maxAttemptsOfBrokenUpload) return undefined;
  if (effect === 'failed' && retryable === 'never') return undefined;
  const latest = Math.min(deadline, retryableUntil(progress));
  // A 429 has told the budget how long all calls have to wait.
  const pauseMs = error instanceof RateLimitedError ? 0 : backoff(attempts, random);
  const waitMs = dependsOnId(progress) ? Math.min(pauseMs, longestPauseOfPostMs) : pauseMs;
  return now + waitMs < latest ? { waitMs, latest } : undefined;
}

/**
 * How long to wait after the given number of failed attempts, in milliseconds. Doubles each time; half of it is random,
 * so that clients that failed together do not come back together.
 */
export function backoff(attempts: number, random: () => number): number {
  const longest = Math.min(longestPauseMs, firstPauseMs * 2 ** (attempts - 1));
  return longest / 2 + random() * (longest / 2);
}

function retryableUntil(progress: Progress): number {
  const { retryable, mayHaveActed, mayHaveRestarted, firstSentAt } = progress;
  if (dependsOnId(progress) && !mayHaveRestarted) return firstSentAt + idIsKnownMs;
  return mayHaveActed && retryable !== 'always' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

/** Whether the next attempt is safe only because the server knows the post's id. */
function dependsOnId({ retryable, mayHaveActed }: Progress): boolean {
  return mayHaveActed && retryable === 'while-id-is-known';
}

/** Whether it is unknown what a call that has failed for good has done. */
export function isOutcomeUnknown(error: RestError, { retryable, mayHaveActed }: Progress): boolean {
  return mayHaveActed && retryable !== 'always' && !(error instanceof PostGoneError);
}
