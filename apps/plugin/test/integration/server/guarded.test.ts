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
  it('A stream is uploaded to an address that the account may reach, with its length, and to no other', async () => {
    const lengths: (string | undefined)[] = [];
    const { port, requests } = await serve((request, response) => {
      lengths.push(request.headers['content-length']);
      request.resume().once('end', () => response.writeHead(201, { 'x-it': 'yes' }).end('done'));
    });
    const init = () => ({
      ...{ method: 'POST', duplex: 'half' as const, headers: { 'content-length': '3' } },
      body: new Blob(['abc']).stream(),
    });
    const response = await createGuardedFetch(privateAllowed)(`http://127.0.0.1:${port}/`, init());
    expect([response.status, response.headers.get('x-it'), await response.text()]).toEqual([201, 'yes', 'done']);
    const refused = createGuardedFetch(guarded)(`http://127.0.0.1:${port}/`, init());
    await expect(refused).rejects.toMatchObject({ name: 'SsrFBlockedError' });
    expect([lengths, requests]).toEqual([['3'], ['/']]);
  });

  it('An upload that is answered early, redirected, cut off or aborted ends at once, and its stream is closed', async () => {
    let ends = 'early';
    const { port } = await serve((request, response) => {
      request.once('data', () => {
        if (ends === 'early') response.writeHead(413, { connection: 'close' }).end('<html>');
        if (ends === 'redirect') response.writeHead(302, { location: '/elsewhere' }).end();
        if (ends === 'cut') request.socket.destroy();
      });
    });
    const upload = async (signal?: AbortSignal) => {
      let isClosed = false;
      const body = new ReadableStream<Uint8Array>({
        pull: controller => controller.enqueue(new Uint8Array(65_536)),
        cancel: () => {
          isClosed = true;
        },
      });
      const init = { method: 'POST', duplex: 'half' as const, body, ...(signal && { signal }) };
      const result = await createGuardedFetch(privateAllowed)(`http://127.0.0.1:${port}/`, init).then(
        async response => [response.status, await response.text()],
        error => [error.code ?? error.name],
      );
      await expect.poll(() => isClosed).toBe(true);
      return result;
    };
    expect([[413, '<html>'], ['EPIPE'], ['ECONNRESET']]).toContainEqual(await upload());
    ends = 'redirect';
    expect([[302, ''], ['EPIPE'], ['ECONNRESET']]).toContainEqual(await upload());
    ends = 'cut';
    expect([['EPIPE'], ['ECONNRESET']]).toContainEqual(await upload());
    ends = 'never';
    const stop = new AbortController();
    const aborted = upload(stop.signal);
    stop.abort(new Error('enough'));
    expect(await aborted).toEqual([expect.stringMatching(/ABORT|Error/)]);
  });

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
