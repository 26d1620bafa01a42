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
 * Every failed call throws one of these. Two things are thrown as well: the reason of your own `signal`, as it is,
 * and a `TypeError` for an argument that could never work.
 *
 * Unless it is an {@link OutcomeUnknownError}, the call changed nothing, or making it again does no harm.
 */
export abstract class RestError extends Error {
  /** The kind of failure, for a `switch`. */
  abstract readonly code: RestErrorCode;
  /** The call that failed, such as `POST /posts`: without host, query string or token. */
  readonly request: string;

  constructor(message: string, request: string, options?: ErrorOptions) {
    super(`${request}: ${message}`, options);
    this.name = new.target.name;
    this.request = request;
  }
}

/** The server refused the call, or a proxy in front of it did. */
export class HttpError extends RestError {
  readonly code: 'http' | 'rate-limited' | 'post-gone' = 'http';
  /** The HTTP status, 400 or higher. */
  readonly status: number;
  /**
   * Mattermost's name for the error, such as `api.context.permissions.app_error`; `undefined` when the answer did not
   * come from Mattermost. Decide by this and `status`, never by the message: the server translates messages.
   */
  readonly id: string | undefined;
  /** The id of this request in the server's log: give it to the server's administrator. Absent when it sent none. */
  readonly requestId: string | undefined;

  constructor(
    message: string,
    request: string,
    details: { status: number; id: string | undefined; requestId: string | undefined },
  ) {
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

  constructor(
    message: string,
    request: string,
    details: {
      status: number;
      id: string | undefined;
      requestId: string | undefined;
      retryAfterMs: number | undefined;
    },
  ) {
    super(message, request, details);
    this.retryAfterMs = details.retryAfterMs;
  }
}

/**
 * The post was written, by an earlier attempt with the same `pending_post_id`, and was deleted before the server's
 * answer reached us.
 */
export class PostGoneError extends HttpError {
  override readonly code = 'post-gone';
}

/** No complete answer arrived, and retrying did not help or was not allowed. */
export class NetworkError extends RestError {
  readonly code = 'network';
  /** The code that the operating system or `fetch` gave the failure, such as `ECONNREFUSED`; absent when there is none. */
  readonly systemCode: string | undefined;

  constructor(message: string, request: string, options: ErrorOptions & { systemCode: string | undefined }) {
    super(message, request, options);
    this.systemCode = options.systemCode;
  }
}

/**
 * The deadline passed before the whole answer had come.
 *
 * Its name is not `TimeoutError`, because `AbortSignal.timeout()` throws that: when you pass such a signal and it aborts,
 * you get that error, not this one.
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
 * What came back instead of an answer: a redirect; something that Mattermost does not send (a page, a text, nothing);
 * JSON of another shape; or more bytes than the limit.
 */
export type UnexpectedResponse = 'redirect' | 'foreign' | 'other-shape' | 'too-large';

/** The answer is not one that Mattermost sends: mostly a proxy answered, or `baseUrl` is wrong. */
export class UnexpectedResponseError extends RestError {
  readonly code = 'unexpected-response';
  /** What came back. */
  readonly found: UnexpectedResponse;
  /** The HTTP status; `undefined` when `fetch` does not say, as for a redirect. */
  readonly status: number | undefined;

  constructor(
    message: string,
    request: string,
    details: ErrorOptions & { found: UnexpectedResponse; status: number | undefined },
  ) {
    super(message, request, details);
    this.found = details.found;
    this.status = details.status;
  }
}

/**
 * Why a call was not sent: a newer edit of the same post took its place, too many calls wait already, or its turn would
 * have come too late.
 */
export type NotSentReason = 'superseded' | 'queue-full' | 'too-late';

/** The call was not sent, so nothing happened. For typing and previews this is normal. */
export class NotSentError extends RestError {
  readonly code = 'not-sent';
  /** Why the call was not sent. */
  readonly why: NotSentReason;

  constructor(message: string, request: string, why: NotSentReason) {
    super(`not sent: ${message}`, request);
    this.why = why;
  }
}

/**
 * The server may have acted, or not: the answer was lost, and the call is not, or no longer, safe to retry. Check before
 * you make it again. `cause` is the last failure.
 */
export class OutcomeUnknownError extends RestError {
  readonly code = 'outcome-unknown';
  /** Of a new post: the id that it was sent with. The server forgets it 30 s after the first attempt, and at a restart. */
  readonly pendingPostId: string | undefined;

  constructor(cause: RestError, pendingPostId: string | undefined) {
    const { request } = cause;
    const failure = cause.message.slice(request.length + 2);
    super(`the server may have acted on it, so check before you send it again; ${failure}`, request, { cause });
    this.pendingPostId = pendingPostId;
  }
}
