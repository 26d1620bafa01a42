/** What went wrong, in one word; stable across releases, so safe to switch on. */
export type RestErrorCode =
  | 'http'
  | 'rate-limited'
  | 'post-gone'
  | 'network'
  | 'timeout'
  | 'unexpected-response'
  | 'not-sent'
  | 'outcome-unknown';

/**
 * Every failed call throws one of these. Two things are thrown otherwise: the reason of your own `signal`, as it is,
 * and a `TypeError` for an argument that could never work.
 *
 * Unless it is an {@link OutcomeUnknownError}, the call changed nothing, or making it again does no harm.
 */
export abstract class RestError extends Error {
  /** Which of the subclasses this is, for those who rather `switch` than use `instanceof`. */
  abstract readonly code: RestErrorCode;
  /** The call that failed, such as `POST /posts`: without host, query string or token. */
  readonly request: string;

  constructor(message: string, request: string, options?: ErrorOptions) {
    super(`${request}: ${message}`, options);
    this.name = new.target.name;
    this.request = request;
  }
}

/** What an {@link HttpError} knows beside its message. */
export interface HttpErrorDetails {
  /** The HTTP status, 400 or higher. */
  status: number;
  /** Mattermost's name for the error; absent when the answer did not come from Mattermost. */
  id: string | undefined;
  /** What the server's log calls this request; absent when no header and no body named it. */
  requestId: string | undefined;
}

/** The server understood us and refused, or something in front of it did. */
export class HttpError extends RestError {
  readonly code: 'http' | 'rate-limited' | 'post-gone' = 'http';
  /** The HTTP status, 400 or higher. */
  readonly status: number;
  /**
   * Mattermost's name for the error, such as `api.context.permissions.app_error`; `undefined` when the answer did not
   * come from Mattermost. Decide by this and `status`, never by the message: the server translates messages.
   */
  readonly id: string | undefined;
  /** What the server's log calls this request: give it to the server's administrator. */
  readonly requestId: string | undefined;

  constructor(message: string, request: string, details: HttpErrorDetails) {
    super(message, request);
    this.status = details.status;
    this.id = details.id;
    this.requestId = details.requestId;
  }
}

/** 429: too many calls. The server counts all calls of an account or address together, not per route. */
export class RateLimitedError extends HttpError {
  override readonly code = 'rate-limited';
  /** How long the server asks us to wait, in milliseconds; `undefined` when it did not say. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, request: string, details: HttpErrorDetails & { retryAfterMs: number | undefined }) {
    super(message, request, details);
    this.retryAfterMs = details.retryAfterMs;
  }
}

/**
 * The post was written, by an earlier attempt with the same `pending_post_id`, and cannot be read any more: somebody
 * has deleted it since.
 */
export class PostGoneError extends HttpError {
  override readonly code = 'post-gone';
}

/** No complete answer arrived, and repeating the call did not help or was not wanted. */
export class NetworkError extends RestError {
  readonly code = 'network';
  /** The operating system's or `fetch`'s word for the failure, such as `ECONNREFUSED`, where there is one. */
  readonly systemCode: string | undefined;

  constructor(message: string, request: string, options: ErrorOptions & { systemCode: string | undefined }) {
    super(message, request, options);
    this.systemCode = options.systemCode;
  }
}

/**
 * A deadline passed before the whole answer was in.
 *
 * Not called `TimeoutError`, because that is the name of what `AbortSignal.timeout()` throws: when you pass such a
 * signal and it fires, you get that one, not this.
 */
export class RequestTimeoutError extends RestError {
  readonly code = 'timeout';
  /** How long the last attempt was given, in milliseconds. */
  readonly timeoutMs: number;

  constructor(request: string, timeoutMs: number) {
    super(`no complete answer within ${timeoutMs} ms`, request);
    this.timeoutMs = timeoutMs;
  }
}

/**
 * What came back instead of an answer: a redirect, what Mattermost does not send (a page, a text, nothing), JSON of
 * another shape, or more than was to be read.
 */
export type UnexpectedResponse = 'redirect' | 'foreign' | 'other-shape' | 'too-large';

/** What an {@link UnexpectedResponseError} knows beside its message. */
export interface UnexpectedResponseDetails extends ErrorOptions {
  /** What came back. */
  found: UnexpectedResponse;
  /** The HTTP status; `undefined` for a redirect, of which `fetch` does not tell it. */
  status: number | undefined;
}

/** The call seemed to work, but what came back is not what Mattermost answers: mostly a proxy, or a wrong `baseUrl`. */
export class UnexpectedResponseError extends RestError {
  readonly code = 'unexpected-response';
  /** What came back. */
  readonly found: UnexpectedResponse;
  /** The HTTP status; `undefined` for a redirect, of which `fetch` does not tell it. */
  readonly status: number | undefined;

  constructor(message: string, request: string, details: UnexpectedResponseDetails) {
    super(message, request, details);
    this.found = details.found;
    this.status = details.status;
  }
}

/**
 * Why a call never left this process: a newer edit of the same post took its place, too many calls wait already, or its
 * turn would have come too late.
 */
export type NotSentReason = 'superseded' | 'queue-full' | 'too-late';

/** The call never left this process, so nothing happened. For typing and previews that is nothing to worry about. */
export class NotSentError extends RestError {
  readonly code = 'not-sent';
  /** Why. */
  readonly why: NotSentReason;

  constructor(message: string, request: string, why: NotSentReason) {
    super(`not sent: ${message}`, request);
    this.why = why;
  }
}

/**
 * The server may have acted, or not: the answer was lost, and the call is not, or no longer, safe to repeat. Look
 * before you make it again. `cause` is the failure that came last.
 */
export class OutcomeUnknownError extends RestError {
  readonly code = 'outcome-unknown';
  /** Of a post: the key that it was sent with. The server forgets it 30 s after the first attempt, and when it starts anew. */
  readonly pendingPostId: string | undefined;

  constructor(cause: RestError, pendingPostId: string | undefined) {
    const { request } = cause;
    const failure = cause.message.slice(request.length + 2);
    super(`the server may have acted on it all the same, look before you repeat it; ${failure}`, request, { cause });
    this.pendingPostId = pendingPostId;
  }
}
