import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { confirmRefusalMs } from '../../src/backoff.ts';
import { TokenRefusedError } from '../../src/index.ts';
import { createClock } from '../support/clock.ts';
import { record, token } from '../support/record.ts';
import { startServer } from '../support/scripted-server.ts';

const first = 'a'.repeat(26);
const second = 'b'.repeat(26);

/** Records a socket whose second question about the token comes as soon as the first was refused. */
function recordHastily(options: Parameters<typeof record>[0]) {
  const clock = createClock();
  const recorded = record({ ...options, testing: { sleep: clock.sleep } });
  return { ...recorded, clock, confirm: () => clock.advanceOnce(confirmRefusalMs) };
}

it('The socket stops when the server drops it before the sign-in and REST refuses the token', async () => {
  const server = await startServer();
  server.script(peer => peer.drop());
  server.usersMe({ status: 401 });
  const { socket, heard, story, log, confirm } = recordHastily({ baseUrl: `${server.baseUrl}/chat` });

  expect(await heard('disconnected')).toMatchObject({ error: { code: 'not-signed-in' }, retryInMs: 5_000 });
  expect(log.join()).toContain('the server refused the token, asking once more in 5000 ms');
  await confirm();
  const { error } = await heard('stopped');
  expect(error).toBeInstanceOf(TokenRefusedError);
  expect(error).toMatchObject({ code: 'token-refused', cause: { code: 'not-signed-in' } });
  expect(socket.state).toBe('stopped');
  expect(story()).toEqual(['disconnected', 'stopped']);
  expect(server.checks).toHaveLength(2);
  expect(server.checks[0]).toMatchObject({
    method: 'GET',
    url: '/chat/api/v4/users/me',
    headers: { authorization: `Bearer ${token}` },
  });
});

it('The socket stops when the server leaves it in silence and REST refuses the token', async () => {
  const server = await startServer();
  server.usersMe({ status: 401 });
  const { heard, clock, confirm } = recordHastily({ baseUrl: server.baseUrl });
  await (await server.peer(1)).untilOpenOnBothSides();
  await clock.advanceOnce(15_000);
  await confirm();
  expect((await heard('stopped')).error).toBeInstanceOf(TokenRefusedError);
});

it('The socket goes on when the token is refused once, as it is while the database restarts', async () => {
  const server = await startServer();
  server.script(
    peer => peer.drop(),
    peer => peer.hello(first),
  );
  server.usersMe({ status: 401 });
  const { heard, story, confirm } = recordHastily({ baseUrl: server.baseUrl });
  await heard('disconnected');
  server.usersMe({ status: 200 });
  await confirm();
  await heard('ready');
  expect(story()).toEqual(['disconnected', 'ready', 'gap']);
});

it.each([
  { says: 'accepts the token', answer: { status: 200 } },
  { says: 'has an outage', answer: { status: 500 } },
  { says: 'forbids', answer: { status: 403 } },
  { says: 'answers 401 through a proxy, in HTML', answer: { status: 401, body: '<html>Sign in</html>' } },
  {
    says: 'answers 401 through a proxy, in JSON of its own',
    answer: { status: 401, body: '{"error":"sign in","id":7}' },
  },
  {
    says: 'answers 401 through a proxy, at length',
    answer: { status: 401, body: `{"id":"a.b",${' '.repeat(100_000)}}` },
  },
  { says: 'answers 401 and nothing else', answer: { status: 401, body: '' } },
  { says: 'redirects', answer: { status: 302, headers: { location: '/login' } } },
])('The socket goes on trying when REST $says', async ({ answer }) => {
  const server = await startServer();
  server.script(
    peer => peer.drop(),
    peer => peer.hello(first),
  );
  server.usersMe(answer);
  const { heard, story } = record({ baseUrl: server.baseUrl });

  await heard('ready');
  expect(story()).toEqual(['disconnected', 'ready', 'gap']);
  expect(server.checks).toHaveLength(1);
});

it('The socket goes on trying when REST cannot be reached', async () => {
  const server = await startServer();
  server.script(
    peer => peer.drop(),
    peer => peer.hello(first),
  );
  const asked: string[] = [];
  const fetch = async (url: unknown): Promise<Response> => {
    asked.push(String(url));
    throw new TypeError('fetch failed');
  };
  const { heard } = record({ baseUrl: server.baseUrl, fetch });

  await heard('ready');
  expect(asked).toEqual([`${server.baseUrl}/api/v4/users/me`]);
});

