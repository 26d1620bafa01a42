import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { record, token } from '../support/record.ts';
import { startServer } from '../support/scripted-server.ts';

// Traps of the protocol, one test for each.

const first = 'a'.repeat(26);
const second = 'b'.repeat(26);

const refusedPing = (seq: number, id: string) => ({
  status: 'FAIL',
  seq_reply: seq,
  error: { id, message: `Invalid session token=${token}, err=`, detailed_error: '', status_code: 401 },
});

it('A bad token is upgraded like a good one and then dropped without a word, so the socket asks REST', async () => {
  const server = await startServer();
  server.script(peer => peer.drop());
  server.usersMe({ status: 401 });
  const { heard, story } = record({ baseUrl: server.baseUrl });
  expect((await heard('stopped')).error).toMatchObject({ code: 'token-refused', cause: { code: 'not-signed-in' } });
  expect(story()).toEqual(['disconnected', 'stopped']);
});

it('A challenge on a signed-in socket gets no answer, so the socket sends none', async () => {
  const server = await startServer();
  server.script(peer => peer.hello(first));
  const { heard } = record({ baseUrl: server.baseUrl });
  await heard('ready');
  const peer = await server.peer(1);
  await expect.poll(() => peer.actions.length).toBe(1);
  expect(peer.actions.map(({ action }) => action)).toEqual(['ping']);
  expect(peer.headers.authorization).toBe(`Bearer ${token}`);
});

it('The hello may come before or after a reply, and only the hello signs in', async () => {
  const server = await startServer();
  server.script(
    peer => peer.answerPings(),
    peer => peer.hello(second).answerPings(),
  );
  const { socket, heard } = record({ baseUrl: server.baseUrl });
  const peer = await server.peer(1);
  await expect.poll(() => peer.actions.length).toBe(1);
  expect(socket.state).toBe('connecting');
  peer.hello(first);
  expect(await heard('ready')).toEqual({ connectionId: first, resumed: false });
  peer.drop();
  await heard('ready', 2);
});

it('A resume works only for an account that the upgrade itself names, so the header goes along with the connection id', async () => {
  const server = await startServer();
  server.script(
    peer => peer.hello(first),
    peer => peer.answerPings(),
  );
  const { heard } = record({ baseUrl: server.baseUrl });
  await heard('ready');
  server.peers[0]!.drop();
  expect(await heard('ready', 2)).toEqual({ connectionId: first, resumed: true });
  expect(server.peers[1]!.headers.authorization).toBe(`Bearer ${token}`);
  expect(server.peers[1]!.actions.map(({ action }) => action)).not.toContain('authentication_challenge');
});

it('A connection id that the server rejects is dropped at once, so the socket does not offer it again', async () => {
  const server = await startServer();
  server.script(
    peer => peer.hello(first),
    peer => (peer.query['connection_id'] === undefined ? peer.hello(second) : peer.drop()),
  );
  const { heard } = record({ baseUrl: server.baseUrl });
  await heard('ready');
  server.peers[0]!.drop();
  expect(await heard('ready', 2)).toEqual({ connectionId: second, resumed: false });
  expect(server.peers).toHaveLength(3);
});

it('A connection id never goes without the number of the next event', async () => {
  const server = await startServer();
  server.script(
    peer => peer.hello(first).posted('one', 1),
    peer => peer.answerPings(),
  );
  const { heard } = record({ baseUrl: server.baseUrl });
  await heard('posted');
  server.peers[0]!.drop();
  await heard('ready', 2);
  expect(server.peers[1]!.query).toEqual({ connection_id: first, sequence_number: '2' });
});

it('A successful resume brings no hello, and so no gap', async () => {
  const server = await startServer();
  server.script(
    peer => peer.hello(first).posted('one', 1),
    peer => peer.posted('two', 2),
  );
  const { heard, story, messages } = record({ baseUrl: server.baseUrl });
  await heard('posted');
  server.peers[0]!.drop();
  await heard('posted', 2);
  expect(messages()).toEqual(['one', 'two']);
  expect(story()).toEqual(['ready', 'gap', 'disconnected', 'ready']);
});

it('A hello after a reconnect is a new stream, and so a gap, even under the same connection id', async () => {
  const server = await startServer();
  server.script(
    peer => peer.hello(first).posted('one', 1),
    peer => peer.hello(first).posted('another one', 1),
  );
  const { heard, messages } = record({ baseUrl: server.baseUrl });
  await heard('posted');
  server.peers[0]!.drop();
  expect(await heard('gap', 2)).toMatchObject({ reason: 'not-resumed' });
  await heard('posted', 2);
  expect(messages()).toEqual(['one', 'another one']);
});

