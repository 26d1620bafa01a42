import { expect, it } from 'vitest';
import { openActions } from '../../support/action.ts';

const textsOf = (result: object) => (result as { messages: { text: string }[] }).messages.map(({ text }) => text);

it('A read gives the newest posts, the newest first, with their authors and times', async () => {
  const { asks, alice, claw, ops, question, account } = await openActions();
  const reply = await alice.says('in the thread', { in: ops, thread: question });
  await account.rest.posts.create({ channel_id: ops.id, message: 'mine' });
  const result = await asks('read', { limit: 2 });
  expect(result).toMatchObject({
    ok: true,
    channelId: ops.id,
    hasMore: true,
    messages: [
      { author: { id: claw.id, name: 'claw' }, text: 'mine' },
      {
        ...{ id: reply.id, author: { id: alice.id, name: 'alice' }, text: 'in the thread', threadId: question.id },
        ...{ timestampMs: reply.create_at, timestampUtc: new Date(reply.create_at).toISOString() },
      },
    ],
  });
});

it('A read is 60 posts long unless it says otherwise, and 200 at most', async () => {
  const { asks, ops, alice, mattermost } = await openActions();
  ops.addHistory(Array.from({ length: 250 }, (_, n) => ({ by: alice, message: `${n}` })));
  expect(textsOf(await asks('read'))).toHaveLength(60);
  expect(textsOf(await asks('read', { limit: '5' }))).toHaveLength(5);
  expect(textsOf(await asks('read', { limit: 500 }))).toHaveLength(200);
  const before = mattermost.requests.length;
  for (const limit of [0, -1, 1.5, 'many']) {
    await expect(asks('read', { limit })).rejects.toThrow('limit: expected a whole number from 1 to 200');
  }
  await expect(asks('read', { before: 'a', after: 'b' })).rejects.toThrow('expected one of them, got both');
  expect(mattermost.requests.length).toBe(before);
});

it('Posts before and after a post are read, and it is said whether there are more', async () => {
  const { asks, ops, alice } = await openActions();
  const posts = ops.addHistory(Array.from({ length: 5 }, (_, n) => ({ by: alice, message: `${n}` })));
  const anchor = posts[2]?.id;
  expect(textsOf(await asks('read', { before: anchor, limit: 1 }))).toEqual(['1']);
  expect(await asks('read', { after: anchor, limit: 1 })).toMatchObject({ messages: [{ text: '3' }], hasMore: true });
  expect(await asks('read', { after: anchor })).toMatchObject({
    messages: [{ text: '4' }, { text: '3' }],
    hasMore: false,
  });
});

it('A thread is read by any of its posts, and one post by its id', async () => {
  const { asks, ops, alice, question } = await openActions();
  const replies = [];
  for (const text of ['one', 'two', 'three']) replies.push(await alice.says(text, { in: ops, thread: question }));
  await alice.says('outside', { in: ops });
  const [one, two] = replies;
  const thread = await asks('read', { threadId: two?.id });
  expect([textsOf(thread), thread]).toMatchObject([
    ['three', 'two', 'one', question.message],
    { threadId: question.id, hasMore: false },
  ]);
  expect(await asks('read', { threadId: question.id, limit: 1 })).toMatchObject({
    messages: [{ text: 'three' }],
    hasMore: true,
  });
  expect(textsOf(await asks('read', { threadId: question.id, before: two?.id }))).toEqual(['one', question.message]);
  expect(textsOf(await asks('read', { threadId: question.id, after: one?.id }))).toEqual(['three', 'two']);
  expect(textsOf(await asks('read', { messageId: two?.id }))).toEqual(['two']);
});

it('A thread or post of another channel is not read', async () => {
  const { asks, team, alice, claw } = await openActions();
  const secret = team.addChannel('secret', { members: [alice, claw] });
  const there = await alice.says('psst', { in: secret });
  for (const params of [{ threadId: there.id }, { messageId: there.id }]) {
    await expect(asks('read', params)).rejects.toThrow('is not in the channel');
  }
});

it('Reading is off unless it is switched on, and an operator without rights reads the server’s refusal', async () => {
  const off = await openActions({ section: { actions: {} } });
  await expect(off.asks('read')).rejects.toThrow('channels.mattermost.actions.messages: true switches it on');
  await expect(off.asks('search', { query: 'x' })).rejects.toThrow('actions.messages');
  const { operator, team, alice } = await openActions();
  const closed = team.addChannel('closed', { members: [alice], type: 'P' });
  await expect(operator('read', { target: `channel:${closed.id}` })).rejects.toThrow(/channel|permission/);
  await expect(operator('read', {})).rejects.toThrow('target: expected a channel or a person');
});

it('A search finds posts of the channel that it is about, the newest first', async () => {
  const { asks, operator, ops, team, alice, claw } = await openActions();
  const other = team.addChannel('other', { members: [alice, claw] });
  await alice.says('the needle here', { in: ops });
  await alice.says('another needle here', { in: ops });
  await alice.says('a needle elsewhere', { in: other });
  const query = 'needle';
  expect(textsOf(await asks('search', { query, channelId: `channel:${ops.id}` }))).toEqual([
    'another needle here',
    'the needle here',
  ]);
  expect(await asks('search', { query, limit: 1 })).toMatchObject({ hasMore: true });
  expect(textsOf(await operator('search', { query }))).toHaveLength(3);
  await expect(asks('search', { query: ' ' })).rejects.toThrow('query: expected the words to look for');
});
