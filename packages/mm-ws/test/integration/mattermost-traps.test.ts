import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { record, TOKEN } from '../helpers/record.ts';
import { startServer } from '../helpers/scripted-server.ts';

// What the protocol does that nobody would guess, one test for each.

const FIRST = 'a'.repeat(26);
const SECOND = 'b'.repeat(26);

const refusedPing = (seq: number, id: string) => ({
  status: 'FAIL',
  seq_reply: seq,
  error: { id, message: `Invalid session token=${TOKEN}, err=`, detailed_error: '', status_code: 401 },
});

describe('signing in', () => {
  it('a bad token is upgraded like a good one and then dropped without a word, so REST is asked', async () => {
    const server = await startServer();
    server.script(peer => peer.drop());
    server.usersMe({ status: 401 });
    const { heard, story } = record({ baseUrl: server.baseUrl });
    expect((await heard('stopped')).error).toMatchObject({ code: 'token-refused', cause: { code: 'not-signed-in' } });
    expect(story()).toEqual(['stopped']);
  });

  it('a challenge on a signed-in socket gets no answer, so none is sent and none is waited for', async () => {
    const server = await startServer();
    server.script(peer => peer.hello(FIRST));
    const { heard } = record({ baseUrl: server.baseUrl });
    await heard('ready');
    const peer = await server.peer(1);
    await expect.poll(() => peer.actions.length).toBe(1);
    expect(peer.actions.map(({ action }) => action)).toEqual(['ping']);
    expect(peer.headers.authorization).toBe(`Bearer ${TOKEN}`);
  });

  it('the hello may come before or after a reply, and nothing is answered before it', async () => {
    const server = await startServer();
    server.script(
      peer => peer.answerPings(),
      peer => peer.hello(SECOND).answerPings(),
    );
    const { socket, heard } = record({ baseUrl: server.baseUrl });
    const peer = await server.peer(1);
    await expect.poll(() => peer.actions.length).toBe(1);
    expect(socket.state).toBe('connecting');
    peer.hello(FIRST);
    expect(await heard('ready')).toEqual({ connectionId: FIRST, resumed: false });
    peer.drop();
    await heard('ready', 2);
  });
});

describe('resuming', () => {
  it('works only for those known by the upgrade itself, so the header goes along with the connection id', async () => {
    const server = await startServer();
    server.script(
      peer => peer.hello(FIRST),
      peer => peer.answerPings(),
    );
    const { heard } = record({ baseUrl: server.baseUrl });
    await heard('ready');
    server.peers[0]!.drop();
    expect(await heard('ready', 2)).toEqual({ connectionId: FIRST, resumed: true });
    expect(server.peers[1]!.headers.authorization).toBe(`Bearer ${TOKEN}`);
    expect(server.peers[1]!.actions.map(({ action }) => action)).not.toContain('authentication_challenge');
  });

  it('a connection id that the server dislikes is dropped at once, and not offered again', async () => {
    const server = await startServer();
    server.script(
      peer => peer.hello(FIRST),
      peer => (peer.query['connection_id'] === undefined ? peer.hello(SECOND) : peer.drop()),
    );
    const { heard } = record({ baseUrl: server.baseUrl });
    await heard('ready');
    server.peers[0]!.drop();
    expect(await heard('ready', 2)).toEqual({ connectionId: SECOND, resumed: false });
    expect(server.peers).toHaveLength(3);
  });

  it('a connection id never goes without the number of the next event', async () => {
    const server = await startServer();
    server.script(
      peer => peer.hello(FIRST).posted('one', 1),
      peer => peer.answerPings(),
    );
    const { heard } = record({ baseUrl: server.baseUrl });
    await heard('posted');
    server.peers[0]!.drop();
    await heard('ready', 2);
    expect(server.peers[1]!.query).toEqual({ connection_id: FIRST, sequence_number: '2' });
  });

  it('a success brings no hello, and so no gap', async () => {
    const server = await startServer();
    server.script(
      peer => peer.hello(FIRST).posted('one', 1),
      peer => peer.posted('two', 2),
    );
    const { heard, story, messages } = record({ baseUrl: server.baseUrl });
    await heard('posted');
    server.peers[0]!.drop();
    await heard('posted', 2);
    expect(messages()).toEqual(['one', 'two']);
    expect(story()).toEqual(['ready', 'gap', 'disconnected', 'ready']);
  });

  it('a hello after a reconnect is a new stream, and so a gap, even under the same connection id', async () => {
    const server = await startServer();
    server.script(
      peer => peer.hello(FIRST).posted('one', 1),
      peer => peer.hello(FIRST).posted('another one', 1),
    );
    const { heard, messages } = record({ baseUrl: server.baseUrl });
    await heard('posted');
    server.peers[0]!.drop();
    expect(await heard('gap', 2)).toMatchObject({ reason: 'not-resumed' });
    await heard('posted', 2);
    expect(messages()).toEqual(['one', 'another one']);
  });

  it('a hello may come twice, and the second one is a gap of its own', async () => {
    const server = await startServer();
    server.script(
      peer => peer.hello(FIRST),
      peer => peer.hello(SECOND).posted('one', 1).hello(SECOND, 7).posted('two', 8),
    );
    const { heard, messages } = record({ baseUrl: server.baseUrl });
    await heard('ready');
    server.peers[0]!.drop();
    await heard('posted', 2);
    expect(await heard('gap', 3)).toMatchObject({ reason: 'hello-again' });
    expect(messages()).toEqual(['one', 'two']);
  });

  it('a server that has not noticed the loss of the old connection begins a new stream', async () => {
    const server = await startServer();
    server.script(
      peer => peer.hello(FIRST).answerPings(),
      peer => peer.hello(SECOND).answerPings(),
    );
    const { heard } = record({ baseUrl: server.baseUrl, pingIntervalMs: 200 });
    await heard('ready');
    server.peers[0]!.freeze();
    expect((await heard('disconnected')).error.code).toBe('unresponsive');
    expect(await heard('gap', 2)).toMatchObject({ reason: 'not-resumed' });
    expect(server.peers[1]!.query['connection_id']).toBe(FIRST);
  });

  it('a replay that is not whole, because the server kept too little, is a gap', async () => {
    const server = await startServer();
    server.script(
      peer => peer.hello(FIRST).posted('one', 1),
      peer => peer.posted('much later', 130),
    );
    const { heard } = record({ baseUrl: server.baseUrl });
    await heard('posted');
    server.peers[0]!.drop();
    await heard('posted', 2);
    expect(await heard('gap', 2)).toMatchObject({ reason: 'sequence-jumped', missed: 128 });
  });
});

