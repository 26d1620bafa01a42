import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { manualTime } from '../../src/index.ts';
import { apiOf } from '../support/api.ts';
import { type ClientSocket, openClientSocket } from '../support/client-socket.ts';
import { type Office, openQuietOffice } from '../support/office.ts';
import { until } from '../support/until.ts';

const any = () => true;

async function connect({ mattermost, claw }: Office, query = ''): Promise<ClientSocket> {
  const socket = await openClientSocket(mattermost.url, claw.token, query);
  onTestFinished(() => socket.end());
  return socket;
}

/** The longest message. */
const long = 'x'.repeat(16_383);

/** Fills the buffers between client and server, so that further messages wait. */
async function fillBuffers({ alice, ops }: Office): Promise<number> {
  for (let n = 0; n < 16; n += 1) await alice.says(long, { in: ops });
  return 16;
}

describe('A frozen connection', () => {
  it('Nothing passes until the thaw, and then everything in order', async () => {
    const office = await openQuietOffice();
    const { alice, claw, ops } = office;
    const socket = await connect(office);
    await socket.next(any);
    const [frozen] = claw.sockets;
    frozen?.freeze();
    await alice.says('one', { in: ops });
    socket.send({ seq: 1, action: 'ping' });
    await alice.says('two', { in: ops });
    expect(claw.sockets).toHaveLength(1);
    frozen?.thaw();
    expect(await socket.next(any)).toMatchObject({ event: 'posted', seq: 1 });
    expect(await socket.next(any)).toMatchObject({ event: 'posted', seq: 2 });
    expect(await socket.next(any)).toMatchObject({ status: 'OK', seq_reply: 1 });
  });

  it('The server gives a frozen connection up after 100 seconds without a pong, and the client notices at the thaw', async () => {
    const time = manualTime();
    const office = await openQuietOffice({ time });
    const socket = await connect(office);
    await socket.next(any);
    const [frozen] = office.claw.sockets;
    frozen?.freeze();
    time.advance(99_999);
    expect(office.claw.sockets).toHaveLength(1);
    time.advance(1);
    expect(office.claw.sockets).toHaveLength(0);
    frozen?.thaw();
    expect(await socket.closed()).toBe(1006);
  });
});

describe('A client that disconnects while frozen', () => {
  it('The server notices only at the thaw that the client has disconnected', async () => {
    const office = await openQuietOffice();
    const socket = await connect(office);
    await socket.next(any);
    const [frozen] = office.claw.sockets;
    frozen?.freeze();
    socket.end();
    await apiOf(office.mattermost)('GET', '/system/ping');
    expect(office.claw.sockets).toHaveLength(1);
    frozen?.thaw();
    await until(() => office.claw.sockets.length === 0);
  });
});

describe('A client that does not read', () => {
  it('While 128 messages wait, a client loses typing events and no posts', async () => {
    const office = await openQuietOffice();
    const { mattermost, alice, claw, ops } = office;
    const socket = await connect(office);
    await socket.next(any);
    claw.sockets[0]?.freeze();
    const sent = await fillBuffers(office);
    const type = () => apiOf(mattermost, alice)('POST', '/users/me/typing', { channel_id: ops.id });
    for (let n = 0; n < 10; n += 1) await type();
    for (let n = 0; n < 140; n += 1) await alice.says(`post ${n}`, { in: ops });
    await type();
    claw.sockets[0]?.thaw();
    const names: unknown[] = [];
    const seqs: unknown[] = [];
    while (names.at(-1) !== 'typing') {
      const { event, seq } = await socket.next(any);
      names.push(event);
      seqs.push(seq);
    }
    expect(names.filter(name => name === 'posted')).toHaveLength(sent + 140);
    // The server drops typing events only while at least 128 messages wait behind them.
    expect(names.filter(name => name === 'typing')).toHaveLength(1);
    expect(seqs).toEqual(seqs.map((_, i) => i + 1));
  });

  it('With 256 waiting messages, the connection is closed and cannot be resumed', async () => {
    const office = await openQuietOffice();
    const { alice, claw, ops } = office;
    const socket = await connect(office);
    const id = Object((await socket.next(any))['data']).connection_id;
    const [slow] = claw.sockets;
    slow?.freeze();
    const sent = await fillBuffers(office);
    for (let n = 0; n < 256; n += 1) await alice.says(`post ${n}`, { in: ops });
    expect(claw.sockets).toHaveLength(1);
    await alice.says('one too many', { in: ops });
    expect(claw.sockets).toHaveLength(0);
    slow?.thaw();
    await socket.next(({ seq }) => seq === sent + 256);
    expect(await socket.closed()).toBe(1005);
    const fresh = await (await connect(office, `connection_id=${id}&sequence_number=${sent + 257}`)).next(any);
    expect(fresh).toMatchObject({ event: 'hello', seq: 0 });
  });

  it('A connected client that only stops reading is closed too', async () => {
    const { mattermost, alice, claw, ops } = await openQuietOffice();
    const headers = { authorization: `Bearer ${claw.token}` };
    const socket = new WebSocket(`${mattermost.url.replace('http', 'ws')}/api/v4/websocket`, { headers });
    onTestFinished(() => socket.terminate());
    await new Promise(resolve => socket.on('open', resolve));
    socket.pause();
    // The system keeps some megabytes before anything has to wait.
    for (let n = 0; n < 3_000 && claw.sockets.length > 0; n += 1) await alice.says(long, { in: ops });
    expect(claw.sockets).toHaveLength(0);
    const closed = new Promise(resolve => socket.on('close', resolve));
    socket.resume();
    expect(await closed).toBe(1005);
  });

  it('A client is dropped after a message has waited for 30 seconds, and can resume', async () => {
    const time = manualTime();
    const office = await openQuietOffice({ time });
    const { claw } = office;
    const socket = await connect(office);
    const id = Object((await socket.next(any))['data']).connection_id;
    claw.sockets[0]?.freeze();
    const sent = await fillBuffers(office);
    time.advance(29_999);
    expect(claw.sockets).toHaveLength(1);
    time.advance(1);
    await until(() => claw.sockets.length === 0);
    const again = await connect(office, `connection_id=${id}&sequence_number=1`);
    expect(await again.next(any)).toMatchObject({ event: 'posted', seq: 1 });
    expect(await again.next(({ seq }) => seq === sent)).toMatchObject({ event: 'posted' });
  });
});
