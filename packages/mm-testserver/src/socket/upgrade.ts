import { type IncomingMessage, STATUS_CODES } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { AppError, errorBody } from '../errors.ts';
import { limitedBy } from '../http/answer-request.ts';
import { credentialsOf } from '../http/credentials.ts';
import type { FaultEffect } from '../http/faults.ts';
import { type HeaderValues, limitExceeded } from '../http/limit-exceeded.ts';
import type { RateLimiter } from '../http/rate-limiter.ts';
import { toJson } from '../json.ts';
import type { Schedule } from '../schedule.ts';
import { userOfToken } from '../world/tokens.ts';
import type { World } from '../world/world.ts';
import { Connection, forgetConnections } from './connection.ts';
import { resumeRequestOf, startReaper } from './resuming.ts';

/** The largest frame of a client; the server closes with 1009 after a larger one. */
const maxFrameBytes = 8_192;

/** The outcome of an upgrade request. */
export interface Upgrade {
  /** 101, or the status of the error. */
  readonly status: number;
  /** The user of the token; empty without a valid one. */
  readonly userId: string;
}

/** Handles upgrade requests. */
export interface Upgrader {
  upgrade(request: IncomingMessage, stream: Duplex, head: Buffer, limiter: RateLimiter | undefined): Upgrade;
  /** Ends a request with the effect of a fault. */
  applyFault(effect: FaultEffect, stream: Duplex): void;
  /** Drops and forgets every connection, signed in or not. */
  close(): void;
  /** Accepts sockets again after `close`. */
  open(): void;
}

/**
 * Creates the handler of upgrade requests.
 *
 * A missing or wrong token does not stop an upgrade; the server drops such a connection after five seconds.
 */
export function createUpgrader(world: World, schedule: Schedule): Upgrader {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxFrameBytes });
  let stopReaping = startReaper(world, schedule);

  const upgrade: Upgrader['upgrade'] = (request, stream, head, limiter) => {
    const [path = '', search = ''] = (request.url ?? '').split('?', 2);
    const query = new URLSearchParams(search);
    const credentials = credentialsOf(request.headers, query);
    const { token = '' } = credentials ?? {};
    const userId = userOfToken(world, token) ?? '';
    const { headers, socket } = request;
    const limited = limitedBy({ headers, remoteAddress: socket.remoteAddress ?? '' }, token);
    const verdicts = [limiter?.arrive(limited), token === '' ? undefined : limiter?.signedIn(userId)];
    const asked = verdicts.filter(verdict => verdict !== undefined);
    const refusal = asked.some(({ denied }) => denied)
      ? limitExceeded(asked)
      : refusalOf(world, request, path, Boolean(userId && credentials?.inQuery));
    if (refusal) {
      refuse(stream, refusal);
      return { status: refusal.status, userId };
    }
    const resuming = resumeRequestOf(world, userId, query);
    const validToken = userId === '' ? undefined : token;
    sockets.handleUpgrade(request, stream, head, accepted => {
      const resume = resuming.kind === 'resume' ? resuming.resume : undefined;
      if (resuming.kind === 'drop') accepted.terminate();
      else new Connection(world, schedule, { socket: accepted, stream, token: validToken, resume });
    });
    return { status: 101, userId };
  };

  return {
    upgrade,
    applyFault(effect, stream) {
      if (effect.kind === 'answer') refuse(stream, { headers: {}, body: '', ...effect.answer });
      else if (effect.kind === 'reset' && stream instanceof Socket) stream.resetAndDestroy();
      else stream.destroy();
    },
    close() {
      stopReaping();
      forgetConnections(world);
      for (const socket of sockets.clients) socket.terminate();
    },
    open() {
      stopReaping();
      stopReaping = startReaper(world, schedule);
    },
  };
}

interface Refusal {
  readonly status: number;
  readonly headers: HeaderValues;
  readonly body: string | Buffer;
}

const json: HeaderValues = { 'Content-Type': 'application/json' };

function refusalOf(world: World, request: IncomingMessage, path: string, tokenInQuery: boolean): Refusal | undefined {
  if (!/^\/api\/v4\/websocket\/?$/.test(path)) return { status: 404, headers: json, body: '' };
  if (tokenInQuery) {
    const error = new AppError(401, 'api.context.token_provided.app_error', 'A token in the query is for OAuth only.');
    return { status: 401, headers: json, body: toJson(errorBody(error, world.newId())) };
  }
  const { origin, host } = request.headers;
  if (origin === undefined || (URL.canParse(origin) && new URL(origin).host === host)) return undefined;
  const status = world.traits.refusedOriginStatus;
  const id = 'api.web_socket.connect.upgrade.app_error';
  const error = new AppError(status, id, 'The origin is not allowed.');
  // The server's WebSocket library writes `Forbidden` before the JSON of the error.
  return { status: 403, headers: json, body: `Forbidden\n${toJson(errorBody(error, world.newId()))}` };
}

function refuse(stream: Duplex, { status, headers, body }: Refusal): void {
  const lines = Object.entries(headers).flatMap(([name, values]) => [values].flat().map(value => `${name}: ${value}`));
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Refused'}`,
    'Connection: close',
    ...lines,
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  stream.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
