import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { Schedule } from '../../src/index.ts';
import { connect, event, reply } from '../support/connecting.ts';
import { openOffice } from '../support/office.ts';

/** Timers that wait until they are told that time has passed. */
function handSchedule(): { schedule: Schedule; pass: (ms: number) => void } {
  let now = 0;
  const waiting = new Set<{ at: number; run: () => void }>();
  return {
    schedule: (ms, run) => {
      const timer = { at: now + ms, run };
      waiting.add(timer);
      return () => waiting.delete(timer);
    },
    pass: ms => {
      const end = now + ms;
      for (;;) {
        const [next] = [...waiting].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
        if (!next) break;
        waiting.delete(next);
        now = next.at;
        next.run();
      }
      now = end;
    },
  };
}

describe('signing in', () => {
  it('says hello first, with the name of the connection and of the version', async () => {
    const { mattermost, claw } = await openOffice({ version: '5.37' });
    const socket = await connect(mattermost, claw);
    const hello = await socket.next(() => true);
    expect(hello).toEqual({
      event: 'hello',
      data: {
        connection_id: expect.stringMatching(/^[a-z0-9]{26}$/),
        server_version: expect.stringMatching(/^5\.37\.0\.\.[0-9a-f]{32}\.false$/),
      },
      broadcast: { omit_users: null, user_id: claw.id, channel_id: '', team_id: '' },
      seq: 0,
    });
    expect(mattermost.sockets.map(({ connectionId }) => connectionId)).toEqual([Object(hello['data']).connection_id]);
  });

  it('names the machine, and who else a broadcast could leave out, from version 10 on', async () => {
    const { mattermost, claw } = await openOffice({ version: '10.11' });
    const { data, broadcast } = await (await connect(mattermost, claw)).next(event('hello'));
    expect(data).toHaveProperty('server_hostname');
    expect(broadcast).toMatchObject({ connection_id: '', omit_connection_id: '' });
  });

  it('may take five seconds, and then the connection is dropped', async () => {
    const { schedule, pass } = handSchedule();
    const { mattermost } = await openOffice({ schedule });
    const nobody = await connect(mattermost);
    const wrong = await connect(mattermost, { token: 'x'.repeat(26) });
    pass(4_999);
    expect(mattermost.sockets).toEqual([]);
    nobody.send({ seq: 1, action: 'authentication_challenge', data: { token: mattermost.admin.token } });
    await nobody.next(event('hello'));
    pass(1);
    expect(await wrong.closed()).toBe(1006);
    expect(mattermost.sockets).toHaveLength(1);
  });

  it('is not answered when it was done already', async () => {
    const { mattermost, claw } = await openOffice();
    const socket = await connect(mattermost, claw);
    socket.send({ seq: 1, action: 'authentication_challenge', data: { token: claw.token } });
    socket.send({ seq: 2, action: 'ping' });
    expect(await socket.next(frame => 'seq_reply' in frame)).toMatchObject({ seq_reply: 2 });
  });

  it('must come before anything else is answered', async () => {
    const { mattermost, claw } = await openOffice();
    const socket = await connect(mattermost);
    socket.send({ seq: 1, action: 'ping' });
    socket.send({ seq: 2, action: 'authentication_challenge', data: { token: claw.token } });
    expect(await socket.next(() => true)).toMatchObject({ event: 'hello', seq: 0 });
    expect(await socket.next(frame => 'seq_reply' in frame)).toEqual({ status: 'OK', seq_reply: 2 });
  });

  it('makes a user online, and the last socket to go makes it offline', async () => {
    const { mattermost, alice, claw } = await openOffice();
    const watcher = await connect(mattermost, alice);
    const one = await connect(mattermost, claw);
    expect(await one.next(event('status_change'))).toMatchObject({ data: { status: 'online', user_id: claw.id } });
    await connect(mattermost, claw);
    const statusOfClaw = async (seq: number): Promise<unknown> => {
      watcher.send({ seq, action: 'get_statuses_by_ids', data: { user_ids: [claw.id] } });
      return Object((await watcher.next(reply(seq)))['data'])[claw.id];
    };
    claw.sockets[0]?.cut();
    expect(await one.closed()).toBe(1006);
    expect(await statusOfClaw(1)).toBe('online');
    claw.sockets[0]?.cut();
    await expect.poll(() => claw.sockets.length).toBe(0);
    expect(await statusOfClaw(2)).toBe('offline');
  });

  it('is refused by HTTP for a token in the query', async () => {
    const { mattermost, claw } = await openOffice();
    const url = `${mattermost.url.replace('http', 'ws')}/api/v4/websocket?access_token=${claw.token}`;
    const socket = new WebSocket(url);
    const status = await new Promise(resolve => {
      socket.once('unexpected-response', (_, response) => resolve(response.statusCode)).once('error', () => {});
    });
    expect(status).toBe(401);
    expect(mattermost.requests.at(-1)).toMatchObject({ path: '/api/v4/websocket?access_token=…', status: 401 });
  });

  it('is refused by HTTP for a foreign origin, and only for that', async () => {
    const { mattermost, claw } = await openOffice();
    const open = (origin: string): Promise<unknown> =>
      new Promise(resolve => {
        const headers = { authorization: `Bearer ${claw.token}`, origin };
        const socket = new WebSocket(`${mattermost.url.replace('http', 'ws')}/api/v4/websocket`, { headers });
        onTestFinished(() => socket.terminate());
        socket
          .once('unexpected-response', (_, response) => resolve(response.statusCode))
          .once('open', () => resolve('open'))
          .on('error', () => {});
      });
    expect(await open('https://evil.example.com')).toBe(403);
    expect(await open(mattermost.url)).toBe('open');
  });
});

