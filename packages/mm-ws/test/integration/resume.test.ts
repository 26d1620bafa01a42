import { expect, it } from 'vitest';
import { record } from '../support/record.ts';
import { startServer } from '../support/scripted-server.ts';

const first = 'a'.repeat(26);
const second = 'b'.repeat(26);

it('A reconnect asks for the next event, and the reply to its ping shows that the stream was resumed', async () => {
  const server = await startServer();
  server.script(
    peer => peer.hello(first).posted('one', 1),
    peer => peer.answerPings(),
  );
  const { heard, story } = record({ baseUrl: server.baseUrl });
  await heard('posted');
  server.peers[0]!.drop();

  expect(await heard('ready', 2)).toEqual({ connectionId: first, resumed: true });
  expect(server.peers[1]!.query).toEqual({ connection_id: first, sequence_number: '2' });
  expect(story()).toEqual(['ready', 'gap', 'disconnected', 'ready']);
});

it('The first event that the server replays shows that the stream was resumed', async () => {
  const server = await startServer();
  server.script(
    peer => peer.hello(first).posted('one', 1),
    peer => peer.posted('missed', 2).posted('new', 3),
  );
  const { heard, story, messages } = record({ baseUrl: server.baseUrl });
  await heard('posted');
  server.peers[0]!.drop();

  await heard('posted', 3);
  expect(messages()).toEqual(['one', 'missed', 'new']);
  expect(await heard('ready', 2)).toEqual({ connectionId: first, resumed: true });
  expect(story()).toEqual(['ready', 'gap', 'disconnected', 'ready']);
});

it('A gap is reported when the server begins a new stream instead of resuming', async () => {
  const server = await startServer();
  server.script(
    peer => peer.hello(first).answerPings(1_234),
    peer => peer.hello(second).posted('new', 1),
  );
  const { heard, story } = record({ baseUrl: server.baseUrl });
  await heard('ready');
  await expect.poll(() => server.peers[0]!.actions.length).toBe(1);
  server.peers[0]!.socket.close(1001);

  expect(await heard('ready', 2)).toEqual({ connectionId: second, resumed: false });
  expect(await heard('gap', 2)).toEqual({ reason: 'not-resumed', completeUntil: 1_234 });
  await heard('posted');
  expect(story()).toEqual(['ready', 'gap', 'disconnected', 'ready', 'gap']);
});

it('The stream is still resumed when tries failed before they reached the server', async () => {
  const server = await startServer();
  server.script(
    peer => peer.hello(first),
    peer => peer.answerPings(),
  );
  const { heard } = record({ baseUrl: server.baseUrl });
  await heard('ready');
  server.refuseUpgrades({ status: 502 });
  server.peers[0]!.drop();

  expect(await heard('ready', 2)).toEqual({ connectionId: first, resumed: true });
});

it('A new stream is asked for after the server dropped a resume without a word', async () => {
  const server = await startServer();
  server.script(
    peer => peer.hello(first),
    peer => peer.drop(),
    peer => peer.hello(second),
  );
  const { heard } = record({ baseUrl: server.baseUrl });
  await heard('ready');
  server.peers[0]!.drop();

  expect(await heard('ready', 2)).toEqual({ connectionId: second, resumed: false });
  expect((await heard('disconnected', 2)).error.code).toBe('not-signed-in');
  expect(server.peers.map(({ query }) => query['connection_id'])).toEqual([undefined, first, undefined]);
});

it('A connection id of a shape that Mattermost drops is never offered', async () => {
  const server = await startServer();
  server.script(
    peer => peer.hello('short'),
    peer => peer.hello(second),
  );
  const { heard } = record({ baseUrl: server.baseUrl });
  await heard('ready');
  server.peers[0]!.drop();

  await heard('ready', 2);
  expect(server.peers[1]!.query).toEqual({});
});

it('A reply that came before the hello does not make the old stream complete up to then', async () => {
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
  server.peers[1]!.hello(second);

  expect(await heard('gap', 2)).toEqual({ reason: 'not-resumed', completeUntil: 1_000 });
});

it('A stream that began with a late hello is not resumed', async () => {
  const server = await startServer();
  server.script(
    peer => peer.hello(first).hello(first, 4),
    peer => peer.hello(second),
  );
  const { heard } = record({ baseUrl: server.baseUrl });
  await heard('gap', 2);
  server.peers[0]!.drop();

  await heard('ready', 2);
  expect(server.peers[1]!.query).toEqual({});
});

it('A message that was too large to take is not asked for again', async () => {
  const server = await startServer();
  server.script(
    peer => peer.hello(first).posted('x'.repeat(5 * 1024 * 1024), 1),
    peer => peer.hello(second),
  );
  const { heard } = record({ baseUrl: server.baseUrl });

  await heard('ready', 2);
  expect((await heard('disconnected')).error.code).toBe('protocol');
  expect(server.peers[1]!.query).toEqual({});
});

it('A socket that is started again after a stop resumes its stream', async () => {
  const server = await startServer();
  server.script(
    peer => peer.hello(first),
    peer => peer.answerPings(),
  );
  const { socket, heard } = record({ baseUrl: server.baseUrl });
  await heard('ready');
  await socket.stop();
  socket.start();

  expect(await heard('ready', 2)).toEqual({ connectionId: first, resumed: true });
});

it('What came in after stop() is asked for again at the next start', async () => {
  const server = await startServer();
  server.script(
    peer => peer.hello(first).posted('one', 1).posted('two', 2),
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
