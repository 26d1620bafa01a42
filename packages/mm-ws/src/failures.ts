import type { IncomingMessage } from 'node:http';
import { adviseOnSystemCode, shortenTlsMessage } from './advice.ts';
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
  const message = redact(shortenTlsMessage(messageOf(error)), token);
  const options = { cause: safeCause(error, token) };
  if (stage === 'dialling') {
    // A connect function that waits for the opening gets the answer as an error with this message.
    const status = /^Unexpected server response: (\d{3})$/.exec(message)?.[1];
    if (status !== undefined) return answerError(Number(status), '', undefined);
    const systemCode = systemCodeOf(error);
    const advice = adviseOnSystemCode(systemCode);
    return new NetworkError(`could not connect: ${message}${advice ? `; ${advice}` : ''}`, { ...options, systemCode });
  }
  return new ProtocolError(`could not read what the server sent: ${message}`, options);
}

/** The connection was not signed in within the time for one try. */
export function timeoutError(stage: Stage, ms: number): SocketError {
  if (stage === 'dialling') return new NetworkError(`could not connect within ${ms} ms`);
  return new NotSignedInError(`the server opened the connection and did not sign us in within ${ms} ms`);
}

/** The server answered the upgrade over HTTP. */
export function responseError(response: IncomingMessage, url: string, token: string, now: number): HttpError {
  const { statusCode: status = 0, headers, headersDistinct } = response;
  // `headers` would keep only the first of two headers.
  const retryAfterMs = readRetryAfter(headersDistinct['retry-after']?.join(), now);
  return answerError(status, redact(adviceOn(status, headers.location, url), token), retryAfterMs);
}

function answerError(status: number, advice: string, retryAfterMs: number | undefined): HttpError {
  const message = `the server answered ${status} instead of opening a socket${advice && `: ${advice}`}`;
  return new HttpError(message, { status, retryAfterMs });
}

function systemCodeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function adviceOn(status: number, location: string | undefined, url: string): string {
  if (status >= 300 && status < 400) return adviceOnRedirect(location, url);
  if (status === 400) return 'does the server expect https://?';
  if (status === 403) return 'a proxy may forbid it, or add an Origin that Mattermost does not allow';
  if (status === 404) return 'is baseUrl complete, with its sub-path?';
  return '';
}

const route = '/api/v4/websocket';

/** Shows the origin and path only: a query may repeat what we sent. */
function adviceOnRedirect(location: string | undefined, url: string): string {
  const target = location !== undefined && URL.canParse(location, url) ? new URL(location, url) : undefined;
  if (target === undefined) return 'it redirects, which is not followed: is baseUrl the final address?';
  target.protocol = target.protocol.replace('ws', 'http');
  const { origin, pathname } = target;
  const advice = pathname.endsWith(route)
    ? `set baseUrl to ${origin}${pathname.slice(0, -route.length)}`
    : 'is baseUrl the final address, or does a proxy ask for a sign-in?';
  return `it redirects to ${origin}${pathname}, which is not followed: ${advice}`;
}