describe('asking over the socket', () => {
  it.each([
    ['an unknown action', { seq: 1, action: 'dance' }, { seq_reply: 1, error: { status_code: 500 } }],
    ['no action', { seq: 1 }, { seq_reply: 1, error: { id: 'api.web_socket_router.no_action.app_error' } }],
    [
      'a channel of another',
      { seq: 1, action: 'user_typing', data: { channel_id: 'x' } },
      { error: { status_code: 400 } },
    ],
    ['nobody’s status', { seq: 1, action: 'get_statuses_by_ids', data: {} }, { error: { status_code: 400 } }],
  ])('is refused for %s', async (_, request, refusal) => {
    const { mattermost, claw } = await openOffice();
    const socket = await connect(mattermost, claw);
    socket.send(request);
    expect(await socket.next(frame => 'status' in frame)).toMatchObject({ status: 'FAIL', ...refusal });
  });

  it('is refused without a number for a number that is not above 0', async () => {
    const { mattermost, claw } = await openOffice();
    const socket = await connect(mattermost, claw);
    socket.send({ seq: 0, action: 'ping' });
    const refusal = await socket.next(frame => 'status' in frame);
    expect(refusal).toMatchObject({ status: 'FAIL', error: { status_code: 400 } });
    expect(refusal).not.toHaveProperty('seq_reply');
  });

  it('tells who is there', async () => {
    const { mattermost, alice, claw } = await openOffice();
    const socket = await connect(mattermost, claw);
    socket.send({ seq: 1, action: 'get_statuses' });
    expect((await socket.next(reply(1)))['data']).toEqual({ [claw.id]: 'online' });
    socket.send({ seq: 2, action: 'user_update_active_status', data: { user_is_active: false, manual: true } });
    socket.send({ seq: 3, action: 'get_statuses_by_ids', data: { user_ids: [alice.id, claw.id] } });
    expect((await socket.next(reply(3)))['data']).toEqual({ [alice.id]: 'offline', [claw.id]: 'away' });
  });

  it.each(['{bad', '[]', '"text"', '{"seq":"1","action":"ping"}'])('ends the connection with %s', async text => {
    const { mattermost, claw } = await openOffice();
    const headers = { authorization: `Bearer ${claw.token}` };
    const socket = new WebSocket(`${mattermost.url.replace('http', 'ws')}/api/v4/websocket`, { headers });
    onTestFinished(() => socket.terminate());
    socket.once('open', () => socket.send(text));
    expect(await new Promise(resolve => socket.once('close', resolve))).toBe(1006);
  });

  it('ends the connection with a frame above 8192 bytes', async () => {
    const { mattermost, claw } = await openOffice();
    const socket = await connect(mattermost, claw);
    socket.send({ seq: 1, action: 'ping', data: { padding: 'x'.repeat(8_100) } });
    await socket.next(reply(1));
    socket.send({ seq: 2, action: 'ping', data: { padding: 'x'.repeat(8_193) } });
    expect(await socket.closed()).toBe(1009);
  });
});

describe('staying connected', () => {
  it('takes a pong every 100 seconds, and nothing less', async () => {
    const { schedule, pass } = handSchedule();
    const { mattermost, alice, claw } = await openOffice({ schedule });
    const open = async (who: { readonly token: string }, autoPong: boolean): Promise<WebSocket> => {
      const headers = { authorization: `Bearer ${who.token}` };
      const socket = new WebSocket(`${mattermost.url.replace('http', 'ws')}/api/v4/websocket`, { autoPong, headers });
      onTestFinished(() => socket.terminate());
      await new Promise(resolve => socket.once('open', resolve));
      return socket;
    };
    const silent = await open(claw, false);
    const healthy = await open(alice, true);
    const closed = new Promise(resolve => silent.once('close', resolve));
    const pinged = [silent, healthy].map(socket => new Promise(resolve => socket.once('ping', resolve)));
    pass(60_000);
    await Promise.all(pinged);
    // Both ask something: the answers come when everything before, the healthy one's pong included, has arrived.
    const answered = [silent, healthy].map(
      socket =>
        new Promise<void>(resolve => {
          socket.on('message', data => (String(data).includes('pong') ? resolve() : undefined));
          socket.send(JSON.stringify({ seq: 1, action: 'ping' }));
        }),
    );
    await Promise.all(answered);
    pass(40_000);
    expect(await closed).toBe(1006);
    expect(mattermost.sockets.map(({ username }) => username)).toEqual(['alice']);
  });

  it('does not notice a revoked token until version 6, except when it asks', async () => {
    const { mattermost, alice, claw, ops } = await openOffice({ version: '6.7' });
    const socket = await connect(mattermost, claw);
    mattermost.revoke(claw.token);
    socket.send({ seq: 1, action: 'ping' });
    const { error } = await socket.next(reply(1));
    expect(error).toMatchObject({ id: 'api.context.invalid_token.error', status_code: 401 });
    await alice.says('still here?', { in: ops });
    expect(await socket.next(event('posted'))).toBeDefined();
  });

  it('falls silent with a revoked token from version 10 on', async () => {
    const { mattermost, alice, claw, ops } = await openOffice({ version: '10.11' });
    const socket = await connect(mattermost, claw);
    await socket.next(event('status_change'));
    mattermost.revoke(claw.token);
    await alice.says('still here?', { in: ops });
    socket.send({ seq: 1, action: 'ping' });
    const next = await socket.next(() => true);
    expect(next).toMatchObject({ error: { id: 'api.web_socket_router.not_authenticated.app_error' } });
  });
});
