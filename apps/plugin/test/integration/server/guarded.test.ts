import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRestClient } from '@clawmost/mm-rest';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocketServer } from 'ws';
import { createGuardedConnect } from '../../../src/server/guarded-connect.ts';
import { createGuardedFetch, networkPolicy } from '../../../src/server/guarded-fetch.ts';

const guarded = networkPolicy({ allowPrivateNetwork: false });
const privateAllowed = networkPolicy({ allowPrivateNetwork: true });

async function serve(answer: RequestListener): Promise<{ port: number; requests: string[] }> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    answer(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, requests };
}

async function serveSockets(): Promise<{ port: number; upgrades: string[] }> {
  const upgrades: string[] = [];
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  server.on('connection', (_, request) => upgrades.push(request.headers.host ?? ''));
  await once(server, 'listening');
  onTestFinished(() => {
    for (const client of server.clients) client.terminate();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, upgrades };
}

describe('createGuardedFetch', () => {
  it.each(['127.0.0.1', 'localhost'])('A request to the private address %s is refused and not sent', async host => {
    const { port, requests } = await serve((_, response) => response.end('hello'));
    await expect(createGuardedFetch(guarded)(`http://${host}:${port}/`, {})).rejects.toMatchObject({
      name: 'SsrFBlockedError',
    });
    expect(requests).toEqual([]);
  });

  it('An account that allows private addresses gets the whole response', async () => {
    const { port } = await serve((_, response) => response.writeHead(201, { 'x-it': 'yes' }).end('a'.repeat(100_000)));
    const response = await createGuardedFetch(privateAllowed)(`http://127.0.0.1:${port}/`, {
      ...{ method: 'POST', body: '{}' },
    });
    expect([response.status, response.headers.get('x-it')]).toEqual([201, 'yes']);
    expect(await response.text()).toHaveLength(100_000);
  });

  it('A response without a body has an empty body', async () => {
    const { port } = await serve((_, response) => response.writeHead(204).end());
    const response = await createGuardedFetch(privateAllowed)(`http://127.0.0.1:${port}/`, {});
    expect([response.status, await response.text()]).toEqual([204, '']);
  });

  it('A redirect is not followed, so that the token reaches no other server', async () => {
    const { port, requests } = await serve((_, response) => response.writeHead(302, { location: '/elsewhere' }).end());
    const { status } = await createGuardedFetch(privateAllowed)(`http://127.0.0.1:${port}/start`, {});
    expect([status, requests]).toEqual([302, ['/start']]);
  });

  it('A call that is redirected says so with the status', async () => {
    const { port } = await serve((_, response) => response.writeHead(301, { location: 'https://elsewhere' }).end());
    const fetch = createGuardedFetch(privateAllowed);
    const rest = createRestClient({ baseUrl: `http://127.0.0.1:${port}`, token: 'token', fetch });
    await expect(rest.users.me()).rejects.toThrow(
      /redirects \(301\), which is not followed: is baseUrl the final address/,
    );
  });

  it('Reading a body ends with the signal of the request', async () => {
    const { port } = await serve((_, response) => response.writeHead(200).write('the beginning'));
    const stop = new AbortController();
    const response = await createGuardedFetch(privateAllowed)(`http://127.0.0.1:${port}/`, { signal: stop.signal });
    const text = response.text();
    stop.abort();
    await expect(text).rejects.toThrow();
  });
});

describe('createGuardedConnect', () => {
  const init = () => ({ headers: {}, signal: AbortSignal.timeout(60_000) });

  it('A socket to a private address is refused and not opened', async () => {
    const { port, upgrades } = await serveSockets();
    await expect(createGuardedConnect(guarded)(`ws://localhost:${port}/`, init())).rejects.toMatchObject({
      name: 'SsrFBlockedError',
    });
    expect(upgrades).toEqual([]);
  });

  it('A socket is opened to the address that was checked, with the name in the request', async () => {
    const { port, upgrades } = await serveSockets();
    const socket = await createGuardedConnect(privateAllowed)(`ws://localhost:${port}/`, init());
    await once(socket, 'open');
    socket.terminate();
    expect(upgrades).toEqual([`localhost:${port}`]);
  });
});
