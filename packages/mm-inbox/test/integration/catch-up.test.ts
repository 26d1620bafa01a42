import { expect, it, vi } from 'vitest';
import { lossySocket } from '../support/lossy-socket.ts';
import { openOffice } from '../support/office.ts';

const minute = 60_000;

it('A catch-up finds a lost event that was followed by a delivered one', async () => {
  const stream = lossySocket();
  const { alice, ops, bot } = await openOffice();
  const { heard, inbox, handled } = await bot({ between: stream.socket });
  await alice.says('one', { in: ops });
  await heard(1);
  stream.loseNext();
  await alice.says('lost', { in: ops });
  await alice.says('two', { in: ops });
  await heard(3);
  expect(stream.lost).toBe(1);
  expect(handled).toEqual(['one', 'lost', 'two']);
  expect(inbox.status().lastGap).toMatchObject({ reason: 'sequence-jumped' });
});

it('The next start finds a lost event when the process ends during the catch-up', async () => {
  const stream = lossySocket();
  const { alice, ops, bot, mattermost } = await openOffice();
  const first = await bot({ between: stream.socket });
  const reading = mattermost.faults.hold({ path: /posts/, method: 'GET' });
  stream.loseNext();
  await alice.says('lost', { in: ops });
  await alice.says('two', { in: ops });
  await reading.met;
  await first.stop();
  reading.lift();
  expect(first.handled).toEqual([]);
  const second = await bot();
  expect(await second.heard(2)).toEqual(['lost', 'two']);
});

it('A catch-up finds two posts of the same millisecond at the edge of a page', async () => {
  let now = 1_700_000_000_000;
  const { alice, ops, bot, mattermost } = await openOffice({ now: () => now });
  const first = await bot();
  await first.stop();
  mattermost.makeStale(ops);
  const texts = Array.from({ length: 250 }, (_, index) => `post ${index}`);
  for (const [index, text] of texts.entries()) {
    // The newest page of 200 begins with post 50.
    if (index !== 50) now += 10;
    await alice.says(text, { in: ops });
  }
  const second = await bot();
  expect([...(await second.heard(250))].sort()).toEqual([...texts].sort());
});

it('A catch-up finds more posts of one millisecond than fit on a page', async () => {
  let now = 1_700_000_000_000;
  const { alice, ops, bot, mattermost } = await openOffice({ now: () => now });
  const first = await bot();
  await first.stop();
  mattermost.makeStale(ops);
  now += 10;
  const texts = Array.from({ length: 450 }, (_, index) => `post ${index}`);
  for (const text of texts) await alice.says(text, { in: ops });
  const second = await bot();
  expect([...(await second.heard(450))].sort()).toEqual([...texts].sort());
});

it('A catch-up continues after a last seen post that data retention has removed', async () => {
  const { alice, ops, bot, mattermost } = await openOffice();
  const first = await bot();
  const seen = await alice.says('seen', { in: ops });
  await first.heard(1);
  await first.stop();
  await alice.says('missed', { in: ops });
  expect(mattermost.deleteOldPosts({ before: seen.create_at + 1, in: ops })).toBe(1);
  const second = await bot();
  expect(await second.heard(1)).toEqual(['missed']);
});

it('A catch-up finds a first direct message from the outage', async () => {
  const { alice, claw, bot, mattermost } = await openOffice();
  const first = await bot();
  await mattermost.goDown();
  const direct = mattermost.directChannel(alice, claw);
  await alice.says('hello', { in: direct });
  await mattermost.comeBack();
  expect(await first.heard(1)).toEqual(['hello']);
});

it('A catch-up finds posts from after the bot was added to a channel during the outage, and none from before', async () => {
  const { alice, claw, bot, mattermost, team } = await openOffice();
  const lab = team.addChannel('lab', { members: [alice] });
  const first = await bot();
  await mattermost.goDown();
  await alice.says('before the bot joined', { in: lab });
  lab.add(claw, { by: alice });
  await alice.says('welcome', { in: lab });
  await mattermost.comeBack();
  await first.heard(1);
  await first.is('ready');
  expect(first.handled).toEqual(['welcome']);
});

it('A catch-up dispatches nothing for edits and joins that only move the time of the last post', async () => {
  const { alice, team, ops, bot, mattermost } = await openOffice();
  const first = await bot();
  const asked = await alice.says('how are you?', { in: ops });
  await first.heard(1);
  await mattermost.goDown();
  await alice.edits(asked, 'how are you today?');
  ops.add(team.addPerson('carol'), { by: alice });
  await mattermost.comeBack();
  await alice.says('well?', { in: ops });
  await first.heard(2);
  await first.is('ready');
  expect(first.handled).toEqual(['how are you?', 'well?']);
});

it('A catch-up does not read a channel again for edits of the bot itself', async () => {
  let now = 1_700_000_000_000;
  const { alice, ops, bot, mattermost, requests } = await openOffice({ now: () => ++now });
  const { heard, rest, is } = await bot();
  await alice.says('tell me', { in: ops });
  await heard(1);
  const answer = await rest.posts.create({ channel_id: ops.id, message: 'Once' });
  now += 5 * minute;
  await rest.posts.patch(answer.id, { message: 'Once upon a time' });
  now += minute;
  await alice.says('go on', { in: mattermost.directChannel(alice, { ...alice, id: answer.user_id }) });
  await heard(2);
  const before = requests(new RegExp(`channels/${ops.id}/posts`));
  await mattermost.restart();
  await vi.waitFor(() => expect(mattermost.sockets).toHaveLength(1), 10_000);
  await is('ready');
  expect(requests(new RegExp(`channels/${ops.id}/posts`))).toBe(before);
  expect(await heard(2)).toEqual(['tell me', 'go on']);
});

