import { expect, it } from 'vitest';
import { record, token } from '../support/record.ts';
import { startServer } from '../support/scripted-server.ts';

const connection = 'c'.repeat(26);

it('The socket signs in by header, at the socket address below baseUrl, without an Origin', async () => {
  const server = await startServer();
  server.script(peer => peer.hello(connection));
  const { heard } = record({ baseUrl: `${server.baseUrl}/chat/` });

  expect(await heard('ready')).toEqual({ connectionId: connection, resumed: false });
  const peer = await server.peer(1);
  expect(peer.path).toBe('/chat/api/v4/websocket');
  expect(peer.query).toEqual({});
  expect(peer.headers.authorization).toBe(`Bearer ${token}`);
  expect(peer.headers.origin).toBeUndefined();
});

it('The socket offers no compression', async () => {
  const server = await startServer();
  record({ baseUrl: server.baseUrl });
  expect((await server.peer(1)).headers['sec-websocket-extensions']).toBeUndefined();
});

it('With the hello the socket is ready, reports the gap before the start, and then emits the hello', async () => {
  const server = await startServer();
  server.script(peer => peer.hello(connection).posted('first', 1));
  const { socket, emitted, heard } = record({ baseUrl: server.baseUrl });
  expect(socket.state).toBe('connecting');

  expect((await heard('posted')).data.post.message).toBe('first');
  expect(socket.state).toBe('signed-in');
  expect(emitted.map(({ name }) => name)).toEqual(['ready', 'gap', 'event', 'event', 'posted']);
  expect(await heard('gap')).toEqual({ reason: 'first-start' });
});

it('Neither the open connection nor a reply nor an event signs the socket in, only the hello does', async () => {
  const server = await startServer();
  server.script(peer => peer.answerPings());
  const { socket, heard, emitted, messages, log } = record({ baseUrl: server.baseUrl });

  const peer = await server.peer(1);
  await expect.poll(() => peer.actions.length).toBe(1);
  peer.posted('before the sign-in', 1);
  await expect.poll(() => log.join()).toContain('ignored event 1 (posted)');
  expect(socket.state).toBe('connecting');
  expect(emitted).toEqual([]);
  peer.hello(connection).posted('after the sign-in', 1);
  await heard('posted');
  expect(messages()).toEqual(['after the sign-in']);
});

it('The socket connects once, however often it is started', async () => {
  const server = await startServer();
  server.script(peer => peer.hello(connection).answerPings());
  const { socket, heard, story } = record({ baseUrl: server.baseUrl });
  socket.start();
  await heard('ready');
  socket.start();
  await socket.stop();
  expect(server.peers).toHaveLength(1);
  expect(story()).toEqual(['ready', 'gap', 'stopped']);
});

it('A second hello on an open connection begins a new stream, whatever its number', async () => {
  const server = await startServer();
  server.script(peer => peer.hello(connection).posted('one', 1).hello(connection, 7).posted('two', 8));
  const { heard, story, messages } = record({ baseUrl: server.baseUrl });

  expect(await heard('gap', 2)).toMatchObject({ reason: 'hello-again' });
  await heard('posted', 2);
  expect(messages()).toEqual(['one', 'two']);
  expect(story()).toEqual(['ready', 'gap', 'gap']);
});

it('The server is told that the bot is typing, once the socket is signed in', async () => {
  const server = await startServer();
  const { socket, heard } = record({ baseUrl: server.baseUrl });
  const peer = await server.peer(1);
  expect(socket.typing('channel')).toBe(false);
  peer.hello(connection);
  await heard('ready');

  expect(socket.typing('channel', 'thread')).toBe(true);
  await expect
    .poll(() => peer.actions.at(-1))
    .toEqual({ seq: 2, action: 'user_typing', data: { channel_id: 'channel', parent_id: 'thread' } });
});
