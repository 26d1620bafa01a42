import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocketServer } from 'ws';
import { createGuardedConnect } from '../../../src/server/guarded-connect.ts';
import { createGuardedFetch } from '../../../src/server/guarded-fetch.ts';
import { networkPolicy } from '../../../src/server/network-policy.ts';

const careful = networkPolicy({ allowPrivateNetwork: false });
const optedIn = networkPolicy({ allowPrivateNetwork: true });

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

describe('a guarded fetch', () => {
  it('refuses a private address unless the account has opted in, without sending anything', async () => {
    const { port, requests } = await serve((_, response) => response.end('hello'));
    await expect(createGuardedFetch(careful)(`http://127.0.0.1:${port}/`, {})).rejects.toMatchObject({
      name: 'SsrFBlockedError',
    });
    expect(requests).toEqual([]);
  });

  it('refuses a name that leads to a private address just the same', async () => {
    const { port, requests } = await serve((_, response) => response.end('hello'));
    await expect(createGuardedFetch(careful)(`http://localhost:${port}/`, {})).rejects.toMatchObject({
      name: 'SsrFBlockedError',
    });
    expect(requests).toEqual([]);
  });

  it('lets an account through that has opted in, with the whole answer', async () => {
    const { port } = await serve((_, response) => response.writeHead(201, { 'x-it': 'yes' }).end('a'.repeat(100_000)));
    const response = await createGuardedFetch(optedIn)(`http://127.0.0.1:${port}/`, { method: 'POST', body: '{}' });
    expect([response.status, response.headers.get('x-it')]).toEqual([201, 'yes']);
    expect(await response.text()).toHaveLength(100_000);
  });

  it('answers with an empty body where there is none', async () => {
    const { port } = await serve((_, response) => response.writeHead(204).end());
    const response = await createGuardedFetch(optedIn)(`http://127.0.0.1:${port}/`, {});
    expect([response.status, await response.text()]).toEqual([204, '']);
  });

  it('follows no redirect', async () => {
    const { port, requests } = await serve((_, response) => response.writeHead(302, { location: '/elsewhere' }).end());
    await expect(createGuardedFetch(optedIn)(`http://127.0.0.1:${port}/start`, {})).rejects.toThrow(/redirect/i);
    expect(requests).toEqual(['/start']);
  });

  it('gives up when it is aborted in the middle of a body', async () => {
    const { port } = await serve((_, response) => response.writeHead(200).write('the beginning'));
    const giveUp = new AbortController();
    const response = await createGuardedFetch(optedIn)(`http://127.0.0.1:${port}/`, { signal: giveUp.signal });
    const text = response.text();
    giveUp.abort();
    await expect(text).rejects.toThrow();
  });
});

describe('a guarded socket', () => {
  const context = () => ({ headers: {}, signal: AbortSignal.timeout(10_000) });

  it('refuses a private address unless the account has opted in, without dialling', async () => {
    const { port, upgrades } = await serveSockets();
    await expect(createGuardedConnect(careful)(`ws://localhost:${port}/`, context())).rejects.toMatchObject({
      name: 'SsrFBlockedError',
    });
    expect(upgrades).toEqual([]);
  });

  it('dials the address that was checked, and keeps the name in the request', async () => {
    const { port, upgrades } = await serveSockets();
    const socket = await createGuardedConnect(optedIn)(`ws://localhost:${port}/`, context());
    await once(socket, 'open');
    socket.terminate();
    expect(upgrades).toEqual([`localhost:${port}`]);
  });
});