it('A catch-up dispatches a post once after an edit that adds a mention', async () => {
  const { alice, ops, bot, mattermost } = await openOffice();
  const first = await bot({ accept: ({ message }) => message.includes('@claw') });
  const post = await alice.says('somebody there?', { in: ops });
  await alice.says('@claw hello', { in: ops });
  await first.heard(1);
  await mattermost.goDown();
  await alice.edits(post, '@claw somebody there?');
  await mattermost.comeBack();
  await first.heard(2);
  await first.is('ready');
  await mattermost.restart();
  await alice.says('@claw bye', { in: ops });
  await first.heard(3);
  await first.is('ready');
  expect(first.handled).toEqual(['@claw hello', '@claw somebody there?', '@claw bye']);
});

it('A waiting post that was deleted during the outage is not dispatched', async () => {
  const { alice, ops, bot } = await openOffice();
  const first = await bot({ handle: (_, { signal }) => new Promise((_, reject) => (signal.onabort = reject)) });
  await alice.says('one', { in: ops });
  const two = await alice.says('two', { in: ops });
  await alice.says('three', { in: ops });
  await vi.waitFor(() => expect(first.inbox.status().queued).toBe(2), 10_000);
  await first.stop();
  await alice.deletes(two);
  const second = await bot();
  await alice.says('four', { in: ops });
  expect(await second.heard(3)).toEqual(['one', 'three', 'four']);
});

it('A post that is written during the catch-up is dispatched once', async () => {
  const { alice, ops, bot, mattermost } = await openOffice();
  const first = await bot();
  await first.stop();
  await alice.says('one', { in: ops });
  const reading = mattermost.faults.hold({ path: /posts/, method: 'GET', times: 1 });
  const second = await bot({ untilReady: false });
  await reading.met;
  expect(second.inbox.status()).toMatchObject({ state: 'catching-up', catchUp: { done: 0, of: 1 } });
  await alice.says('two', { in: ops });
  reading.lift();
  expect(await second.heard(2)).toEqual(['one', 'two']);
  await second.is('ready');
  expect(second.inbox.status().catchUp).toMatchObject({ done: 1, of: 1 });
});

it('A catch-up continues through a rate limit', async () => {
  const { alice, ops, bot, mattermost } = await openOffice();
  const first = await bot();
  await first.stop();
  await alice.says('missed', { in: ops });
  mattermost.limitRate({ PerSec: 10, MaxBurst: 2 });
  const second = await bot();
  expect(await second.heard(1)).toEqual(['missed']);
});

it('A catch-up continues through server errors and HTML pages in place of answers', async () => {
  const { alice, ops, bot, mattermost } = await openOffice();
  const first = await bot();
  await first.stop();
  await alice.says('missed', { in: ops });
  mattermost.faults.answer({ path: /teams$/, times: 2 }, { status: 503, body: '<html>busy</html>' });
  mattermost.faults.answer({ path: /posts/, times: 2 }, { status: 502, body: '<html>bad gateway</html>' });
  const second = await bot();
  expect(await second.heard(1)).toEqual(['missed']);
});

it('A catch-up continues through a restart of the server', async () => {
  const { alice, ops, bot, mattermost } = await openOffice();
  const first = await bot();
  await first.stop();
  await alice.says('one', { in: ops });
  const reading = mattermost.faults.hold({ path: /posts/, method: 'GET', times: 1 });
  const second = await bot({ untilReady: false });
  await reading.met;
  await mattermost.goDown();
  await alice.says('two', { in: ops });
  await mattermost.comeBack();
  expect(await second.heard(2)).toEqual(['one', 'two']);
  await second.is('ready');
});

it('A catch-up continues when the bot is removed from a channel that it is reading', async () => {
  const { alice, claw, ops, bot, mattermost, team } = await openOffice();
  const lab = team.addChannel('lab', { members: [alice, claw] });
  const first = await bot();
  await first.stop();
  await alice.says('in the lab', { in: lab });
  await alice.says('in ops', { in: ops });
  const reading = mattermost.faults.hold({ path: new RegExp(`${lab.id}/posts`), method: 'GET', times: 1 });
  const second = await bot({ untilReady: false });
  await reading.met;
  lab.remove(claw, { by: alice });
  reading.lift();
  await second.is('ready');
  expect(second.handled).toEqual(['in ops']);
});

it('A catch-up leaves out posts that are too old and counts them', async () => {
  let now = 1_700_000_000_000;
  const { alice, ops, bot } = await openOffice({ now: () => ++now });
  const first = await bot();
  await first.stop();
  await alice.says('yesterday', { in: ops });
  now += 24 * 60 * minute;
  await alice.says('today', { in: ops });
  const second = await bot();
  expect(await second.heard(1)).toEqual(['today']);
  expect(second.inbox.status().leftOut).toEqual({ posts: 1, channels: 1 });
  expect(second.log.join()).toContain('left out 1 posts');
});

it('A catch-up takes the newest posts of a channel and of all channels up to its limits', async () => {
  const { alice, claw, ops, bot, team } = await openOffice();
  const lab = team.addChannel('lab', { members: [alice, claw] });
  const first = await bot();
  await first.stop();
  for (const text of ['a', 'b', 'c', 'd']) await alice.says(`lab ${text}`, { in: lab });
  for (const text of ['a', 'b', 'c', 'd']) await alice.says(`ops ${text}`, { in: ops });
  const second = await bot({ catchUp: { maxPostsPerChannel: 3, maxPosts: 5 } });
  await second.heard(5);
  expect([...second.handled].sort()).toEqual(['lab c', 'lab d', 'ops b', 'ops c', 'ops d']);
  expect(second.inbox.status().leftOut).toEqual({ posts: 3, channels: 2 });
});
