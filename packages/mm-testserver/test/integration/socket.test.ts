import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { Schedule } from '../../src/index.ts';
import { connect, event, reply } from '../support/connecting.ts';
import { openOffice } from '../support/office.ts';

/** Timers that run only when the test moves the time. */
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

describe('Signing in', () => {
  it('The first event is hello, with the id of the connection and the version', async () => {
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

  it('From 10.11 on, hello has the name of the machine', async () => {
    const { mattermost, claw } = await openOffice({ version: '10.11' });
    const { data, broadcast } = await (await connect(mattermost, claw)).next(event('hello'));
    expect(data).toHaveProperty('server_hostname');
    expect(broadcast).toMatchObject({ connection_id: '', omit_connection_id: '' });
  });

  it('A client that has not signed in after five seconds is dropped', async () => {
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

  it('A second challenge gets no reply', async () => {
    const { mattermost, claw } = await openOffice();
    const socket = await connect(mattermost, claw);
    socket.send({ seq: 1, action: 'authentication_challenge', data: { token: claw.token } });
    socket.send({ seq: 2, action: 'ping' });
    expect(await socket.next(frame => 'seq_reply' in frame)).toMatchObject({ seq_reply: 2 });
  });

  it('Requests before signing in get no reply', async () => {
    const { mattermost, claw } = await openOffice();
    const socket = await connect(mattermost);
    socket.send({ seq: 1, action: 'ping' });
    socket.send({ seq: 2, action: 'authentication_challenge', data: { token: claw.token } });
    expect(await socket.next(() => true)).toMatchObject({ event: 'hello', seq: 0 });
    expect(await socket.next(frame => 'seq_reply' in frame)).toEqual({ status: 'OK', seq_reply: 2 });
  });

  it('Signing in makes a user online, and the loss of the last socket offline', async () => {
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

  it('The upgrade is refused for a token in the query', async () => {
    const { mattermost, claw } = await openOffice();
    const url = `${mattermost.url.replace('http', 'ws')}/api/v4/websocket?access_token=${claw.token}`;
    const socket = new WebSocket(url);
    const status = await new Promise(resolve => {
      socket.once('unexpected-response', (_, response) => resolve(response.statusCode)).once('error', () => {});
    });
    expect(status).toBe(401);
    expect(mattermost.requests.at(-1)).toMatchObject({ path: '/api/v4/websocket?access_token=…', status: 401 });
  });

  it('The upgrade is refused only for a foreign origin', async () => {
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

describe('Requests over the socket', () => {
  it.each([
    ['an unknown action', { seq: 1, action: 'dance' }, { seq_reply: 1, error: { status_code: 500 } }],
    ['no action', { seq: 1 }, { seq_reply: 1, error: { id: 'api.web_socket_router.no_action.app_error' } }],
    [
      'the channel of another user',
      { seq: 1, action: 'user_typing', data: { channel_id: 'x' } },
      { error: { status_code: 400 } },
    ],
    ['nobody’s status', { seq: 1, action: 'get_statuses_by_ids', data: {} }, { error: { status_code: 400 } }],
  ])('A request is refused for %s', async (_, request, refusal) => {
    const { mattermost, claw } = await openOffice();
    const socket = await connect(mattermost, claw);
    socket.send(request);
    expect(await socket.next(frame => 'status' in frame)).toMatchObject({ status: 'FAIL', ...refusal });
  });

  it('A request with a seq of 0 or less gets a reply without seq_reply', async () => {
    const { mattermost, claw } = await openOffice();
    const socket = await connect(mattermost, claw);
    socket.send({ seq: 0, action: 'ping' });
    const refusal = await socket.next(frame => 'status' in frame);
    expect(refusal).toMatchObject({ status: 'FAIL', error: { status_code: 400 } });
    expect(refusal).not.toHaveProperty('seq_reply');
  });

  it('The statuses of users can be requested', async () => {
    const { mattermost, alice, claw } = await openOffice();
    const socket = await connect(mattermost, claw);
    socket.send({ seq: 1, action: 'get_statuses' });
    expect((await socket.next(reply(1)))['data']).toEqual({ [claw.id]: 'online' });
    socket.send({ seq: 2, action: 'user_update_active_status', data: { user_is_active: false, manual: true } });
    socket.send({ seq: 3, action: 'get_statuses_by_ids', data: { user_ids: [alice.id, claw.id] } });
    expect((await socket.next(reply(3)))['data']).toEqual({ [alice.id]: 'offline', [claw.id]: 'away' });
  });

  it.each(['{bad', '[]', '"text"', '{"seq":"1","action":"ping"}'])(
    'The server drops the connection after %s',
    async text => {
      const { mattermost, claw } = await openOffice();
      const headers = { authorization: `Bearer ${claw.token}` };
      const socket = new WebSocket(`${mattermost.url.replace('http', 'ws')}/api/v4/websocket`, { headers });
      onTestFinished(() => socket.terminate());
      socket.once('open', () => socket.send(text));
      expect(await new Promise(resolve => socket.once('close', resolve))).toBe(1006);
    },
  );

  it('The server closes the connection after a frame over 8192 bytes', async () => {
    const { mattermost, claw } = await openOffice();
    const socket = await connect(mattermost, claw);
    socket.send({ seq: 1, action: 'ping', data: { padding: 'x'.repeat(8_100) } });
    await socket.next(reply(1));
    socket.send({ seq: 2, action: 'ping', data: { padding: 'x'.repeat(8_193) } });
    expect(await socket.closed()).toBe(1009);
  });
});

describe('Staying connected', () => {
  it('Only a pong every 100 seconds keeps a connection alive', async () => {
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
    // The replies arrive after everything before them, such as the pong of the healthy client.
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

  it('Before version 10, a socket with a revoked token gets events, but no replies', async () => {
    const { mattermost, alice, claw, ops } = await openOffice({ version: '6.7' });
    const socket = await connect(mattermost, claw);
    mattermost.revoke(claw.token);
    socket.send({ seq: 1, action: 'ping' });
    const { error } = await socket.next(reply(1));
    expect(error).toMatchObject({ id: 'api.context.invalid_token.error', status_code: 401 });
    await alice.says('still here?', { in: ops });
    expect(await socket.next(event('posted'))).toBeDefined();
  });

  it('From 9.11 on, a socket with a revoked token gets no events', async () => {
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
