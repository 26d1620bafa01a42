import { spawn } from 'node:child_process';
import { getEventListeners, once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { type Connect, openSocket } from '../../src/index.ts';
import { ManualTime } from '../helpers/manual-time.ts';
import { record, TOKEN } from '../helpers/record.ts';
import { startServer } from '../helpers/scripted-server.ts';

const FIRST = 'a'.repeat(26);

it('says goodbye to the server, and stops once', async () => {
  const server = await startServer();
  server.script(peer => peer.hello(FIRST));
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

it('does not wait for a server that does not answer its goodbye', async () => {
  const server = await startServer();
  server.script(peer => peer.hello(FIRST));
  const connect: Connect = (url, { headers }) => new WebSocket(url, { headers });
  const { socket, heard } = record({ baseUrl: server.baseUrl, connect });
  await heard('ready');
  server.peers[0]!.freeze();
  await socket.stop();
  expect(socket.state).toBe('stopped');
});

it('passes on nothing after it was told to stop', async () => {
  const server = await startServer();
  const { socket, heard, messages } = record({ baseUrl: server.baseUrl });
  socket.on('posted', () => void socket.stop());
  (await server.peer(1)).hello(FIRST).posted('one', 1).posted('two', 2);

  await heard('stopped');
  expect(messages()).toEqual(['one']);
});

it('stops while it waits for the next try', async () => {
  const server = await startServer();
  server.refuseUpgrades({ status: 502 });
  const time = new ManualTime();
  const { socket, heard } = record({ baseUrl: server.baseUrl, sleep: time.sleep });
  await heard('disconnected');
  await socket.stop();
  expect(time.waits).toEqual([]);
  expect(server.peers).toEqual([]);
});

it('stops while it dials, and ends a connection that is handed over too late', async () => {
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

it('stops while it asks for the token', async () => {
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

it('stops when the signal aborts', async () => {
  const server = await startServer();
  server.script(peer => peer.hello(FIRST));
  const controller = new AbortController();
  const { heard } = record({ baseUrl: server.baseUrl, signal: controller.signal });
  await heard('ready');
  controller.abort();
  expect(await heard('stopped')).toEqual({});
});

it('forgets the signal when it has given up', async () => {
  const server = await startServer();
  server.script(peer => peer.drop());
  server.usersMe({ status: 401 });
  const { signal } = new AbortController();
  const { heard } = record({ baseUrl: server.baseUrl, signal });
  await heard('stopped');
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

it('does not begin when the signal has aborted already', async () => {
  const server = await startServer();
  const { heard } = record({ baseUrl: server.baseUrl, signal: AbortSignal.abort() });
  await heard('stopped');
  expect(server.peers).toEqual([]);
});

it('can be started again from a stopped listener', async () => {
  const server = await startServer();
  server.script(peer => peer.hello(FIRST));
  const { socket, heard } = record({ baseUrl: server.baseUrl });
  await heard('ready');
  socket.once('stopped', () => socket.start());
  await socket.stop();
  await heard('ready', 2);
});

it('lets the process end', async () => {
  const server = await startServer();
  server.script(
    peer => peer.hello(FIRST).answerPings().drop(),
    peer => peer.hello(FIRST).answerPings(),
  );
  const index = new URL('../../dist/index.js', import.meta.url).href;
  const program = `
    import { createSocket } from ${JSON.stringify(index)};
    const socket = createSocket(${JSON.stringify({ baseUrl: server.baseUrl, token: TOKEN })});
    let connections = 0;
    socket.on('ready', () => { connections += 1; if (connections === 2) void socket.stop(); });
    socket.start();
  `;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], { stdio: 'inherit' });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [code] = await once(child, 'exit', { signal: AbortSignal.timeout(15_000) });
  expect(code).toBe(0);
  expect(server.peers).toHaveLength(2);
}, 20_000);
