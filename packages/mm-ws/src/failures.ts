import type { IncomingMessage } from 'node:http';
import { retryAfterMs } from './backoff.ts';
import type { Stage } from './ending.ts';
import { ClosedError, HttpError, NetworkError, NotSignedInError, ProtocolError, type SocketError } from './errors.ts';
import { messageOf, redact, safeCause } from './redact.ts';

/** The connection was closed by the other side, or broke off. */
export function closed(stage: Stage, code: number, reason: string, token: string): SocketError {
  const said = redact(reason === '' ? `code ${code}` : `code ${code}: ${reason}`, token);
  if (stage === 'dialling') return new NetworkError(`the connection was closed while it was opened (${said})`);
  if (stage === 'open') return new NotSignedInError(`the server dropped the connection before the sign-in (${said})`);
  return new ClosedError(`the connection was closed (${said})`, code);
}

/** Something failed on our side of the wire: the dialling, or reading what came. */
export function broken(stage: Stage, error: unknown, token: string): SocketError {
  const message = redact(messageOf(error), token);
  const options = { cause: safeCause(error, token) };
  if (stage === 'dialling') return new NetworkError(`could not connect: ${message}`, options);
  return new ProtocolError(`could not read what the server sent: ${message}`, options);
}

/** The time for one try ran out. */
export function overdue(stage: Stage, ms: number): SocketError {
  if (stage === 'dialling') return new NetworkError(`could not connect within ${ms} ms`);
  return new NotSignedInError(`the server opened the connection and did not sign us in within ${ms} ms`);
}

/** The upgrade was answered with an HTTP response. */
export function refused({ statusCode = 0, headers }: IncomingMessage, token: string, now: number): HttpError {
  const advice = redact(adviceOn(statusCode, headers.location), token);
  const message = `the server answered ${statusCode} instead of opening a socket${advice && `: ${advice}`}`;
  return new HttpError(message, { status: statusCode, retryAfterMs: retryAfterMs(headers['retry-after'], now) });
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
