import type { IncomingMessage } from 'node:http';
import type { Stage } from './ending.ts';
import { ClosedError, HttpError, NetworkError, NotSignedInError, ProtocolError, type SocketError } from './errors.ts';
import { messageOf, redact, safeCause } from './redact.ts';
import { readRetryAfter } from './retry-after.ts';

// Each makes the error for one way in which a connection can end.

/** The server closed the connection, or it broke off. */
export function closeError(stage: Stage, code: number, reason: string, token: string): SocketError {
  const detail = redact(reason === '' ? `code ${code}` : `code ${code}: ${reason}`, token);
  if (stage === 'dialling') return new NetworkError(`the connection was closed while it was being opened (${detail})`);
  if (stage === 'open') return new NotSignedInError(`the server dropped the connection before the sign-in (${detail})`);
  return new ClosedError(`the connection was closed (${detail})`, code);
}

/** Dialling failed, or what the server sent could not be read. */
export function connectionError(stage: Stage, error: unknown, token: string): SocketError {
  const message = redact(messageOf(error), token);
  const options = { cause: safeCause(error, token) };
  if (stage === 'dialling') return new NetworkError(`could not connect: ${message}`, options);
  return new ProtocolError(`could not read what the server sent: ${message}`, options);
}

/** The connection was not signed in within the time for one try. */
export function timeoutError(stage: Stage, ms: number): SocketError {
  if (stage === 'dialling') return new NetworkError(`could not connect within ${ms} ms`);
  return new NotSignedInError(`the server opened the connection and did not sign us in within ${ms} ms`);
}

/** The server answered the upgrade over HTTP. */
export function responseError(response: IncomingMessage, token: string, now: number): HttpError {
  const { statusCode: status = 0, headers, headersDistinct } = response;
  const advice = redact(adviceOn(status, headers.location), token);
  const message = `the server answered ${status} instead of opening a socket${advice && `: ${advice}`}`;
  // `headers` would keep only the first of two headers.
  const retryAfterMs = readRetryAfter(headersDistinct['retry-after']?.join(), now);
  return new HttpError(message, { status, retryAfterMs });
}

function adviceOn(status: number, location: string | undefined): string {
  if (status >= 300 && status < 400) return `redirects are not followed, set baseUrl to where it leads${to(location)}`;
  if (status === 403) return 'a proxy may forbid it, or add an Origin that Mattermost does not allow';
  if (status === 404) return 'is baseUrl complete, with its sub-path?';
  return '';
}

/** The origin and path alone: a query may repeat what we sent. */
function to(location: string | undefined): string {
  if (location === undefined || !URL.canParse(location)) return '';
  const { origin, pathname } = new URL(location);
  return ` (${origin === 'null' ? '' : origin}${pathname})`;
}