it('The socket does not wait for ever for the answer of REST', async () => {
  const server = await startServer();
  server.script(
    peer => peer.drop(),
    peer => peer.hello(first),
  );
  const fetch = (_: unknown, init?: RequestInit): Promise<Response> =>
    new Promise((_resolve, reject) => init?.signal?.addEventListener('abort', () => reject(init.signal?.reason)));
  const { heard } = record({ baseUrl: server.baseUrl, fetch, signInTimeoutMs: 200 });
  await heard('ready');
});

it('A fetch that hangs and ignores its signal does not keep the socket from stopping', async () => {
  const server = await startServer();
  server.script(peer => peer.drop());
  let asked = (): void => {};
  const asking = new Promise<void>(resolve => {
    asked = resolve;
  });
  const fetch = (): Promise<Response> => {
    asked();
    return new Promise(() => {});
  };
  const { socket, heard } = record({ baseUrl: server.baseUrl, fetch });
  await asking;
  await socket.stop();
  expect(await heard('stopped')).toEqual({});
});

it('An answer about the token whose body hangs does not keep the socket from stopping', async () => {
  const server = await startServer();
  server.script(peer => peer.drop());
  let asked = (): void => {};
  const asking = new Promise<void>(resolve => {
    asked = resolve;
  });
  const fetch = async (): Promise<Response> => {
    asked();
    return new Response(new ReadableStream({ pull: () => new Promise(() => {}) }), { status: 401 });
  };
  const { socket, heard } = record({ baseUrl: server.baseUrl, fetch });
  await asking;
  await socket.stop();
  expect(await heard('stopped')).toEqual({});
});

it('The token is checked when a proxy answers the upgrade with 401', async () => {
  const server = await startServer();
  server.refuseUpgrades({ status: 401 });
  server.usersMe({ status: 401 });
  const { heard, confirm } = recordHastily({ baseUrl: server.baseUrl });
  await confirm();
  expect((await heard('stopped')).error).toMatchObject({ code: 'token-refused', cause: { status: 401 } });
});

it('The token is not checked when a working connection breaks', async () => {
  const server = await startServer();
  server.usersMe({ status: 401 });
  server.script(
    peer => peer.hello(first),
    peer => peer.answerPings(),
  );
  const { heard } = record({ baseUrl: server.baseUrl });
  await heard('ready');
  server.peers[0]!.drop();
  await heard('ready', 2);
  expect(server.checks).toHaveLength(0);
});

const refusal = {
  status: 'FAIL',
  seq_reply: 1,
  error: { id: 'api.context.invalid_token.error', message: `Invalid session token=${token}, err=`, status_code: 401 },
};

it('The socket stops when the token is revoked while connected, and never shows the token', async () => {
  const server = await startServer();
  server.usersMe({ status: 401 });
  server.script(peer => peer.hello(first).send(refusal));
  const { socket, heard, log, emitted, confirm } = recordHastily({ baseUrl: server.baseUrl });

  await confirm();
  const { error } = await heard('stopped');
  expect(error).toMatchObject({ code: 'token-refused', cause: { id: 'api.context.invalid_token.error' } });
  const seen = [inspect(socket, { depth: 9, showHidden: true }), inspect(emitted, { depth: 9 }), log.join()].join();
  expect(seen).not.toContain(token);
});

it('A socket that was signed out begins a new stream when the token is good again', async () => {
  const server = await startServer();
  server.script(
    peer => peer.hello(first).send(refusal),
    peer => peer.hello(second),
  );
  const { heard, story } = record({ baseUrl: server.baseUrl });

  await heard('ready', 2);
  await heard('gap', 2);
  expect((await heard('disconnected')).error.code).toBe('signed-out');
  expect(server.peers[1]!.query).toEqual({});
  expect(story()).toEqual(['ready', 'gap', 'disconnected', 'ready', 'gap']);
  await expect.poll(() => server.peers[0]!.socket.readyState).toBe(WebSocket.CLOSED);
});

it('The token is kept out of errors that a connect function throws', async () => {
  const connect = (): never => {
    throw Object.assign(new Error(`bad header: Bearer ${token}`), { request: { headers: { auth: token } } });
  };
  const { heard, log } = record({ baseUrl: 'http://127.0.0.1:1', connect });

  const { error } = await heard('disconnected');
  expect(error.message).toBe('could not connect: bad header: Bearer [redacted]');
  expect(inspect(error, { depth: 9 })).not.toContain(token);
  expect(log.join()).not.toContain(token);
});

it('The token is kept out of the reason that the server gives on closing', async () => {
  const server = await startServer();
  server.script(peer => peer.hello(first).socket.close(4000, `away with ${token}`));
  const { heard } = record({ baseUrl: server.baseUrl });

  const { error } = await heard('disconnected');
  expect(error).toMatchObject({ code: 'closed', closeCode: 4000 });
  expect(error.message).toBe('the connection was closed (code 4000: away with [redacted])');
});
