import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { AppError, ConnectionDropped, errorBody } from './errors.ts';
import { answerRequest, type HttpAnswer, maxBodyBytes } from './http/answer-request.ts';
import { credentialsOf } from './http/credentials.ts';
import { createFaults, type Faults } from './http/faults.ts';
import { readBody } from './http/read-body.ts';
import { createRequestLog, type RequestLog } from './http/request-log.ts';
import { toJson } from './json.ts';
import { allRoutes } from './routes/all.ts';
import { createRouter } from './routes/router.ts';
import type { Schedule } from './schedule.ts';
import { createUpgrader } from './socket/upgrade.ts';
import { userOfToken } from './world/tokens.ts';
import type { World } from './world/world.ts';

/** A world that can be reached over HTTP. */
export interface RunningServer {
  /** Such as `http://127.0.0.1:40123`. */
  readonly url: string;
  readonly log: RequestLog;
  readonly faults: Faults;
  /** Drops every connection and frees the port. Can be called again. */
  stop(): Promise<void>;
}

/** Serves a world on 127.0.0.1; port 0 takes any that is free. */
export async function serve(world: World, port: number, schedule: Schedule): Promise<RunningServer> {
  const router = createRouter(allRoutes, world.traits);
  const upgrader = createUpgrader(world, schedule);
  const log = createRequestLog();
  const registry = createFaults();

  const note = ({ method = '', url = '' }: IncomingMessage, status: number, userId: string): void =>
    log.add({ method, path: url, status, username: world.users.get(userId)?.username });

  const onRequest = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url = '', headers } = request;
    const body = await readBody(request, maxBodyBytes(world));
    const caller = { method, path: url, username: callerOf(world, request) };
    await registry.pass('request', caller);
    const answer = attempt(() => answerRequest(world, router, { method, url, headers, body }));
    await registry.pass('answer', caller);
    note(request, answer?.status ?? 0, answer?.userId ?? '');
    if (answer === undefined) request.socket.destroy();
    else response.writeHead(answer.status, answer.headers).end(answer.body);
  };

  const onUpgrade = (request: IncomingMessage, stream: Duplex, head: Buffer): void => {
    // A client that goes away in the middle of this is of no interest to anybody.
    stream.on('error', () => {});
    const { status, userId } = upgrader.upgrade(request, stream, head);
    note(request, status, userId);
  };

  const server = createServer((request, response) => {
    // A client that goes away before its body has arrived gets no answer.
    onRequest(request, response).catch(() => response.destroy());
  }).on('upgrade', onUpgrade);
  // As long as Go's: with Node's 5 seconds, a client that pauses meets connections that are just being closed.
  server.keepAliveTimeout = 60_000;
  await listen(server, port);
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${taken}`,
    log,
    faults: registry.faults,
    stop: () => {
      registry.faults.liftAll();
      upgrader.close();
      return close(server);
    },
  };
}

/** By the token alone: whether the request is allowed is decided later. */
function callerOf(world: World, { headers }: IncomingMessage): string | undefined {
  const credentials = credentialsOf(headers, new URLSearchParams());
  const userId = credentials && userOfToken(world, credentials.token);
  return userId && world.users.get(userId)?.username;
}

/** An answer in any case; `undefined` drops the connection. */
function attempt(answer: () => HttpAnswer): HttpAnswer | undefined {
  try {
    return answer();
  } catch (error) {
    if (error instanceof ConnectionDropped) return undefined;
    // A mistake of this package: loud, and with the place where it happened.
    const bug = new AppError(500, 'testserver.bug', error instanceof Error ? String(error.stack) : String(error));
    return { status: 500, headers: { 'Content-Type': 'application/json' }, body: toJson(errorBody(bug)), userId: '' };
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve());
    // Not at once: answers that were just written must leave first.
    setImmediate(() => server.closeAllConnections());
  });
}
