import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { answerRequest, maxBodyBytes } from './http/answer-request.ts';
import { applyFault } from './http/apply-fault.ts';
import { attempt } from './http/attempt.ts';
import { credentialsOf } from './http/credentials.ts';
import { createFaults, type FaultedRequest, type Faults } from './http/faults.ts';
import { createRateLimiter, type RateLimiter, type RateLimitSettings } from './http/rate-limiter.ts';
import { readBody } from './http/read-body.ts';
import { createRequestLog, type RequestLog } from './http/request-log.ts';
import { close, listen } from './listening.ts';
import { allRoutes } from './routes/all.ts';
import { createRouter } from './routes/router.ts';
import type { Schedule } from './schedule.ts';
import { createUpgrader } from './socket/upgrade.ts';
import { userOfToken } from './world/tokens.ts';
import { forgetMemory, type World } from './world/world.ts';

/** A world with an HTTP server in front. */
export interface RunningServer {
  /** Such as `http://127.0.0.1:40123`. */
  readonly url: string;
  readonly log: RequestLog;
  readonly faults: Faults;
  /** Switches the rate limiter on, or off with `undefined`. */
  limitRate(settings: RateLimitSettings | undefined): void;
  /** Stops like a killed process: connections and everything that is not in the database are lost. */
  goDown(): Promise<void>;
  /** Listens again at the same address. */
  comeBack(): Promise<void>;
  /** Goes down for good. Does nothing the second time. */
  stop(): Promise<void>;
}

/** Serves a world on 127.0.0.1; with port 0 on any free port. */
export async function serve(world: World, port: number, schedule: Schedule, unref = false): Promise<RunningServer> {
  const router = createRouter(allRoutes, world.traits);
  const upgrader = createUpgrader(world, schedule);
  const log = createRequestLog();
  const registry = createFaults(schedule);
  let rateLimit: RateLimitSettings | undefined;
  let limiter: RateLimiter | undefined;
  const upgraded = new Set<Duplex>();
  let isDown = false;

  const limitRate = (settings: RateLimitSettings | undefined): void => {
    rateLimit = settings;
    limiter = settings && createRateLimiter(settings, world.clock.now);
  };

  const note = ({ method = '', url = '' }: IncomingMessage, status: number, username: string | undefined): void =>
    log.add({ method, path: url, status, username });

  const onRequest = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url = '', headers, socket } = request;
    const match = router(method, url.replace(/\?.*$/, ''));
    const body = await readBody(request, maxBodyBytes(world, match));
    const caller = { method, path: url, username: callerOf(world, request) };
    const before = await registry.pass('request', caller);
    if (before) {
      note(request, before.kind === 'answer' ? before.answer.status : 0, caller.username);
      return applyFault(before, response);
    }
    const midway = (): Promise<void> | undefined => registry.pass('midway', caller)?.then(() => {});
    const remoteAddress = socket.remoteAddress ?? '';
    const answer = await attempt(() =>
      answerRequest(world, limiter, { method, url, headers, match, body, remoteAddress, midway }),
    );
    const after = await registry.pass('answer', caller);
    note(request, after ? 0 : (answer?.status ?? 0), world.users.get(answer?.userId ?? '')?.username);
    if (answer === undefined) socket.destroy();
    else if (after) applyFault(after, response, answer);
    else response.writeHead(answer.status, answer.headers).end(answer.body);
  };

  const onUpgrade = async (request: IncomingMessage, stream: Duplex, head: Buffer): Promise<void> => {
    // A client that disconnects meanwhile is not an error.
    stream.on('error', () => {}).on('close', () => upgraded.delete(stream));
    upgraded.add(stream);
    const caller: FaultedRequest = {
      method: request.method ?? '',
      path: request.url ?? '',
      username: callerOf(world, request),
    };
    const effect = (await registry.pass('request', caller)) ?? (await registry.pass('answer', caller));
    if (effect) {
      note(request, effect.kind === 'answer' ? effect.answer.status : 0, caller.username);
      return upgrader.applyFault(effect, stream);
    }
    if (isDown) return void stream.destroy();
    const { status, userId } = upgrader.upgrade(request, stream, head, limiter);
    note(request, status, world.users.get(userId)?.username);
  };

  const server = createServer((request, response) => {
    // A client that disconnects before its whole body has arrived gets no answer.
    onRequest(request, response).catch(() => response.destroy());
  }).on('upgrade', (request, stream, head) => {
    onUpgrade(request, stream, head).catch(() => stream.destroy());
  });
  if (unref) server.unref().on('connection', socket => socket.unref());
  // Like Go. With Node's 5 seconds, a client that pauses would reuse a connection that is just being closed.
  server.keepAliveTimeout = 60_000;
  await listen(server, port);
  const { port: taken } = server.address() as AddressInfo;

  const goDown = (): Promise<void> => {
    isDown = true;
    registry.abandon();
    world.outgoing.abandon();
    upgrader.close();
    forgetMemory(world);
    limitRate(rateLimit);
    return close(server, upgraded);
  };
  return {
    url: `http://127.0.0.1:${taken}`,
    log,
    faults: registry.faults,
    limitRate,
    goDown,
    async comeBack() {
      if (!server.listening) await listen(server, taken);
      upgrader.open();
      isDown = false;
    },
    stop: goDown,
  };
}

/** The username behind the token of a request; the route checks later whether the request is allowed. */
function callerOf(world: World, { headers }: IncomingMessage): string | undefined {
  const credentials = credentialsOf(headers, new URLSearchParams());
  const userId = credentials && userOfToken(world, credentials.token);
  return userId && world.users.get(userId)?.username;
}