describe('staying connected', () => {
  it('only pong frames keep a connection, so every ping of the server is answered with one', async () => {
    const server = await startServer();
    server.script(peer => peer.hello(FIRST));
    const { heard } = record({ baseUrl: server.baseUrl });
    await heard('ready');
    const pongs: string[] = [];
    server.peers[0]!.socket.on('pong', data => pongs.push(data.toString())).ping('are you there?');
    await expect.poll(() => pongs).toEqual(['are you there?']);
  });

  it('and while nothing is read, pongs are sent all the same', async () => {
    const server = await startServer();
    server.script(peer => peer.hello(FIRST).answerPings());
    const { socket, heard } = record({ baseUrl: server.baseUrl, pingIntervalMs: 100 });
    await heard('ready');
    let pongs = 0;
    server.peers[0]!.socket.on('pong', () => {
      pongs += 1;
    });
    socket.pause();
    await expect.poll(() => pongs, { timeout: 10_000 }).toBeGreaterThan(2);
    expect(socket.state).toBe('signed-in');
  });

  it('replies have no number and leave no gap', async () => {
    const server = await startServer();
    server.script(peer =>
      peer.hello(FIRST).posted('one', 1).send({ status: 'OK', seq_reply: 40 }).answerPings().posted('two', 2),
    );
    const { heard, story } = record({ baseUrl: server.baseUrl });
    await heard('posted', 2);
    expect(story()).toEqual(['ready', 'gap']);
  });
});

describe('losing access', () => {
  it('a revoked token still gets events on 5.37, so the ping action tells; its refusal holds the token', async () => {
    const server = await startServer();
    server.usersMe({ status: 401 });
    server.script(peer => {
      peer.hello(FIRST).posted('before', 1).posted('after', 2);
      peer.socket.once('message', () => peer.send(refusedPing(1, 'api.context.invalid_token.error')));
    });
    const { socket, heard, log, told } = record({ baseUrl: server.baseUrl });
    expect((await heard('stopped')).error).toMatchObject({ code: 'token-refused' });
    const seen = inspect([socket, told, log], { depth: 9, showHidden: true });
    expect(seen).not.toContain(TOKEN);
  });

  it('a disabled bot is left connected in silence, and the ping action tells', async () => {
    const server = await startServer();
    server.script(peer => {
      peer.hello(FIRST);
      peer.socket.on('message', data => {
        const { seq } = JSON.parse(data.toString()) as { seq: number };
        if (seq > 1) server.usersMe({ status: 401 });
        peer.send(
          seq > 1
            ? refusedPing(seq, 'api.web_socket_router.not_authenticated.app_error')
            : { status: 'OK', seq_reply: seq, data: { text: 'pong', server_time: 1_000 } },
        );
      });
    });
    const { heard } = record({ baseUrl: server.baseUrl, pingIntervalMs: 100 });
    await heard('ready');
    expect((await heard('stopped')).error).toMatchObject({ code: 'token-refused', cause: { code: 'signed-out' } });
  });

  it('a bot enabled again stays deaf on its old connection, so it gets a new one and a gap', async () => {
    const server = await startServer();
    server.script(
      peer => {
        peer.hello(FIRST);
        peer.socket.on('message', () => peer.send(refusedPing(1, 'api.web_socket_router.not_authenticated.app_error')));
      },
      peer => peer.hello(SECOND).answerPings(),
    );
    const { heard } = record({ baseUrl: server.baseUrl });
    expect((await heard('disconnected')).error.code).toBe('signed-out');
    expect(await heard('gap', 2)).toMatchObject({ reason: 'not-resumed' });
    expect(server.peers[1]!.query).toEqual({});
  });

  it('a ping refused for another reason is an answer all the same', async () => {
    const server = await startServer();
    server.script(peer => {
      peer.hello(FIRST);
      const error = { id: 'api.web_socket_router.bad_action.app_error', status_code: 500 };
      peer.socket.on('message', data => {
        peer.send({ status: 'FAIL', seq_reply: JSON.parse(data.toString()).seq, error });
      });
    });
    const { heard, story } = record({ baseUrl: server.baseUrl, pingIntervalMs: 100 });
    await heard('ready');
    await expect.poll(() => server.peers[0]!.actions.length, { timeout: 10_000 }).toBeGreaterThan(2);
    expect(story()).toEqual(['ready', 'gap']);
  });
});
