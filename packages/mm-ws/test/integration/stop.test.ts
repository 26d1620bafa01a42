import { spawn } from 'node:child_process';
import { getEventListeners, once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { confirmRefusalMs } from '../../src/backoff.ts';
import { type Connect, openSocket } from '../../src/index.ts';
import { createClock } from '../support/clock.ts';
import { record, token } from '../support/record.ts';
import { startServer } from '../support/scripted-server.ts';

const first = 'a'.repeat(26);

it('stop() closes the connection properly, and the socket stops once', async () => {
  const server = await startServer();
  server.script(peer => peer.hello(first));
  const { socket, heard, story } = record({ baseUrl: server.baseUrl });
  await heard('ready');
  const closed = once(server.peers[0]!.socket, 'close');

  await Promise.all([socket.stop(), socket.stop()]);
  await socket.stop();
  expect(socket.state).toBe('stopped');
  expect((await closed)[0]).toBe(1000);
  expect(story()).toEqual(['ready', 'gap', 'stopped']);
  expect(await heard('stopped')).toEqual({});
});

it('stop() does not wait for a server that does not answer the close frame', async () => {
  const server = await startServer();
  server.script(peer => peer.hello(first));
  const connect: Connect = (url, { headers }) => new WebSocket(url, { headers });
  const { socket, heard } = record({ baseUrl: server.baseUrl, connect });
  await heard('ready');
  server.peers[0]!.freeze();
  await socket.stop();
  expect(socket.state).toBe('stopped');
});

it('No event is emitted after stop() was called', async () => {
  const server = await startServer();
  const { socket, heard, messages } = record({ baseUrl: server.baseUrl });
  socket.on('posted', () => void socket.stop());
  (await server.peer(1)).hello(first).posted('one', 1).posted('two', 2);

  await heard('stopped');
  expect(messages()).toEqual(['one']);
});

it('stop() ends the wait before a reconnect', async () => {
  const server = await startServer();
  server.refuseUpgrades({ status: 502 });
  const clock = createClock();
  const { socket, heard } = record({ baseUrl: server.baseUrl, testing: { sleep: clock.sleep } });
  await heard('disconnected');
  await socket.stop();
  expect(clock.waits).toEqual([]);
  expect(server.peers).toEqual([]);
});

it('stop() ends the dialling, and a connection that is handed over too late', async () => {
  const server = await startServer();
  let handOver = (): void => {};
  const { socket } = record({
    baseUrl: server.baseUrl,
    connect: async url => {
      const opened = openSocket(url, { headers: {}, signal: new AbortController().signal });
      await new Promise<void>(resolve => {
        handOver = resolve;
      });
      return opened;
    },
  });
  const peer = await server.peer(1);
  await socket.stop();
  const closed = once(peer.socket, 'close');
  handOver();
  await closed;
  expect(peer.actions).toEqual([]);
});

it('stop() ends the question about the token', async () => {
  const server = await startServer();
  server.script(peer => peer.drop());
  let asked = (): void => {};
  const asking = new Promise<void>(resolve => {
    asked = resolve;
  });
  const fetch = (_: unknown, init?: RequestInit): Promise<Response> =>
    new Promise((_resolve, reject) => {
      init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
      asked();
    });
  const { socket, heard } = record({ baseUrl: server.baseUrl, fetch });
  await asking;
  await socket.stop();
  expect(await heard('stopped')).toEqual({});
});

it('The socket stops when the signal aborts', async () => {
  const server = await startServer();
  server.script(peer => peer.hello(first));
  const controller = new AbortController();
  const { heard } = record({ baseUrl: server.baseUrl, signal: controller.signal });
  await heard('ready');
  controller.abort();
  expect(await heard('stopped')).toEqual({});
});

it('The socket leaves no listener on the signal when it has given up', async () => {
  const server = await startServer();
  server.script(peer => peer.drop());
  server.usersMe({ status: 401 });
  const { signal } = new AbortController();
  const clock = createClock();
  const { heard } = record({ baseUrl: server.baseUrl, signal, testing: { sleep: clock.sleep } });
  await clock.advanceOnce(confirmRefusalMs);
  await heard('stopped');
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

it('The socket does not connect when the signal has aborted already', async () => {
  const server = await startServer();
  const { heard } = record({ baseUrl: server.baseUrl, signal: AbortSignal.abort() });
  await heard('stopped');
  expect(server.peers).toEqual([]);
});

it('The socket can be started again from a listener of stopped', async () => {
  const server = await startServer();
  server.script(peer => peer.hello(first));
  const { socket, heard } = record({ baseUrl: server.baseUrl });
  await heard('ready');
  socket.once('stopped', () => socket.start());
  await socket.stop();
  await heard('ready', 2);
});

it('A start right after stop(), without waiting for it, starts the socket again', async () => {
  const server = await startServer();
  server.script(peer => peer.hello(first).answerPings());
  const { socket, heard, story } = record({ baseUrl: server.baseUrl });
  await heard('ready');
  const stopped = socket.stop();
  socket.start();
  await stopped;
  await heard('ready', 2);
  expect(story().slice(0, 4)).toEqual(['ready', 'gap', 'stopped', 'ready']);
});

it('A stop after such a start is the last word', async () => {
  const server = await startServer();
  server.script(peer => peer.hello(first).answerPings());
  const { socket, heard, story } = record({ baseUrl: server.baseUrl });
  await heard('ready');
  void socket.stop();
  socket.start();
  await socket.stop();
  expect(socket.state).toBe('stopped');
  expect(story()).toEqual(['ready', 'gap', 'stopped']);
});

it('The process can exit once the socket has stopped', async () => {
  const server = await startServer();
  server.script(
    peer => peer.hello(first).answerPings().drop(),
    peer => peer.hello(first).answerPings(),
  );
  const index = new URL('../../dist/index.js', import.meta.url).href;
  const program = `
    import { createSocket } from ${JSON.stringify(index)};
    const socket = createSocket(${JSON.stringify({ baseUrl: server.baseUrl, token: token })});
    let connections = 0;
    socket.on('ready', () => { connections += 1; if (connections === 2) void socket.stop(); });
    socket.start();
  `;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], { stdio: 'inherit' });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [code] = await once(child, 'exit', { signal: AbortSignal.timeout(100_000) });
  expect(code).toBe(0);
  expect(server.peers).toHaveLength(2);
});
