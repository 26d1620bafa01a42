import { expect, it } from 'vitest';
import { record } from '../support/record.ts';
import { startServer } from '../support/scripted-server.ts';

const first = 'a'.repeat(26);

it('No event is emitted while the socket is paused, and all of them in order afterwards', async () => {
  const server = await startServer();
  server.script(peer => peer.hello(first).answerPings());
  const { socket, heard, messages } = record({ baseUrl: server.baseUrl });
  await heard('ready');
  socket.on('posted', ({ seq }) => {
    if (seq === 2) socket.pause();
  });
  const peer = await server.peer(1);
  for (let seq = 1; seq <= 50; seq += 1) peer.posted(`${seq}`, seq);
  await heard('posted', 2);
  expect(messages()).toEqual(['1', '2']);
  expect(socket.paused).toBe(true);

  socket.resume();
  await heard('posted', 50);
  expect(messages()).toEqual(Array.from({ length: 50 }, (_, at) => `${at + 1}`));
});

it('Events that the socket does not read stay with the server and do not pile up', async () => {
  const server = await startServer();
  server.script(peer => peer.hello(first).answerPings());
  const { socket, heard } = record({ baseUrl: server.baseUrl });
  await heard('ready');
  socket.pause();
  const peer = await server.peer(1);
  const text = 'x'.repeat(100_000);
  const all = 400;
  for (let seq = 1; seq <= all; seq += 1) peer.posted(text, seq);
  await expect.poll(() => peer.socket.bufferedAmount).toBeGreaterThan(10_000_000);

  socket.resume();
  await heard('posted', all);
  expect(peer.socket.bufferedAmount).toBe(0);
});

it('A socket that is paused before the sign-in emits no event until it is resumed', async () => {
  const server = await startServer();
  server.script(peer => peer.hello(first).posted('one', 1));
  const { socket, heard, messages } = record({ baseUrl: server.baseUrl });
  socket.pause();
  await heard('gap');
  expect(messages()).toEqual([]);
  socket.resume();
  await heard('posted');
});

it('With a concurrency of 1, an event comes only once the listeners of the one before have settled', async () => {
  const server = await startServer();
  const { socket, heard, messages } = record({ baseUrl: server.baseUrl, concurrency: 1 });
  const steps: string[] = [];
  socket.on('posted', async ({ data }) => {
    steps.push(`begin ${data.post.message}`);
    await new Promise(resolve => setTimeout(resolve, 20));
    steps.push(`end ${data.post.message}`);
    if (data.post.message === 'two') throw new Error('failed late');
  });
  (await server.peer(1)).hello(first).posted('one', 1).posted('two', 2).posted('three', 3);
  await expect.poll(() => steps.at(-1)).toBe('end three');
  expect(steps).toEqual(['begin one', 'end one', 'begin two', 'end two', 'begin three', 'end three']);
  expect(messages()).toEqual(['one', 'two', 'three']);
  await expect.poll(() => socket.unsettled).toBe(0);
  await heard('ready');
});

it('Events that came before the end of a connection are emitted before the end is', async () => {
  const server = await startServer();
  server.script(
    peer => peer.hello(first),
    peer => peer.answerPings(),
  );
  const { socket, heard, emitted } = record({ baseUrl: server.baseUrl });
  await heard('ready');
  socket.once('posted', () => socket.pause());
  const peer = await server.peer(1);
  peer.posted('one', 1).posted('two', 2).socket.close(1001);
  await heard('posted');
  socket.resume();
  await heard('disconnected');
  const names = emitted.map(({ name }) => name);
  expect(names.filter(name => name === 'posted')).toHaveLength(2);
  expect(names.indexOf('disconnected')).toBeGreaterThan(names.lastIndexOf('posted'));
  await heard('ready', 2);
  expect(server.peers[1]!.query['sequence_number']).toBe('3');
});

it('stop() works while the socket is paused', async () => {
  const server = await startServer();
  server.script(peer => peer.hello(first).answerPings());
  const { socket, heard, story } = record({ baseUrl: server.baseUrl });
  await heard('ready');
  socket.pause();
  await socket.stop();
  expect(story()).toEqual(['ready', 'gap', 'stopped']);
});
