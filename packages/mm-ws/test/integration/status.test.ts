import { expect, it } from 'vitest';
import { createSocket } from '../../src/index.ts';
import { createClock } from '../support/clock.ts';
import { record, token } from '../support/record.ts';
import { startServer } from '../support/scripted-server.ts';

const first = 'a'.repeat(26);

it('A socket that was not started reports no times and no connection', () => {
  const socket = createSocket({ baseUrl: 'https://chat.example.com', token: token });
  expect(socket).toMatchObject({ state: 'idle', attempts: 0, paused: false, unsettled: 0 });
  for (const fact of [socket.connectionId, socket.lastFrameAt, socket.lastEventAt, socket.recoveringSince]) {
    expect(fact).toBeUndefined();
  }
});

it('A socket reports its state and times, while it is signed in and while it is not', async () => {
  const server = await startServer();
  const clock = createClock();
  let now = 1_000;
  const { socket, heard } = record({
    baseUrl: server.baseUrl,
    testing: { sleep: clock.sleep, now: () => now, random: () => 1 },
  });
  expect(socket).toMatchObject({ state: 'connecting', recoveringSince: 1_000 });

  const peer = await server.peer(1);
  now = 2_000;
  peer.hello(first);
  await heard('ready');
  expect(socket).toMatchObject({ state: 'signed-in', connectionId: first, lastFrameAt: 2_000, attempts: 0 });
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

it('A clock that differs from the server by more than 5 minutes is reported and logged once', async () => {
  const server = await startServer();
  server.script(peer => peer.hello(first).answerPings(100 * 60_000));
  const { socket, heard, log } = record({
    baseUrl: server.baseUrl,
    pingIntervalMs: 50,
    testing: { now: () => 40 * 60_000 },
  });
  await heard('ready');
  await expect.poll(() => server.peers[0]!.actions.length).toBeGreaterThan(3);
  expect(socket.clockOffsetMs).toBe(60 * 60_000);
  const lines = log.filter(line => line.includes('clock'));
  expect(lines).toEqual(['the clock of the server is 60 min ahead of the clock of this machine']);
});

it('A clock that differs by less is reported and not logged', async () => {
  const server = await startServer();
  server.script(peer => peer.hello(first).answerPings(1_000));
  const { socket, log } = record({ baseUrl: server.baseUrl, testing: { now: () => 61_000 } });
  await expect.poll(() => socket.clockOffsetMs).toBe(-60_000);
  expect(log.join()).not.toContain('clock');
});
