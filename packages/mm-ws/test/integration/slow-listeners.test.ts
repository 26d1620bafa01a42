import { expect, it } from 'vitest';
import { record } from '../helpers/record.ts';
import { startServer } from '../helpers/scripted-server.ts';

const FIRST = 'a'.repeat(26);

it('passes on nothing while paused, and everything in order afterwards', async () => {
  const server = await startServer();
  server.script(peer => peer.hello(FIRST).answerPings());
  const { socket, heard, messages } = record({ baseUrl: server.baseUrl });
  await heard('ready');
  socket.on('posted', ({ seq }) => {
    if (seq === 2) socket.pause();
  });
  const peer = await server.peer(1);
  for (let seq = 1; seq <= 50; seq += 1) peer.posted(`${seq}`, seq);
  await heard('posted', 2);
  await new Promise(resolve => setTimeout(resolve, 50));
  expect(messages()).toEqual(['1', '2']);
  expect(socket.paused).toBe(true);

  socket.resume();
  await heard('posted', 50);
  expect(messages()).toEqual(Array.from({ length: 50 }, (_, at) => `${at + 1}`));
});

it('leaves what it does not read with the server, instead of piling it up', async () => {
  const server = await startServer();
  server.script(peer => peer.hello(FIRST).answerPings());
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
}, 30_000);

it('is paused from the start when told so before', async () => {
  const server = await startServer();
  server.script(peer => peer.hello(FIRST).posted('one', 1));
  const { socket, heard, messages } = record({ baseUrl: server.baseUrl });
  socket.pause();
  await heard('gap');
  await new Promise(resolve => setTimeout(resolve, 50));
  expect(messages()).toEqual([]);
  socket.resume();
  await heard('posted');
});

it('waits for listeners that return a promise once there are as many as allowed', async () => {
  const server = await startServer();
  const { socket, heard, messages } = record({ baseUrl: server.baseUrl, concurrency: 1 });
  const steps: string[] = [];
  socket.on('posted', async ({ data }) => {
    steps.push(`begin ${data.post.message}`);
    await new Promise(resolve => setTimeout(resolve, 20));
    steps.push(`end ${data.post.message}`);
    if (data.post.message === 'two') throw new Error('failed late');
  });
  (await server.peer(1)).hello(FIRST).posted('one', 1).posted('two', 2).posted('three', 3);
  await expect.poll(() => steps.at(-1)).toBe('end three');
  expect(steps).toEqual(['begin one', 'end one', 'begin two', 'end two', 'begin three', 'end three']);
  expect(messages()).toEqual(['one', 'two', 'three']);
  await expect.poll(() => socket.unsettled).toBe(0);
  await heard('ready');
});

it('reads what came before the end of a connection, and only then sees the end', async () => {
  const server = await startServer();
  server.script(
    peer => peer.hello(FIRST),
    peer => peer.answerPings(),
  );
  const { socket, heard, told } = record({ baseUrl: server.baseUrl });
  await heard('ready');
  socket.pause();
  const peer = await server.peer(1);
  peer.posted('one', 1).posted('two', 2).socket.close(1001);
  await new Promise(resolve => setTimeout(resolve, 50));
  socket.resume();
  await heard('disconnected');
  const names = told.map(({ name }) => name);
  expect(names.filter(name => name === 'posted')).toHaveLength(2);
  expect(names.indexOf('disconnected')).toBeGreaterThan(names.lastIndexOf('posted'));
  await heard('ready', 2);
  expect(server.peers[1]!.query['sequence_number']).toBe('3');
});

it('stops while it is paused', async () => {
  const server = await startServer();
  server.script(peer => peer.hello(FIRST).answerPings());
  const { socket, heard, story } = record({ baseUrl: server.baseUrl });
  await heard('ready');
  socket.pause();
  await socket.stop();
  expect(story()).toEqual(['ready', 'gap', 'stopped']);
});
