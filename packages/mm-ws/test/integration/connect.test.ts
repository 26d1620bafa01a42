import { getEventListeners, once } from 'node:events';
import type { LookupFunction } from 'node:net';
import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { openSocket } from '../../src/index.ts';
import { type Recorded, record } from '../support/record.ts';
import { startServer } from '../support/scripted-server.ts';

const first = 'a'.repeat(26);

it('A connect function can dial an address that it has checked, under the name of the server', async () => {
  const server = await startServer();
  server.script(peer => peer.hello(first));
  const { port } = new URL(server.baseUrl);
  const asked: string[] = [];
  const lookup: LookupFunction = (hostname, _, callback) => {
    asked.push(hostname);
    callback(null, [{ address: '127.0.0.1', family: 4 }]);
  };
  const { heard } = record({
    baseUrl: `http://chat.invalid:${port}`,
    connect: async (url, context) => openSocket(url, { ...context, lookup }),
  });

  await heard('ready');
  expect(asked).toEqual(['chat.invalid']);
  expect((await server.peer(1)).headers.host).toBe(`chat.invalid:${port}`);
});

it('A connect function may wait until its WebSocket is open, and the hello that came meanwhile is kept', async () => {
  const server = await startServer();
  server.script(peer => peer.hello(first).answerPings().posted('one', 1));
  const { heard, messages } = record({
    baseUrl: server.baseUrl,
    connect: async (url, context) => {
      const socket = openSocket(url, context);
      await once(socket, 'open');
      // Long enough for the hello to arrive.
      await new Promise(resolve => setTimeout(resolve, 50));
      return socket;
    },
  });
  await heard('posted');
  expect(messages()).toEqual(['one']);
});

it('The error of a WebSocket that failed before it was handed over says why', async () => {
  const { heard } = record({
    baseUrl: 'http://127.0.0.1:1',
    connect: async (url, context) => {
      const socket = openSocket(url, context);
      await new Promise(resolve => socket.once('close', resolve));
      return socket;
    },
  });
  expect((await heard('disconnected')).error).toMatchObject({ code: 'network', systemCode: 'ECONNREFUSED' });
});

it('A connect function that waits for the opening reports the HTTP answer that came instead', async () => {
  const server = await startServer();
  server.refuseUpgrades({ status: 502 });
  const { heard } = record({
    baseUrl: server.baseUrl,
    connect: async (url, context) => {
      const socket = openSocket(url, context);
      await once(socket, 'open');
      return socket;
    },
  });
  expect((await heard('disconnected')).error).toMatchObject({ code: 'http', status: 502 });
});

it.each([
  ['an object', () => ({}) as WebSocket],
  ['undefined', () => undefined as unknown as WebSocket],
  ['an object', async () => ({}) as WebSocket],
])('A connect function that gives %s is reported, and the socket can be stopped', async (got, connect) => {
  const { socket, heard } = record({ baseUrl: 'http://127.0.0.1:1', connect });
  const { error } = await heard('disconnected');
  expect(error.message).toBe(`could not connect: connect: expected a WebSocket of the package ws, got ${got}`);
  expect(error.cause).toBeInstanceOf(TypeError);
  await socket.stop();
  expect(socket.state).toBe('stopped');
});

it.runIf('WebSocket' in globalThis)('A connect function that gives the global WebSocket is reported', async () => {
  const server = await startServer();
  const { socket, heard } = record({
    baseUrl: server.baseUrl,
    connect: url => new globalThis.WebSocket(url) as unknown as WebSocket,
  });
  expect((await heard('disconnected')).error.message).toContain('got the global WebSocket');
  await socket.stop();
});

it('A WebSocket of the caller that is open already is refused, because its hello may be lost', async () => {
  const server = await startServer();
  server.script(peer => peer.hello(first));
  const { heard } = record({
    baseUrl: server.baseUrl,
    connect: async (url, { headers }) => {
      const socket = new WebSocket(url, { headers });
      await once(socket, 'open');
      return socket;
    },
  });
  expect((await heard('disconnected')).error.message).toBe(
    'could not connect: connect: expected a WebSocket before it is open, or one of openSocket, ' +
      'got one that is open already, so that its first messages may be lost',
  );
});

it('The socket tries again when a connect function rejects', async () => {
  const server = await startServer();
  server.script(peer => peer.hello(first));
  let tries = 0;
  const { heard } = record({
    baseUrl: server.baseUrl,
    connect: async (url, context) => {
      tries += 1;
      if (tries === 1) throw new Error('the address is private');
      return openSocket(url, context);
    },
  });

  expect((await heard('disconnected')).error).toMatchObject({
    code: 'network',
    message: 'could not connect: the address is private',
  });
  await heard('ready');
});

it('The error says why a name was refused, even when that is known at once', async () => {
  const lookup: LookupFunction = (_, __, callback) => callback(new Error('the name is not allowed'), []);
  const options: Parameters<typeof record>[0] = {
    baseUrl: 'http://chat.invalid',
    connect: (url, context) => openSocket(url, { ...context, lookup }),
  };
  // In a callback of the event loop, ticks run before promises: the error comes before anything awaited.
  const { heard } = await new Promise<Recorded>(resolve => setImmediate(() => resolve(record(options))));
  expect((await heard('disconnected')).error.message).toBe('could not connect: the name is not allowed');
});

it('openSocket stops dialling when its signal aborts', async () => {
  const server = await startServer();
  const controller = new AbortController();
  const socket = openSocket(`${server.baseUrl}/`, { headers: {}, signal: controller.signal });
  controller.abort();
  await new Promise(resolve => socket.once('close', resolve));
  expect(server.peers).toEqual([]);
});

it('openSocket leaves a connection alone once it is open, whatever its signal does', async () => {
  const server = await startServer();
  const controller = new AbortController();
  const socket = openSocket(`${server.baseUrl}/`, { headers: {}, signal: controller.signal });
  await once(socket, 'open');
  controller.abort();
  expect(socket.readyState).toBe(socket.OPEN);
  expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
});
