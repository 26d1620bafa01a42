/** What went wrong, in a word; stable across releases, so safe to switch on. */
export type SocketErrorCode =
  | 'network'
  | 'http'
  | 'not-signed-in'
  | 'closed'
  | 'unresponsive'
  | 'protocol'
  | 'signed-out'
  | 'token-refused';

/** Every error that the socket reports. None of them contains the token. */
export abstract class SocketError extends Error {
  /** What went wrong, for a `switch`. */
  abstract readonly code: SocketErrorCode;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** The server could not be reached: its name, its port, its certificate, or no answer within the time allowed. */
export class NetworkError extends SocketError {
  readonly code = 'network';
  /** The code that the operating system gave the failure, such as `ECONNREFUSED`; absent when there is none. */
  readonly systemCode: string | undefined;

  constructor(message: string, options: ErrorOptions & { systemCode?: string | undefined } = {}) {
    super(message, options);
    this.systemCode = options.systemCode;
  }
}

/** The server, or a proxy in front of it, answered over HTTP and did not open a socket. */
export class HttpError extends SocketError {
  readonly code = 'http';
  /** The HTTP status: 429 from the rate limiter, 502 from a proxy, 301 for a `baseUrl` that has moved. */
  readonly status: number;
  /** How long the server asked us to stay away, in milliseconds. The socket honours it, up to 5 minutes. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, details: { status: number; retryAfterMs: number | undefined }) {
    super(message);
    this.status = details.status;
    this.retryAfterMs = details.retryAfterMs;
  }
}

/**
 * The socket opened, and was then dropped or left silent instead of being signed in. Mattermost does this to a bad
 * token, but also to a `connection_id` that it rejects, so the socket asks over REST before it blames the token.
 */
export class NotSignedInError extends SocketError {
  readonly code = 'not-signed-in';
}

/** A working connection ended. */
export class ClosedError extends SocketError {
  readonly code = 'closed';
  /** The WebSocket close code; 1006 when the connection broke off without one. */
  readonly closeCode: number;

  constructor(message: string, closeCode: number) {
    super(message);
    this.closeCode = closeCode;
  }
}

/** A working connection went dead without ending: the server sent nothing after our ping. */
export class UnresponsiveError extends SocketError {
  readonly code = 'unresponsive';
}

/** The server sent something that is not WebSocket traffic that we accept; a message above the size limit, for example. */
export class ProtocolError extends SocketError {
  readonly code = 'protocol';
}

/**
 * The server no longer treats the open connection as signed in, although it accepts the token: the bot was disabled and
 * enabled again, for example. Only a new connection gets events again.
 */
export class SignedOutError extends SocketError {
  readonly code = 'signed-out';
  /** Mattermost's id for the refusal, when it gave one. */
  readonly id: string | undefined;

  constructor(message: string, id?: string) {
    super(message);
    this.id = id;
  }
}

/** The server refuses the token: wrong, revoked, or its bot disabled. Retrying does not help, so the socket stopped. */
export class TokenRefusedError extends SocketError {
  readonly code = 'token-refused';
}
