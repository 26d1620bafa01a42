import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { AppError, errorBody } from '../errors.ts';
import { credentialsOf } from '../http/credentials.ts';
import { toJson } from '../json.ts';
import type { Schedule } from '../schedule.ts';
import { userOfToken } from '../world/tokens.ts';
import type { World } from '../world/world.ts';
import { Connection } from './connection.ts';

/** The largest frame that a client may send; a larger one is answered by closing with 1009. */
const maxFrameBytes = 8_192;

/** What became of an upgrade request. */
export interface Upgrade {
  /** 101, or the status of the refusal. */
  readonly status: number;
  /** Who was known at the upgrade; empty when nobody was. */
  readonly userId: string;
}

/** Answers requests for a socket. */
export interface Upgrader {
  upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): Upgrade;
  /** Drops every connection, signed in or not. */
  close(): void;
}

/**
 * Opens sockets.
 *
 * A missing or bad token does not stop the upgrade: such a connection is dropped after five seconds.
 */
export function createUpgrader(world: World, schedule: Schedule): Upgrader {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxFrameBytes });
  const upgrade: Upgrader['upgrade'] = (request, stream, head) => {
    const [path = '', search = ''] = (request.url ?? '').split('?', 2);
    const query = new URLSearchParams(search);
    const credentials = credentialsOf(request.headers, query);
    const userId = (credentials && userOfToken(world, credentials.token)) ?? '';
    const refusal = refusalOf(world, request, path, Boolean(userId && credentials?.inQuery));
    if (refusal) {
      refuse(stream, refusal.status, refusal.body);
      return { status: refusal.status, userId };
    }
    const token = userId === '' ? undefined : credentials?.token;
    sockets.handleUpgrade(request, stream, head, socket => new Connection(world, socket, schedule, token));
    return { status: 101, userId };
  };
  const close = (): void => {
    for (const socket of sockets.clients) socket.terminate();
  };
  return { upgrade, close };
}

interface Refusal {
  readonly status: number;
  readonly body: string;
}

function refusalOf(world: World, request: IncomingMessage, path: string, tokenInQuery: boolean): Refusal | undefined {
  if (!/^\/api\/v4\/websocket\/?$/.test(path)) return { status: 404, body: '' };
  if (tokenInQuery) {
    const error = new AppError(401, 'api.context.token_provided.app_error', 'A token in the query is for OAuth only.');
    return { status: 401, body: toJson(errorBody(error, world.newId())) };
  }
  const { origin, host } = request.headers;
  if (origin === undefined || (URL.canParse(origin) && new URL(origin).host === host)) return undefined;
  const status = world.traits.refusedOriginStatus;
  const id = 'api.web_socket.connect.upgrade.app_error';
  const error = new AppError(status, id, 'The origin is not allowed.');
  // The library that refuses writes its own word first, and the error JSON lands behind it.
  return { status: 403, body: `Forbidden\n${toJson(errorBody(error, world.newId()))}` };
}

function refuse(stream: Duplex, status: number, body: string): void {
  const head = [
    `HTTP/1.1 ${status} ${status === 403 ? 'Forbidden' : 'Refused'}`,
    'Connection: close',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  stream.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
