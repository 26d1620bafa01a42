import { expect, it } from 'vitest';
import { record } from '../support/record.ts';
import { startServer } from '../support/scripted-server.ts';

const first = 'a'.repeat(26);
const second = 'b'.repeat(26);

it('A connection that went dead without ending is left', async () => {
  const server = await startServer();
  server.script(
    peer => peer.hello(first),
    peer => peer.hello(second),
  );
  const { heard } = record({ baseUrl: server.baseUrl, pingIntervalMs: 100 });
  await heard('ready');
  server.peers[0]!.freeze();

  expect((await heard('disconnected')).error.code).toBe('unresponsive');
  expect(await heard('ready', 2)).toEqual({ connectionId: second, resumed: false });
});

it('A connection on which nothing happens but pongs and replies is kept', async () => {
  const server = await startServer();
  server.script(peer => peer.hello(first).answerPings());
  const { socket, heard, story } = record({ baseUrl: server.baseUrl, pingIntervalMs: 250, signInTimeoutMs: 500 });
  await heard('ready');
  const peer = await server.peer(1);

  await expect.poll(() => peer.actions.length).toBeGreaterThan(1);
  expect(socket.state).toBe('signed-in');
  expect(story()).toEqual(['ready', 'gap']);
});

it('A new stream begins when the server no longer answers the ping action, as it does to a connection that is signed out', async () => {
  const server = await startServer();
  server.script(
    peer => peer.hello(first),
    peer => peer.hello(second).answerPings(),
  );
  const { heard } = record({ baseUrl: server.baseUrl, pingIntervalMs: 200 });

  expect((await heard('disconnected')).error.code).toBe('signed-out');
  await heard('ready', 2);
  expect(server.peers[1]!.query).toEqual({});
  expect(server.checks).toHaveLength(1);
});

it('A server that answers no ping frames but the ping action is kept', async () => {
  const server = await startServer({ autoPong: false });
  server.script(peer => peer.hello(first).answerPings());
  const { heard, story } = record({ baseUrl: server.baseUrl, pingIntervalMs: 100 });
  await heard('ready');
  const peer = await server.peer(1);
  await expect.poll(() => peer.actions.length).toBeGreaterThan(5);
  expect(story()).toEqual(['ready', 'gap']);
});
