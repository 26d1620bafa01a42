import { expect, it } from 'vitest';
import { LASTING_MS } from '../../src/backoff.ts';
import { ManualTime } from '../helpers/manual-time.ts';
import { record } from '../helpers/record.ts';
import { startServer } from '../helpers/scripted-server.ts';

const FIRST = 'a'.repeat(26);

it('waits longer after each failure, and begins anew only after a connection that lasted', async () => {
  const server = await startServer();
  server.script(
    peer => peer.drop(),
    peer => peer.drop(),
    peer => peer.hello(FIRST).drop(),
    peer => peer.hello(FIRST).answerPings(),
  );
  const time = new ManualTime();
  const { socket, heard } = record({
    baseUrl: server.baseUrl,
    sleep: time.sleep,
    random: () => 0.5,
    pingIntervalMs: 60_000,
  });

  expect(await heard('disconnected', 1)).toMatchObject({ attempt: 1, retryInMs: 125 });
  await time.passOnce(125);
  expect(await heard('disconnected', 2)).toMatchObject({ attempt: 2, retryInMs: 750 });
  await time.passOnce(750);
  expect(await heard('disconnected', 3)).toMatchObject({ attempt: 3, retryInMs: 1_500 });
  await time.passOnce(1_500);
  await heard('ready', 2);
  expect(socket.attempts).toBe(3);
  await time.passOnce(LASTING_MS);
  await expect.poll(() => socket.attempts).toBe(0);
  server.peers[3]!.drop();
  expect(await heard('disconnected', 4)).toMatchObject({ attempt: 1, retryInMs: 125 });
});

it('says that it waits, and for how long', async () => {
  const server = await startServer();
  server.refuseUpgrades({ status: 502 });
  const time = new ManualTime();
  const { socket, heard, log } = record({ baseUrl: server.baseUrl, sleep: time.sleep, random: () => 1 });

  await heard('disconnected');
  expect(socket.state).toBe('waiting');
  expect(log.join()).toContain('disconnected, next try in 250 ms: the server answered 502');
});

it('stays away for as long as the rate limiter asks', async () => {
  const server = await startServer();
  server.refuseUpgrades({ status: 429, headers: { 'Retry-After': '7' } });
  server.script(peer => peer.hello(FIRST));
  const time = new ManualTime();
  const { heard } = record({ baseUrl: server.baseUrl, sleep: time.sleep });

  const { error, retryInMs } = await heard('disconnected');
  expect(error).toMatchObject({ code: 'http', status: 429, retryAfterMs: 7_000 });
  expect(retryInMs).toBe(7_000);
  await time.passOnce(7_000);
  await heard('ready');
});

it('does not follow a redirect, and says where it led', async () => {
  const server = await startServer();
  server.refuseUpgrades({ status: 301, headers: { Location: 'https://new.example.com/api/v4/websocket?x=1' } });
  const { heard } = record({ baseUrl: server.baseUrl });

  const { error } = await heard('disconnected');
  expect(error).toMatchObject({ code: 'http', status: 301 });
  expect(error.message).toContain('set baseUrl to where it leads (https://new.example.com/api/v4/websocket)');
});

it('suggests a sub-path when there is no socket at the address', async () => {
  const server = await startServer();
  server.refuseUpgrades({ status: 404 });
  const { heard } = record({ baseUrl: server.baseUrl });
  const { error } = await heard('disconnected');
  expect(error).toMatchObject({ code: 'http', status: 404, retryAfterMs: undefined });
  expect(error.message).toContain('sub-path');
});

it('says why a server cannot be reached', async () => {
  const { heard } = record({ baseUrl: 'http://127.0.0.1:1' });
  const { error } = await heard('disconnected');
  expect(error).toMatchObject({ code: 'network', cause: { code: 'ECONNREFUSED' } });
  expect(error.message).toContain('ECONNREFUSED');
});

it('gives up a try when dialling takes too long', async () => {
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
