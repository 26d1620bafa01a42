import { describe, expect, it, onTestFinished } from 'vitest';
import { type Mattermost, manualTime } from '../../src/index.ts';
import { type ClientSocket, openClientSocket } from '../support/client-socket.ts';
import { type Office, openQuietOffice } from '../support/office.ts';
import { until } from '../support/until.ts';

const hello = (frame: Readonly<Record<string, unknown>>) => frame['event'] === 'hello';
const any = () => true;

async function connect(office: Office, query = '', who: { token: string } = office.claw): Promise<ClientSocket> {
  const socket = await openClientSocket(office.mattermost.url, who.token, query);
  onTestFinished(() => socket.end());
  return socket;
}

function connectionId(frame: Readonly<Record<string, unknown>>): string {
  return Object(frame['data']).connection_id;
}

/** Signs in, and is gone again: the server has noticed it, and remembers how far it was. */
async function comeAndGo(office: Office, see = 0): Promise<{ id: string; next: number }> {
  const socket = await connect(office);
  const id = connectionId(await socket.next(hello));
  for (let n = 0; n < see; n += 1) await office.alice.says(`seen ${n}`, { in: office.ops });
  if (see > 0) await socket.next(({ seq }) => seq === see);
  socket.end();
  await until(() => office.claw.sockets.length === 0);
  return { id, next: see + 1 };
}

async function say({ alice, ops }: Office, count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) await alice.says(`missed ${n}`, { in: ops });
}

const back = (id: string, next: number): string => `connection_id=${id}&sequence_number=${next}`;

async function seqs(socket: ClientSocket, count: number): Promise<unknown[]> {
  const seen: unknown[] = [];
  while (seen.length < count) seen.push((await socket.next(any))['seq']);
  return seen;
}

describe('Resuming', () => {
  it('A client gets the events that it missed, with the same connection id and without hello', async () => {
    const office = await openQuietOffice();
    const { id, next } = await comeAndGo(office, 2);
    await say(office, 3);
    const socket = await connect(office, back(id, next));
    expect(await seqs(socket, 3)).toEqual([3, 4, 5]);
    expect(office.claw.sockets.map(open => open.connectionId)).toEqual([id]);
  });

  it('A client gets events again that were sent and did not arrive', async () => {
    const office = await openQuietOffice();
    const { id } = await comeAndGo(office, 5);
    expect(await seqs(await connect(office, back(id, 2)), 4)).toEqual([2, 3, 4, 5]);
  });

  it('A client that asks for more than the last 128 events gets a new connection, and then the waiting events', async () => {
    const office = await openQuietOffice();
    const { id } = await comeAndGo(office, 130);
    await say(office, 1);
    const socket = await connect(office, back(id, 2));
    const first = await socket.next(any);
    expect(first).toMatchObject({ event: 'hello', seq: 0 });
    expect(connectionId(first)).not.toBe(id);
    expect(await socket.next(any)).toMatchObject({ event: 'posted', seq: 1 });
  });

  it('A client finds 256 waiting events, and after 257 a new connection', async () => {
    const office = await openQuietOffice();
    const { id, next } = await comeAndGo(office);
    await say(office, 256);
    expect(await seqs(await connect(office, back(id, next)), 256)).toEqual(
      Array.from({ length: 256 }, (_, i) => i + 1),
    );
    const other = await openQuietOffice();
    const gone = await comeAndGo(other);
    await say(other, 257);
    const fresh = await (await connect(other, back(gone.id, gone.next))).next(any);
    expect(fresh).toMatchObject({ event: 'hello', seq: 0 });
    expect(connectionId(fresh)).not.toBe(gone.id);
  });

  it('A client gets a new connection while the server has not noticed the loss', async () => {
    const office = await openQuietOffice();
    const old = await connect(office);
    const id = connectionId(await old.next(hello));
    office.claw.sockets[0]?.freeze();
    old.end();
    const fresh = await (await connect(office, back(id, 1))).next(any);
    expect(fresh).toMatchObject({ event: 'hello', seq: 0 });
    expect(connectionId(fresh)).not.toBe(id);
    expect(office.claw.sockets).toHaveLength(2);
  });

  it('A client gets a new connection when the old one belongs to another user', async () => {
    const office = await openQuietOffice();
    const { id, next } = await comeAndGo(office);
    const socket = await connect(office, back(id, next), office.bob);
    expect(connectionId(await socket.next(hello))).not.toBe(id);
  });

  it('With the number 0, a client gets no old events and no hello', async () => {
    const office = await openQuietOffice();
    const { id } = await comeAndGo(office, 1);
    await say(office, 1);
    expect(await (await connect(office, back(id, 0))).next(any)).toMatchObject({ event: 'posted', seq: 0 });
  });
});

describe('Invalid requests', () => {
  it.each([
    ['a name that is none', () => 'connection_id=short&sequence_number=1'],
    ['no number', (id: string) => `connection_id=${id}`],
    ['a number that is none', (id: string) => `connection_id=${id}&sequence_number=one`],
    ['a number below 0', (id: string) => `connection_id=${id}&sequence_number=-1`],
  ])('A socket is opened and dropped at once: %s', async (_, query) => {
    const office = await openQuietOffice();
    const { id } = await comeAndGo(office);
    expect(await (await connect(office, query(id))).closed()).toBe(1006);
  });

  it('From 10.11 on, an unknown connection without a number is invalid too', async () => {
    const query = `connection_id=${'a'.repeat(26)}`;
    const before = await connect(await openQuietOffice({ version: '6.7' }), query);
    expect(await before.next(any)).toMatchObject({ event: 'hello' });
    const since = await connect(await openQuietOffice({ version: '10.11' }), query);
    expect(await since.closed()).toBe(1006);
  });
});

describe('The reaper', () => {
  it('Every five minutes, connections are forgotten that were inactive for as long', async () => {
    const time = manualTime();
    const office = await openQuietOffice({ time });
    const idle = await comeAndGo(office);
    const minutes = (count: number): void => time.advance(count * 60_000);
    // It came after five minutes, when the client had not been idle for longer than that.
    minutes(6);
    const again = await connect(office, back(idle.id, idle.next));
    again.send({ seq: 1, action: 'ping' });
    expect(await again.next(any)).toMatchObject({ seq_reply: 1 });
    again.end();
    await until(() => office.claw.sockets.length === 0);
    minutes(10);
    const fresh = await (await connect(office, back(idle.id, idle.next))).next(any);
    expect(fresh).toMatchObject({ event: 'hello', seq: 0 });
  });

  it('Inactivity counts from the last post with the same token', async () => {
    const time = manualTime();
    const office = await openQuietOffice({ time });
    time.advance(4 * 60_000);
    const socket = await connect(office);
    const id = connectionId(await socket.next(hello));
    time.advance(90_000);
    await postAs(office.mattermost, office.claw.token, office.ops.id);
    socket.end();
    await until(() => office.claw.sockets.length === 0);
    // Ten minutes after the start, six after signing in, and less than five after the post.
    time.advance(270_000);
    expect(await (await connect(office, back(id, 1))).next(any)).toMatchObject({ event: 'posted' });
  });
});

async function postAs({ url }: Mattermost, token: string, channel_id: string): Promise<void> {
  const headers = { authorization: `Bearer ${token}` };
  await fetch(`${url}/api/v4/posts`, { method: 'POST', headers, body: JSON.stringify({ channel_id, message: 'hi' }) });
}
