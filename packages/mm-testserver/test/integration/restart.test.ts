import { once } from 'node:events';
import { connect as dial, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { apiOf } from '../support/api.ts';
import { type ClientSocket, openClientSocket } from '../support/client-socket.ts';
import { type Office, openOffice } from '../support/office.ts';

const any = () => true;

async function connect({ mattermost, claw }: Office, query = ''): Promise<ClientSocket> {
  const socket = await openClientSocket(mattermost.url, claw.token, query);
  onTestFinished(() => socket.end());
  return socket;
}

it('A restarted server has the same address and database', async () => {
  const office = await openOffice();
  const { mattermost, alice, claw, ops } = office;
  await alice.says('before', { in: ops });
  const { url } = mattermost;
  await mattermost.goDown();
  await expect(apiOf(mattermost, claw)('GET', '/users/me')).rejects.toThrow();
  await alice.says('meanwhile', { in: ops });
  await mattermost.comeBack();
  expect(mattermost.url).toBe(url);
  const { status, body } = await apiOf(mattermost, claw)('GET', `/channels/${ops.id}/posts`);
  expect(status).toBe(200);
  expect(body.order.map((id: string) => body.posts[id].message)).toEqual(['meanwhile', 'before']);
});

it('A restarted server has forgotten connections and unsent events', async () => {
  const office = await openOffice();
  const { mattermost, alice, ops } = office;
  const socket = await connect(office);
  const id = Object((await socket.next(any))['data']).connection_id;
  await mattermost.goDown();
  expect(await socket.closed()).toBe(1006);
  await alice.says('missed', { in: ops });
  await mattermost.comeBack();
  const fresh = await (await connect(office, `connection_id=${id}&sequence_number=1`)).next(any);
  expect(fresh).toMatchObject({ event: 'hello', seq: 0 });
  expect(Object(fresh['data']).connection_id).not.toBe(id);
});

it('A restarted server has forgotten every pending_post_id', async () => {
  const { mattermost, claw, ops } = await openOffice();
  const api = apiOf(mattermost, claw);
  const post = { channel_id: ops.id, message: 'once', pending_post_id: 'claw:1' };
  const first = await api('POST', '/posts', post);
  await mattermost.restart();
  const second = await api('POST', '/posts', post);
  expect(second.status).toBe(201);
  expect(second.body.id).not.toBe(first.body.id);
});

it('A server can be stopped while it is down, and twice', async () => {
  const { mattermost } = await openOffice();
  await mattermost.goDown();
  await mattermost.stop();
  await mattermost.stop();
  await expect(fetch(mattermost.url)).rejects.toThrow();
});

/** A connection that the server has accepted, and that closes only when the server closes both sides. */
async function dialled({ mattermost }: Office): Promise<Socket> {
  const { port } = new URL(mattermost.url);
  const socket = dial({ port: Number(port), host: '127.0.0.1', allowHalfOpen: true });
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => {}).write('GET /api/v4/system/ping HTTP/1.1\r\nHost: x\r\n\r\n');
  await once(socket, 'data');
  return socket;
}

const upgrade = (path: string, { claw }: Office): string =>
  `GET ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${claw.token}\r\n` +
  'Connection: Upgrade\r\nUpgrade: websocket\r\n' +
  'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';

it('A server opens no sockets while it goes down', async () => {
  const office = await openOffice();
  const socket = await dialled(office);
  // With half a request, the server does not close the connection as idle.
  const request = upgrade('/api/v4/websocket', office);
  socket.write(request.slice(0, -2));
  // After a timer, the server reads this before it closes its known connections.
  await sleep(50);
  socket.write(request.slice(-2));
  await office.mattermost.goDown();
  await office.mattermost.comeBack();
  expect(office.mattermost.sockets).toEqual([]);
});

it('A server goes down even when a client with a refused socket stays connected', async () => {
  const office = await openOffice();
  const socket = await dialled(office);
  socket.write(upgrade('/api/v4/nowhere', office));
  expect(String(await once(socket, 'data'))).toContain('404');
  await office.mattermost.goDown();
});
