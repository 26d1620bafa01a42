import { expect, it, vi } from 'vitest';
import { openOffice } from '../support/office.ts';

const patient = { timeout: 60_000, interval: 5 };

it('While the socket is away, posts are found over REST, once and in order', async () => {
  const { alice, ops, bot, mattermost } = await openOffice();
  const { inbox, heard, handled, is } = await bot({ pollWhileDisconnected: true });
  await alice.says('live', { in: ops });
  await heard(1);
  mattermost.faults.answer({ path: '/websocket' }, { status: 503, body: 'no sockets here' });
  for (const socket of mattermost.sockets) socket.cut();
  await is('recovering');
  await alice.says('one', { in: ops });
  await heard(2);
  expect(inbox.status()).toMatchObject({ state: 'recovering', isPolling: true });
  await alice.says('two', { in: ops });
  await alice.says('three', { in: ops });
  await heard(4);
  mattermost.faults.liftAll();
  await is('ready');
  await alice.says('four', { in: ops });
  await heard(5);
  expect(handled).toEqual(['live', 'one', 'two', 'three', 'four']);
  expect(inbox.status().isPolling).toBe(false);
});

it('Polling works from the very first start on', async () => {
  const { alice, ops, bot, mattermost } = await openOffice();
  await alice.says('before', { in: ops });
  mattermost.faults.answer({ path: '/websocket' }, { status: 503, body: 'no sockets here' });
  const { heard, handled, is } = await bot({ pollWhileDisconnected: true, untilReady: false });
  await alice.says('one', { in: ops });
  await heard(1);
  mattermost.faults.liftAll();
  await is('ready');
  await alice.says('two', { in: ops });
  await heard(2);
  expect(handled).toEqual(['one', 'two']);
});

it('Polling hands over edits and deletions of waiting posts as a catch-up does', async () => {
  const { alice, ops, bot, mattermost } = await openOffice();
  const first = await bot({ handle: (_, { signal }) => new Promise((_, reject) => (signal.onabort = reject)) });
  await alice.says('one', { in: ops });
  const two = await alice.says('two', { in: ops });
  const three = await alice.says('three', { in: ops });
  await vi.waitFor(() => expect(first.inbox.status().queued).toBe(2), patient);
  await first.stop();
  mattermost.faults.answer({ path: '/websocket' }, { status: 503, body: 'no sockets here' });
  await alice.edits(two, 'two, corrected');
  await alice.deletes(three);
  const second = await bot({ pollWhileDisconnected: true, untilReady: false });
  await second.heard(2);
  await vi.waitFor(() => expect(second.inbox.status()).toMatchObject({ queued: 0, running: 0 }), patient);
  expect(second.handled).toEqual(['one', 'two, corrected']);
});

it('Polling stops when the socket is signed in', async () => {
  const { alice, ops, bot, mattermost, requests } = await openOffice();
  mattermost.faults.answer({ path: '/websocket' }, { status: 503, body: 'no sockets here' });
  const { heard, is } = await bot({ pollWhileDisconnected: true, untilReady: false });
  await alice.says('one', { in: ops });
  await heard(1);
  mattermost.faults.liftAll();
  await is('ready');
  const before = requests(/teams$/);
  // Each post from the stream shows that more time has passed than polls are apart.
  for (let index = 0; index < 20; index++) {
    await alice.says(`live ${index}`, { in: ops });
    await heard(index + 2);
  }
  expect(requests(/teams$/)).toBe(before);
});

it('Polling can be switched off', async () => {
  const { alice, ops, bot, mattermost, requests } = await openOffice();
  const first = await bot();
  await first.stop();
  mattermost.faults.answer({ path: '/websocket' }, { status: 503, body: 'no sockets here' });
  const before = requests(/teams$/);
  const second = await bot({ untilReady: false });
  await alice.says('one', { in: ops });
  await vi.waitFor(() => expect(second.inbox.status().state).toBe('recovering'), patient);
  expect([second.handled, requests(/teams$/)]).toEqual([[], before]);
  mattermost.faults.liftAll();
  expect(await second.heard(1)).toEqual(['one']);
});

it('Polling writes no watermark, so a post that becomes visible late is found after the reconnect', async () => {
  const { alice, ops, bot, mattermost, store } = await openOffice();
  const { heard, handled, is } = await bot({ pollWhileDisconnected: true });
  await alice.says('live', { in: ops });
  await heard(1);
  await is('ready');
  mattermost.faults.answer({ path: '/websocket' }, { status: 503, body: 'no sockets here' });
  // The server forgets the stream, so the reconnect reports a gap.
  await mattermost.restart();
  await is('recovering');
  const progress = () => [new Map(store.times), new Map(store.marks)];
  const before = progress();
  const polled = await alice.says('polled', { in: ops });
  await heard(2);
  expect(progress()).toEqual(before);
  // Another node of the server was slow: its post is older than the polled one and shows up after it.
  ops.addHistory([{ by: alice, message: 'late', at: polled.create_at - 1 }]);
  mattermost.faults.liftAll();
  await heard(3);
  expect(handled).toEqual(['live', 'polled', 'late']);
});

it('A channel with more posts than the limits allow is left to the catch-up, which takes the newest', async () => {
  const { alice, claw, ops, bot, mattermost } = await openOffice();
  const first = await bot();
  await first.stop();
  mattermost.faults.answer({ path: '/websocket' }, { status: 503, body: 'no sockets here' });
  for (const text of ['a', 'b', 'c', 'd']) await alice.says(text, { in: ops });
  const direct = mattermost.directChannel(alice, claw);
  const second = await bot({
    pollWhileDisconnected: true,
    untilReady: false,
    catchUp: { maxPostsPerChannel: 3 },
  });
  await alice.says('direct', { in: direct });
  await second.heard(1);
  expect([second.handled, second.inbox.status().leftOut.channels]).toEqual([['direct'], 0]);
  mattermost.faults.liftAll();
  expect(await second.heard(4)).toEqual(['direct', 'b', 'c', 'd']);
  await second.is('ready');
  expect(second.inbox.status().leftOut).toEqual({ posts: 1, channels: 1 });
});

it('A failure counts while the server is polled, and does not count while it cannot be reached', async () => {
  const { alice, ops, bot, mattermost } = await openOffice();
  const failures: number[] = [];
  const { is } = await bot({
    pollWhileDisconnected: true,
    handle: async (_, { entry }) => {
      failures.push(entry.failures);
      if (failures.length < 3) throw new Error('not yet');
    },
  });
  mattermost.faults.answer({ path: '/websocket' }, { status: 503, body: 'no sockets here' });
  for (const socket of mattermost.sockets) socket.cut();
  await is('recovering');
  await alice.says('one', { in: ops });
  await vi.waitFor(() => expect(failures).toEqual([0, 1, 2]), patient);
});
