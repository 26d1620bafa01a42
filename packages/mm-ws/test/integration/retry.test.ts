import { expect, it } from 'vitest';
import { successAfterMs } from '../../src/backoff.ts';
import { createClock } from '../support/clock.ts';
import { record } from '../support/record.ts';
import { startServer } from '../support/scripted-server.ts';

const first = 'a'.repeat(26);

it('The socket waits longer after each failure, until a connection has been signed in for long enough', async () => {
  const server = await startServer();
  server.script(
    peer => peer.drop(),
    peer => peer.drop(),
    peer => peer.hello(first).drop(),
    peer => peer.hello(first).answerPings(),
  );
  const clock = createClock();
  const { socket, heard } = record({
    baseUrl: server.baseUrl,
    testing: { sleep: clock.sleep, random: () => 0.5 },
    pingIntervalMs: 60_000,
  });

  expect(await heard('disconnected', 1)).toMatchObject({ attempt: 1, retryInMs: 125 });
  await clock.advanceOnce(125);
  expect(await heard('disconnected', 2)).toMatchObject({ attempt: 2, retryInMs: 750 });
  await clock.advanceOnce(750);
  expect(await heard('disconnected', 3)).toMatchObject({ attempt: 3, retryInMs: 1_500 });
  await clock.advanceOnce(1_500);
  await heard('ready', 2);
  expect(socket.attempts).toBe(3);
  await clock.advanceOnce(successAfterMs);
  await expect.poll(() => socket.attempts).toBe(0);
  server.peers[3]!.drop();
  expect(await heard('disconnected', 4)).toMatchObject({ attempt: 1, retryInMs: 125 });
});

it('A connection that was signed in for 2 s is a success, so the next reconnect comes within 250 ms', async () => {
  const server = await startServer();
  server.script(peer => peer.hello(first).answerPings());
  const clock = createClock();
  const { socket, heard } = record({
    baseUrl: server.baseUrl,
    testing: { sleep: clock.sleep, random: () => 0.9 },
    pingIntervalMs: 60_000,
  });
  for (let cut = 1; cut <= 6; cut += 1) {
    await heard('ready', cut);
    await clock.advanceOnce(successAfterMs);
    await expect.poll(() => socket.attempts).toBe(0);
    server.peers.at(-1)!.drop();
    expect(await heard('disconnected', cut)).toMatchObject({ attempt: 1, retryInMs: 225 });
    await clock.advanceOnce(225);
  }
  await heard('ready', 7);
});

it('A server that signs in and drops at once is called less and less often', async () => {
  const server = await startServer();
  server.script(peer => peer.hello(first).drop());
  const clock = createClock();
  const { heard } = record({ baseUrl: server.baseUrl, testing: { sleep: clock.sleep, random: () => 1 } });
  const delays: number[] = [];
  for (let cut = 1; cut <= 6; cut += 1) {
    const { retryInMs } = await heard('disconnected', cut);
    delays.push(retryInMs);
    await clock.advanceOnce(retryInMs);
  }
  expect(delays).toEqual([250, 1_000, 2_000, 4_000, 8_000, 16_000]);
});

it('A server that speaks plain HTTP at an https address is recognised', async () => {
  const server = await startServer();
  const { heard } = record({ baseUrl: server.baseUrl.replace('http', 'https') });
  const { error } = await heard('disconnected');
  expect(error.message).toMatch(
    /^could not connect: [^\n]+; does the server speak http:\/\/ at this port, and not https/,
  );
});

it('The log and the state say that the socket waits, and for how long', async () => {
  const server = await startServer();
  server.refuseUpgrades({ status: 502 });
  const clock = createClock();
  const { socket, heard, log } = record({ baseUrl: server.baseUrl, testing: { sleep: clock.sleep, random: () => 1 } });

  await heard('disconnected');
  expect(socket.state).toBe('waiting');
  expect(log.join()).toContain('disconnected, reconnecting in 250 ms: the server answered 502');
});

it('The socket stays away for as long as the rate limiter asks', async () => {
  const server = await startServer();
  server.refuseUpgrades({ status: 429, headers: { 'Retry-After': '7' } });
  server.script(peer => peer.hello(first));
  const clock = createClock();
  const { heard } = record({ baseUrl: server.baseUrl, testing: { sleep: clock.sleep } });

  const { error, retryInMs } = await heard('disconnected');
  expect(error).toMatchObject({ code: 'http', status: 429, retryAfterMs: 7_000 });
  expect(retryInMs).toBe(7_000);
  await clock.advanceOnce(7_000);
  await heard('ready');
});

it('A Retry-After header that was set twice waits the longer of both', async () => {
  const server = await startServer();
  server.refuseUpgrades({ status: 429, headers: { 'Retry-After': ['3', '20'] } });
  const clock = createClock();
  const { heard } = record({ baseUrl: server.baseUrl, testing: { sleep: clock.sleep } });

  expect(await heard('disconnected')).toMatchObject({ error: { retryAfterMs: 20_000 }, retryInMs: 20_000 });
});

it.each([
  [
    'https://new.example.com/chat/api/v4/websocket?x=1',
    'it redirects to https://new.example.com/chat/api/v4/websocket, which is not followed: set baseUrl to https://new.example.com/chat',
  ],
  [
    'https://login.example.com/?next=x',
    'it redirects to https://login.example.com/, which is not followed: is baseUrl the final address, or does a proxy ask for a sign-in?',
  ],
])('A redirect to %s is not followed, and the error says what to do', async (location, advice) => {
  const server = await startServer();
  server.refuseUpgrades({ status: 301, headers: { Location: location } });
  const { heard } = record({ baseUrl: server.baseUrl });

  const { error } = await heard('disconnected');
  expect(error).toMatchObject({ code: 'http', status: 301 });
  expect(error.message).toBe(`the server answered 301 instead of opening a socket: ${advice}`);
});

it('The error asks about a sub-path when there is no socket at the address', async () => {
  const server = await startServer();
  server.refuseUpgrades({ status: 404 });
  const { heard } = record({ baseUrl: server.baseUrl });
  const { error } = await heard('disconnected');
  expect(error).toMatchObject({ code: 'http', status: 404, retryAfterMs: undefined });
  expect(error.message).toContain('sub-path');
});

it('The error says why a server cannot be reached', async () => {
  const { heard } = record({ baseUrl: 'http://127.0.0.1:1' });
  const { error } = await heard('disconnected');
  expect(error).toMatchObject({ code: 'network', systemCode: 'ECONNREFUSED', cause: { code: 'ECONNREFUSED' } });
  expect(error.message).toMatch(/ECONNREFUSED.*; is the server running, and is the port in baseUrl right\?$/);
});

it('A try ends when dialling takes too long', async () => {
  const server = await startServer();
  const given: AbortSignal[] = [];
  const { heard } = record({
    baseUrl: server.baseUrl,
    signInTimeoutMs: 100,
    connect: (_, { signal }) => {
      given.push(signal);
      return new Promise(() => {});
    },
  });

  const { error } = await heard('disconnected');
  expect(error).toMatchObject({ code: 'network', message: 'could not connect within 100 ms' });
  expect(given[0]!.aborted).toBe(true);
});