it('A hello may come twice, and the second one is a gap of its own', async () => {
  const server = await startServer();
  server.script(
    peer => peer.hello(first),
    peer => peer.hello(second).posted('one', 1).hello(second, 7).posted('two', 8),
  );
  const { heard, messages } = record({ baseUrl: server.baseUrl });
  await heard('ready');
  server.peers[0]!.drop();
  await heard('posted', 2);
  expect(await heard('gap', 3)).toMatchObject({ reason: 'hello-again' });
  expect(messages()).toEqual(['one', 'two']);
});

it('A server that has not noticed the loss of the old connection begins a new stream', async () => {
  const server = await startServer();
  server.script(
    peer => peer.hello(first).answerPings(),
    peer => peer.hello(second).answerPings(),
  );
  const { heard } = record({ baseUrl: server.baseUrl, pingIntervalMs: 200 });
  await heard('ready');
  server.peers[0]!.freeze();
  expect((await heard('disconnected')).error.code).toBe('unresponsive');
  expect(await heard('gap', 2)).toMatchObject({ reason: 'not-resumed' });
  expect(server.peers[1]!.query['connection_id']).toBe(first);
});

it('A replay that is incomplete, because the server kept too little, is a gap', async () => {
  const server = await startServer();
  server.script(
    peer => peer.hello(first).posted('one', 1),
    peer => peer.posted('much later', 130),
  );
  const { heard } = record({ baseUrl: server.baseUrl });
  await heard('posted');
  server.peers[0]!.drop();
  await heard('posted', 2);
  expect(await heard('gap', 2)).toMatchObject({ reason: 'sequence-jumped', missed: 128 });
});

it('Only pong frames keep a connection, so every ping of the server is answered with one', async () => {
  const server = await startServer();
  server.script(peer => peer.hello(first));
  const { heard } = record({ baseUrl: server.baseUrl });
  await heard('ready');
  const pongs: string[] = [];
  server.peers[0]!.socket.on('pong', data => pongs.push(data.toString())).ping('are you there?');
  await expect.poll(() => pongs).toEqual(['are you there?']);
});

it('Pongs are sent even while the socket reads nothing', async () => {
  const server = await startServer();
  server.script(peer => peer.hello(first).answerPings());
  const { socket, heard } = record({ baseUrl: server.baseUrl, pingIntervalMs: 100 });
  await heard('ready');
  let pongs = 0;
  server.peers[0]!.socket.on('pong', () => {
    pongs += 1;
  });
  socket.pause();
  await expect.poll(() => pongs).toBeGreaterThan(2);
  expect(socket.state).toBe('signed-in');
});

it('Replies have no number and leave no gap', async () => {
  const server = await startServer();
  server.script(peer =>
    peer.hello(first).posted('one', 1).send({ status: 'OK', seq_reply: 40 }).answerPings().posted('two', 2),
  );
  const { heard, story } = record({ baseUrl: server.baseUrl });
  await heard('posted', 2);
  expect(story()).toEqual(['ready', 'gap']);
});

it('A revoked token still gets events on 5.37, so the ping action is what shows it, and its refusal holds the token', async () => {
  const server = await startServer();
  server.usersMe({ status: 401 });
  server.script(peer => {
    peer.hello(first).posted('before', 1).posted('after', 2);
    peer.socket.once('message', () => peer.send(refusedPing(1, 'api.context.invalid_token.error')));
  });
  const { socket, heard, log, emitted } = record({ baseUrl: server.baseUrl });
  expect((await heard('stopped')).error).toMatchObject({ code: 'token-refused' });
  const seen = inspect([socket, emitted, log], { depth: 9, showHidden: true });
  expect(seen).not.toContain(token);
});

it('A disabled bot stays connected in silence, and the ping action shows it', async () => {
  const server = await startServer();
  server.script(peer => {
    peer.hello(first);
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

it('A bot that is enabled again gets nothing on its old connection, so it gets a new one and a gap', async () => {
  const server = await startServer();
  server.script(
    peer => {
      peer.hello(first);
      peer.socket.on('message', () => peer.send(refusedPing(1, 'api.web_socket_router.not_authenticated.app_error')));
    },
    peer => peer.hello(second).answerPings(),
  );
  const { heard } = record({ baseUrl: server.baseUrl });
  expect((await heard('disconnected')).error.code).toBe('signed-out');
  expect(await heard('gap', 2)).toMatchObject({ reason: 'not-resumed' });
  expect(server.peers[1]!.query).toEqual({});
});

it('A ping refused for another reason is a sign of life all the same', async () => {
  const server = await startServer();
  server.script(peer => {
    peer.hello(first);
    const error = { id: 'api.web_socket_router.bad_action.app_error', status_code: 500 };
    peer.socket.on('message', data => {
      peer.send({ status: 'FAIL', seq_reply: JSON.parse(data.toString()).seq, error });
    });
  });
  const { heard, story } = record({ baseUrl: server.baseUrl, pingIntervalMs: 100 });
  await heard('ready');
  await expect.poll(() => server.peers[0]!.actions.length).toBeGreaterThan(2);
  expect(story()).toEqual(['ready', 'gap']);
});
