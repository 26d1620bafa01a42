import { describe, expect, it, vi } from 'vitest';
import { lossy } from '../stage/lossy.ts';
import { openOffice } from '../stage/office.ts';

const minute = 60_000;

describe('a catch-up finds', () => {
  it('a lost event that was followed by a handled one', async () => {
    const stream = lossy();
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

  it('a lost event that was followed by a handled one, when the process ends before it was read', async () => {
    const stream = lossy();
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

  it('both of two posts of the same millisecond at the edge of a page', async () => {
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

  it('all of more posts of one millisecond than a page holds', async () => {
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

  it('what follows a last seen post that retention has removed', async () => {
    const { alice, ops, bot, mattermost } = await openOffice();
    const first = await bot();
    const seen = await alice.says('seen', { in: ops });
    await first.heard(1);
    await first.stop();
    await alice.says('missed', { in: ops });
    expect(mattermost.retain({ before: seen.create_at + 1, in: ops })).toBe(1);
    const second = await bot();
    expect(await second.heard(1)).toEqual(['missed']);
  });

  it('a first direct message that came during the outage', async () => {
    const { alice, claw, bot, mattermost } = await openOffice();
    const first = await bot();
    await mattermost.goDown();
    const direct = mattermost.directChannel(alice, claw);
    await alice.says('hello', { in: direct });
    await mattermost.comeBack();
    expect(await first.heard(1)).toEqual(['hello']);
  });

  it('what was said in a channel since the bot was added to it during the outage', async () => {
    const { alice, claw, bot, mattermost, team } = await openOffice();
    const lab = team.addChannel('lab', { members: [alice] });
    const first = await bot();
    await mattermost.goDown();
    await alice.says('nobody hears this', { in: lab });
    lab.add(claw, { by: alice });
    await alice.says('welcome', { in: lab });
    await mattermost.comeBack();
    await first.heard(1);
    await first.is('ready');
    expect(first.handled).toEqual(['welcome']);
  });

  it('no news in edits and joins that only move the time of the last post', async () => {
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

  it('no news in an answer that the bot itself was still writing', async () => {
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

  it('an edit that makes a post interesting, once', async () => {
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

  it('a post that waited and was deleted during the outage, which is not handed over', async () => {
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

  it('what was written in the middle of it, by way of the second look', async () => {
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
});

describe('a catch-up goes on through', () => {
  it('a rate limit', async () => {
    const { alice, ops, bot, mattermost } = await openOffice();
    const first = await bot();
    await first.stop();
    await alice.says('missed', { in: ops });
    mattermost.limitRate({ PerSec: 10, MaxBurst: 2 });
    const second = await bot();
    expect(await second.heard(1)).toEqual(['missed']);
  });

  it('failures of the server, and pages instead of answers', async () => {
    const { alice, ops, bot, mattermost } = await openOffice();
    const first = await bot();
    await first.stop();
    await alice.says('missed', { in: ops });
    mattermost.faults.answer({ path: /teams$/, times: 2 }, { status: 503, body: '<html>busy</html>' });
    mattermost.faults.answer({ path: /posts/, times: 2 }, { status: 502, body: '<html>bad gateway</html>' });
    const second = await bot();
    expect(await second.heard(1)).toEqual(['missed']);
  });

  it('a restart of the server in its middle', async () => {
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

  it('a channel that can no longer be read', async () => {
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
});

describe('a catch-up leaves out', () => {
  it('what is too old, and says how much', async () => {
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

  it('all but the newest of a channel, and of all channels', async () => {
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
});
