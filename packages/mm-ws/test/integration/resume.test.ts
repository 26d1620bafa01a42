import { expect, it } from 'vitest';
import { record } from '../helpers/record.ts';
import { startServer } from '../helpers/scripted-server.ts';

const FIRST = 'a'.repeat(26);
const SECOND = 'b'.repeat(26);

it('asks for the next event it expects, and is signed in again by the reply to its ping', async () => {
  const server = await startServer();
  server.script(
    peer => peer.hello(FIRST).posted('one', 1),
    peer => peer.answerPings(),
  );
  const { heard, story } = record({ baseUrl: server.baseUrl });
  await heard('posted');
  server.peers[0]!.drop();

  expect(await heard('ready', 2)).toEqual({ connectionId: FIRST, resumed: true });
  expect(server.peers[1]!.query).toEqual({ connection_id: FIRST, sequence_number: '2' });
  expect(story()).toEqual(['ready', 'gap', 'disconnected', 'ready']);
});

it('is signed in again by the first event that the server replays', async () => {
  const server = await startServer();
  server.script(
    peer => peer.hello(FIRST).posted('one', 1),
    peer => peer.posted('missed', 2).posted('new', 3),
  );
  const { heard, story, messages } = record({ baseUrl: server.baseUrl });
  await heard('posted');
  server.peers[0]!.drop();

  await heard('posted', 3);
  expect(messages()).toEqual(['one', 'missed', 'new']);
  expect(await heard('ready', 2)).toEqual({ connectionId: FIRST, resumed: true });
  expect(story()).toEqual(['ready', 'gap', 'disconnected', 'ready']);
});

it('tells of a gap when the server begins a new stream instead', async () => {
  const server = await startServer();
  server.script(
    peer => peer.hello(FIRST).answerPings(1_234),
    peer => peer.hello(SECOND).posted('new', 1),
  );
  const { heard, story } = record({ baseUrl: server.baseUrl });
  await heard('ready');
  await expect.poll(() => server.peers[0]!.actions.length).toBe(1);
  server.peers[0]!.socket.close(1001);

  expect(await heard('ready', 2)).toEqual({ connectionId: SECOND, resumed: false });
  expect(await heard('gap', 2)).toEqual({ reason: 'not-resumed', wholeUntil: 1_234 });
  await heard('posted');
  expect(story()).toEqual(['ready', 'gap', 'disconnected', 'ready', 'gap']);
});

it('still resumes when tries failed before they reached the server', async () => {
  const server = await startServer();
  server.script(
    peer => peer.hello(FIRST),
    peer => peer.answerPings(),
  );
  const { heard } = record({ baseUrl: server.baseUrl });
  await heard('ready');
  server.refuseUpgrades({ status: 502 });
  server.peers[0]!.drop();

  expect(await heard('ready', 2)).toEqual({ connectionId: FIRST, resumed: true });
});

it('begins a new stream after a resume was dropped without a word', async () => {
  const server = await startServer();
  server.script(
    peer => peer.hello(FIRST),
    peer => peer.drop(),
    peer => peer.hello(SECOND),
  );
  const { heard } = record({ baseUrl: server.baseUrl });
  await heard('ready');
  server.peers[0]!.drop();

  expect(await heard('ready', 2)).toEqual({ connectionId: SECOND, resumed: false });
  expect((await heard('disconnected', 2)).error.code).toBe('not-signed-in');
  expect(server.peers.map(({ query }) => query['connection_id'])).toEqual([undefined, FIRST, undefined]);
});

it('never offers a connection id of a shape that Mattermost drops', async () => {
  const server = await startServer();
  server.script(
    peer => peer.hello('short'),
    peer => peer.hello(SECOND),
  );
  const { heard } = record({ baseUrl: server.baseUrl });
  await heard('ready');
  server.peers[0]!.drop();

  await heard('ready', 2);
  expect(server.peers[1]!.query).toEqual({});
});

it('does not take an answer that came before the hello for a sign of the old stream', async () => {
  const server = await startServer();
  server.script(
    peer => peer.hello('not resumable').answerPings(1_000),
    peer => peer.answerPings(5_000),
  );
  const { heard } = record({ baseUrl: server.baseUrl });
  await heard('ready');
  await expect.poll(() => server.peers[0]!.actions.length).toBe(1);
  server.peers[0]!.socket.close();
  await server.peer(2);
  await expect.poll(() => server.peers[1]!.actions.length).toBe(1);
  server.peers[1]!.hello(SECOND);

  expect(await heard('gap', 2)).toEqual({ reason: 'not-resumed', wholeUntil: 1_000 });
});

it('does not resume a stream that began with a late hello', async () => {
  const server = await startServer();
  server.script(
    peer => peer.hello(FIRST).hello(FIRST, 4),
    peer => peer.hello(SECOND),
  );
  const { heard } = record({ baseUrl: server.baseUrl });
  await heard('gap', 2);
  server.peers[0]!.drop();

  await heard('ready', 2);
  expect(server.peers[1]!.query).toEqual({});
});

it('does not have a message replayed that was too large to take', async () => {
  const server = await startServer();
  server.script(
    peer => peer.hello(FIRST).posted('x'.repeat(5 * 1024 * 1024), 1),
    peer => peer.hello(SECOND),
  );
  const { heard } = record({ baseUrl: server.baseUrl });

  await heard('ready', 2);
  expect((await heard('disconnected')).error.code).toBe('protocol');
  expect(server.peers[1]!.query).toEqual({});
});

it('resumes when it is started again after a stop', async () => {
  const server = await startServer();
  server.script(
    peer => peer.hello(FIRST),
    peer => peer.answerPings(),
  );
  const { socket, heard } = record({ baseUrl: server.baseUrl });
  await heard('ready');
  await socket.stop();
  socket.start();

  expect(await heard('ready', 2)).toEqual({ connectionId: FIRST, resumed: true });
});

it('asks again for what came in after it was told to stop', async () => {
  const server = await startServer();
  server.script(
    peer => peer.hello(FIRST).posted('one', 1).posted('two', 2),
    peer => peer.posted('two', 2),
  );
  const { socket, heard, messages } = record({ baseUrl: server.baseUrl });
  socket.once('posted', () => void socket.stop());
  await heard('stopped');
  socket.start();

  await heard('posted', 2);
  expect(server.peers[1]!.query['sequence_number']).toBe('2');
  expect(messages()).toEqual(['one', 'two']);
});
