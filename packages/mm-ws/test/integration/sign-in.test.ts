import { expect, it } from 'vitest';
import { record, TOKEN } from '../helpers/record.ts';
import { startServer } from '../helpers/scripted-server.ts';

const CONNECTION = 'c'.repeat(26);

it('signs in by header, at the socket address below baseUrl, without an Origin', async () => {
  const server = await startServer();
  server.script(peer => peer.hello(CONNECTION));
  const { heard } = record({ baseUrl: `${server.baseUrl}/chat/` });

  expect(await heard('ready')).toEqual({ connectionId: CONNECTION, resumed: false });
  const peer = await server.peer(1);
  expect(peer.path).toBe('/chat/api/v4/websocket');
  expect(peer.query).toEqual({});
  expect(peer.headers.authorization).toBe(`Bearer ${TOKEN}`);
  expect(peer.headers.origin).toBeUndefined();
});

it('offers no compression', async () => {
  const server = await startServer();
  record({ baseUrl: server.baseUrl });
  expect((await server.peer(1)).headers['sec-websocket-extensions']).toBeUndefined();
});

it('is signed in with the hello, tells of the gap before the start, and then passes the hello on', async () => {
  const server = await startServer();
  server.script(peer => peer.hello(CONNECTION).posted('first', 1));
  const { socket, told, heard } = record({ baseUrl: server.baseUrl });
  expect(socket.state).toBe('connecting');

  expect((await heard('posted')).data.post.message).toBe('first');
  expect(socket.state).toBe('signed-in');
  expect(told.map(({ name }) => name)).toEqual(['ready', 'gap', 'event', 'event', 'posted']);
  expect(await heard('gap')).toEqual({ reason: 'first-start' });
});

it('is not signed in by the opening of the connection, nor by a reply alone', async () => {
  const server = await startServer();
  server.script(peer => peer.answerPings());
  const { socket, story } = record({ baseUrl: server.baseUrl });

  const peer = await server.peer(1);
  await expect.poll(() => peer.actions.length).toBe(1);
  peer.posted('not for those who are not signed in', 1);
  await new Promise(resolve => setTimeout(resolve, 50));
  expect(socket.state).toBe('connecting');
  expect(story()).toEqual([]);
});

it('connects once, however often it is started', async () => {
  const server = await startServer();
  server.script(peer => peer.hello(CONNECTION));
  const { socket, heard } = record({ baseUrl: server.baseUrl });
  socket.start();
  await heard('ready');
  socket.start();
  await new Promise(resolve => setTimeout(resolve, 50));
  expect(server.peers).toHaveLength(1);
});

it('takes a second hello as a new stream from there, whatever its number', async () => {
  const server = await startServer();
  server.script(peer => peer.hello(CONNECTION).posted('one', 1).hello(CONNECTION, 7).posted('two', 8));
  const { heard, story, messages } = record({ baseUrl: server.baseUrl });

  expect(await heard('gap', 2)).toMatchObject({ reason: 'hello-again' });
  await heard('posted', 2);
  expect(messages()).toEqual(['one', 'two']);
  expect(story()).toEqual(['ready', 'gap', 'gap']);
});

it('tells the server that the bot is typing, once it is signed in', async () => {
  const server = await startServer();
  const { socket, heard } = record({ baseUrl: server.baseUrl });
  const peer = await server.peer(1);
  expect(socket.typing('channel')).toBe(false);
  peer.hello(CONNECTION);
  await heard('ready');

  expect(socket.typing('channel', 'thread')).toBe(true);
  await expect
    .poll(() => peer.actions.at(-1))
    .toEqual({ seq: 2, action: 'user_typing', data: { channel_id: 'channel', parent_id: 'thread' } });
});
