import { createRestClient } from '@clawmost/mm-rest';
import { expect, it, vi } from 'vitest';
import { findReply, type InboxPost, replyTo } from '../../src/index.ts';
import { openOffice } from '../support/office.ts';

const patient = { timeout: 60_000, interval: 5 };

it('A reply goes into a thread of the post and has text, props and files of your own', async () => {
  const { alice, claw, ops, bot } = await openOffice();
  const replies: InboxPost[] = [];
  const { rest } = await bot({
    handle: async (post, turn) => {
      const [file] = await rest.files.upload(ops.id, [{ name: 'a.txt', content: 'hello' }]);
      const content = { message: 'Yes?', props: { colour: 'red' }, file_ids: [file?.id ?? ''] };
      replies.push(await replyTo(rest, post, content, { userId: claw.id, turn }));
    },
  });
  const asked = await alice.says('hello', { in: ops });
  const seen = await alice.sees({ from: claw, in: ops, thread: asked, timeoutMs: 60_000 });
  expect(seen.message).toBe('Yes?');
  await vi.waitFor(() => expect(replies).toHaveLength(1), patient);
  expect(replies[0]).toMatchObject({ id: seen.id, root_id: asked.id, props: { colour: 'red' } });
  expect(replies[0]?.file_ids).toHaveLength(1);
});

it('A reply whose answer was lost is not made twice', async () => {
  const { alice, claw, ops, bot, mattermost } = await openOffice();
  const lost = mattermost.faults.loseAnswer({ by: claw, method: 'POST', path: '/posts', times: 1 });
  const { rest, inbox } = await bot({
    handle: async (post, turn) => void (await replyTo(rest, post, 'Yes?', { userId: claw.id, turn })),
  });
  await alice.says('hello', { in: ops });
  await lost.met;
  await vi.waitFor(() => expect(inbox.status()).toMatchObject({ queued: 0, running: 0 }), patient);
  expect(mattermost.posts(ops).filter(({ user_id }) => user_id === claw.id)).toHaveLength(1);
});

it('A reply that an earlier process made more than 30 s ago is found and not made twice', async () => {
  let now = 1_700_000_000_000;
  const { alice, claw, ops, bot, mattermost } = await openOffice({ now: () => now });
  const rest = createRestClient({ baseUrl: mattermost.url, token: claw.token });
  const first = await bot({
    stopTimeoutMs: 10,
    handle: async (post, turn) => {
      await replyTo(rest, post, 'Yes?', { userId: claw.id, turn });
      // The process is killed before the outcome is written.
      await new Promise(() => {});
    },
  });
  const asked = await alice.says('hello', { in: ops });
  await vi.waitFor(() => expect(mattermost.posts(ops)).toHaveLength(2), patient);
  await first.stop();
  now += 60_000;
  const found: string[] = [];
  await bot({
    handle: async (post, turn) => {
      found.push((await replyTo(rest, post, 'Yes?', { userId: claw.id, turn })).message);
    },
  });
  await vi.waitFor(() => expect(found).toEqual(['Yes?']), patient);
  expect(mattermost.posts(ops)).toHaveLength(2);
  expect(mattermost.posts(ops).find(({ user_id }) => user_id === claw.id)?.root_id).toBe(asked.id);
});

it('A reply is found by its part, and only among the posts of the bot', async () => {
  const { alice, bob, claw, ops, bot } = await openOffice();
  const posts: InboxPost[] = [];
  const { rest, heard } = await bot({ handle: async post => void posts.push(post) });
  await alice.says('hello', { in: ops });
  await heard(1);
  const [post] = posts as [InboxPost];
  const one = await replyTo(rest, post, 'one', { userId: claw.id, rootId: '' });
  ops.addHistory([{ by: bob, message: 'forged', props: { inbox_reply_to: `${post.id}:2` } }]);
  expect(one.root_id).toBe('');
  expect(await findReply(rest, post, { userId: claw.id })).toMatchObject({ id: one.id, message: 'one' });
  expect(await findReply(rest, post, { userId: claw.id, part: 2 })).toBeUndefined();
  const two = await replyTo(rest, post, 'two', { userId: claw.id, part: 2 });
  expect(await findReply(rest, post, { userId: claw.id, part: 2 })).toMatchObject({ id: two.id });
  await rest.posts.delete(two.id);
  expect(await findReply(rest, post, { userId: claw.id, part: 2 })).toBeUndefined();
});

it('replyTo refuses an empty user id', async () => {
  await expect(replyTo({} as never, {} as never, 'x', { userId: '' })).rejects.toThrow(
    "userId: expected the bot's user id, got an empty text",
  );
});
