import { expect, it } from 'vitest';
import { createSocket } from '../../src/index.ts';
import { ManualTime } from '../helpers/manual-time.ts';
import { record, TOKEN } from '../helpers/record.ts';
import { startServer } from '../helpers/scripted-server.ts';

const FIRST = 'a'.repeat(26);

it('knows nothing before its start', () => {
  const socket = createSocket({ baseUrl: 'https://chat.example.com', token: TOKEN });
  expect(socket).toMatchObject({ state: 'idle', attempts: 0, paused: false, unsettled: 0 });
  for (const fact of [socket.connectionId, socket.lastFrameAt, socket.lastEventAt, socket.recoveringSince]) {
    expect(fact).toBeUndefined();
  }
});

it('tells how it is doing, while it is signed in and while it is not', async () => {
  const server = await startServer();
  const time = new ManualTime();
  let now = 1_000;
  const { socket, heard } = record({ baseUrl: server.baseUrl, sleep: time.sleep, now: () => now, random: () => 1 });
  expect(socket).toMatchObject({ state: 'connecting', recoveringSince: 1_000 });

  const peer = await server.peer(1);
  now = 2_000;
  peer.hello(FIRST);
  await heard('ready');
  expect(socket).toMatchObject({ state: 'signed-in', connectionId: FIRST, lastFrameAt: 2_000, attempts: 0 });
  expect(socket.recoveringSince).toBeUndefined();

  now = 3_000;
  peer.event('typing', {}, 1);
  await expect.poll(() => socket.lastEventAt).toBe(3_000);
  now = 4_000;
  peer.send({ status: 'OK', seq_reply: 90 });
  await expect.poll(() => socket.lastFrameAt).toBe(4_000);
  expect(socket.lastEventAt).toBe(3_000);

  now = 5_000;
  peer.drop();
  await heard('disconnected');
  expect(socket).toMatchObject({ state: 'waiting', recoveringSince: 5_000, attempts: 1, lastFrameAt: 4_000 });
  expect(socket.connectionId).toBeUndefined();

  await socket.stop();
  expect(socket).toMatchObject({ state: 'stopped', lastFrameAt: 4_000 });
  expect(socket.recoveringSince).toBeUndefined();
});
