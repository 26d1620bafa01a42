import { expect, it } from 'vitest';
import { record } from '../helpers/record.ts';
import { startServer } from '../helpers/scripted-server.ts';

const FIRST = 'a'.repeat(26);
const SECOND = 'b'.repeat(26);

it('leaves a connection that went dead without ending', async () => {
  const server = await startServer();
  server.script(
    peer => peer.hello(FIRST),
    peer => peer.hello(SECOND),
  );
  const { heard } = record({ baseUrl: server.baseUrl, pingIntervalMs: 100 });
  await heard('ready');
  server.peers[0]!.freeze();

  expect((await heard('disconnected')).error.code).toBe('unresponsive');
  expect(await heard('ready', 2)).toEqual({ connectionId: SECOND, resumed: false });
});

it('keeps a connection on which nothing happens but pongs and replies', async () => {
  const server = await startServer();
  server.script(peer => peer.hello(FIRST).answerPings());
  const { socket, heard, story } = record({ baseUrl: server.baseUrl, pingIntervalMs: 250, signInTimeoutMs: 500 });
  await heard('ready');
  const peer = await server.peer(1);

  await expect.poll(() => peer.actions.length, { timeout: 10_000 }).toBeGreaterThan(1);
  expect(socket.state).toBe('signed-in');
  expect(story()).toEqual(['ready', 'gap']);
});

it('begins a new stream when the server answers no ping action any more, which it does to those signed out', async () => {
  const server = await startServer();
  server.script(
    peer => peer.hello(FIRST),
    peer => peer.hello(SECOND).answerPings(),
  );
  const { heard } = record({ baseUrl: server.baseUrl, pingIntervalMs: 200 });

  expect((await heard('disconnected')).error.code).toBe('signed-out');
  await heard('ready', 2);
  expect(server.peers[1]!.query).toEqual({});
  expect(server.checks).toHaveLength(1);
});
