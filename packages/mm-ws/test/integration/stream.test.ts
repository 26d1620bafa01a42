import { expect, it } from 'vitest';
import { record } from '../support/record.ts';
import { startServer } from '../support/scripted-server.ts';

const first = 'a'.repeat(26);
const post = { id: 'post1', user_id: 'u', channel_id: 'c', create_at: 1, update_at: 1 };

it('A gap is emitted before the event that shows it', async () => {
  const server = await startServer();
  server.script(peer => peer.hello(first).posted('one', 1).posted('five', 5));
  const { emitted, heard } = record({ baseUrl: server.baseUrl });

  await heard('posted', 2);
  expect(await heard('gap', 2)).toEqual({ reason: 'sequence-jumped', missed: 3 });
  expect(emitted.map(({ name }) => name).slice(-3)).toEqual(['gap', 'event', 'posted']);
});

it('completeUntil never includes a reply that came after the loss', async () => {
  const server = await startServer();
  const { heard, log } = record({ baseUrl: server.baseUrl });
  const peer = await server.peer(1);
  peer.hello(first);
  await heard('ready');
  await expect.poll(() => peer.actions.length).toBe(1);
  peer.answerPings(9_999).posted('later', 3);

  expect(await heard('gap', 2)).toEqual({ reason: 'sequence-jumped', missed: 2 });
  expect(log).toContain('events may be missing: sequence-jumped');
});

it('completeUntil is the time of the last reply before an event in its turn', async () => {
  const server = await startServer();
  const { heard } = record({ baseUrl: server.baseUrl });
  const peer = await server.peer(1);
  await expect.poll(() => peer.actions.length).toBe(1);
  peer.hello(first).answerPings(1_000).posted('one', 1).posted('five', 5);

  expect(await heard('gap', 2)).toEqual({ reason: 'sequence-jumped', missed: 3, completeUntil: 1_000 });
});

it('An event is emitted once, even when the server repeats it', async () => {
  const server = await startServer();
  server.script(peer => peer.hello(first).posted('one', 1).posted('one', 1).posted('two', 2));
  const { heard, messages, story } = record({ baseUrl: server.baseUrl });

  await heard('posted', 2);
  expect(messages()).toEqual(['one', 'two']);
  expect(story()).toEqual(['ready', 'gap']);
});

it('Replies are not counted as events', async () => {
  const server = await startServer();
  server.script(peer => {
    peer.hello(first).send({ status: 'OK', seq_reply: 9 }).posted('one', 1);
    peer.send({ status: 'FAIL', seq_reply: 10, error: { id: 'api.some.error', status_code: 400 } }).posted('two', 2);
  });
  const { heard, story } = record({ baseUrl: server.baseUrl });

  await heard('posted', 2);
  expect(story()).toEqual(['ready', 'gap']);
});

it("An unknown event is emitted, and a plugin's event cannot pose as one of the socket's own", async () => {
  const server = await startServer();
  server.script(peer => {
    peer.hello(first).event('custom_com.example_fired', { list: '[1]' }, 1);
    peer.event('error', {}, 2).event('stopped', {}, 3).event('__proto__', {}, 4);
  });
  const { emitted, heard, socket } = record({ baseUrl: server.baseUrl });

  expect(await heard('event', 2)).toMatchObject({
    known: false,
    event: 'custom_com.example_fired',
    data: { list: '[1]' },
  });
  await heard('event', 5);
  expect(emitted.filter(({ name }) => name === 'stopped')).toEqual([]);
  expect(socket.state).toBe('signed-in');
});

it('A known event whose data cannot be read is emitted as an unknown one', async () => {
  const server = await startServer();
  server.script(peer => peer.hello(first).event('posted', { post: '{broken' }, 1));
  const { heard, log, messages } = record({ baseUrl: server.baseUrl });

  expect(await heard('event', 2)).toMatchObject({ known: false, event: 'posted', data: { post: '{broken' } });
  expect(messages()).toEqual([]);
  expect(log).toContain("could not read the field 'post' of an event 'posted'");
});

it('Messages that cannot be read are survived', async () => {
  const server = await startServer();
  server.script(peer => {
    peer.hello(first).send('not json').send('[]').send('{}').send('{"event":"posted"}');
    peer.socket.send(Buffer.from([1, 2, 3]));
    peer.posted('still here', 1);
  });
  const { heard, story } = record({ baseUrl: server.baseUrl });

  expect((await heard('posted')).data.post.message).toBe('still here');
  expect(story()).toEqual(['ready', 'gap']);
});

it('A listener that throws or rejects is reported, and the others are called', async () => {
  const server = await startServer();
  const { socket, heard, log } = record({ baseUrl: server.baseUrl });
  const peer = await server.peer(1);
  const heardByOthers: string[] = [];
  socket.prependListener('posted', () => {
    throw new Error('thrown in a listener');
  });
  socket.prependListener('event', async () => {
    throw new Error('rejected in a listener');
  });
  socket.once('posted', ({ data }) => heardByOthers.push(data.post.message));
  peer.hello(first).posted('one', 1).posted('two', 2);

  await heard('posted', 2);
  expect(heardByOthers).toEqual(['one']);
  expect(socket.state).toBe('signed-in');
  await expect.poll(() => log.join()).toContain('rejected in a listener');
  expect(log.join()).toContain("a listener of 'posted' failed: Error: thrown in a listener");
});

it('A text that is not UTF-8 does not end the connection, and its unreadable bytes become replacement characters', async () => {
  const server = await startServer();
  const [before, after] = JSON.stringify({
    event: 'posted',
    data: { post: JSON.stringify({ ...post, message: 'caf|' }) },
    broadcast: {},
    seq: 1,
  }).split('|');
  server.script(peer => {
    peer.hello(first).socket.send(Buffer.from(`${before}\xe9${after}`, 'latin1'), { binary: false });
    peer.posted('two', 2);
  });
  const { heard, messages, story } = record({ baseUrl: server.baseUrl });

  await heard('posted', 2);
  expect(messages()).toEqual(['caf\ufffd', 'two']);
  expect(story()).toEqual(['ready', 'gap']);
});

it('A logger that throws disturbs neither the socket nor its listeners', async () => {
  const server = await startServer();
  server.script(
    peer => peer.hello(first).send('not json').posted('one', 1).drop(),
    peer => peer.answerPings(),
  );
  const fail = (): never => {
    throw new Error('the pipe is closed');
  };
  const logger = { debug: fail, info: fail, warn: fail, error: fail };
  const { heard, story } = record({ baseUrl: server.baseUrl, logger });

  await heard('posted');
  await heard('ready', 2);
  expect(story()).toEqual(['ready', 'gap', 'disconnected', 'ready']);
});
