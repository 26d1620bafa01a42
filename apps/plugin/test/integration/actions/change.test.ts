import { expect, it } from 'vitest';
import { openActions } from '../../support/action.ts';

async function withOwnPost(options: Parameters<typeof openActions>[0] = {}) {
  const stage = await openActions(options);
  const { account, ops } = stage;
  const props = { clawmost: { delivery: 'd', answers: [], part: 1, of: 1, state: 'final' } };
  return { ...stage, own: await account.rest.posts.create({ channel_id: ops.id, message: 'First.', props }) };
}

it('The agent edits its own post, whose marker stays, and calls nobody by that', async () => {
  const { asks, own, posts } = await withOwnPost();
  await asks('edit', { messageId: own.id, message: ' Second, @channel. ' });
  expect(posts()).toMatchObject([{ message: 'Second, @\u200Bchannel.', props: { clawmost: { delivery: 'd' } } }]);
});

it('An edit that is empty or too long is refused before the post changes', async () => {
  const { asks, own, posts } = await withOwnPost({ maxPostSize: 20 });
  await expect(asks('edit', { messageId: own.id, message: ' ' })).rejects.toThrow('message: expected the new text');
  await expect(asks('edit', { messageId: own.id, message: 'word '.repeat(9) })).rejects.toThrow('is 20 characters');
  expect(posts()).toMatchObject([{ message: 'First.' }]);
});

it('The agent deletes its own posts', async () => {
  const { asks, own, posts } = await withOwnPost();
  expect(await asks('delete', { messageId: own.id })).toMatchObject({ deleted: true });
  expect(posts()).toEqual([]);
});

it('The posts of others are neither edited nor deleted, even if the bot may', async () => {
  const { asks, question } = await openActions();
  for (const action of ['edit', 'delete', 'unsend']) {
    await expect(asks(action, { messageId: question.id, message: 'x' })).rejects.toThrow("not one of the bot's own");
  }
  await expect(asks('delete')).rejects.toThrow('messageId: expected the id of a post');
});

it('Editing and deleting are off unless they are switched on', async () => {
  const { asks } = await openActions({ section: { actions: {} } });
  await expect(asks('edit', {})).rejects.toThrow('channels.mattermost.actions.edit: true');
  await expect(asks('delete', {})).rejects.toThrow('channels.mattermost.actions.delete: true');
});

it('A post is pinned, listed and unpinned', async () => {
  const { asks, question } = await openActions();
  await asks('pin');
  expect(await asks('list-pins')).toMatchObject({ messages: [{ id: question.id, isPinned: true }] });
  await asks('unpin', { messageId: question.id });
  expect(await asks('list-pins')).toMatchObject({ messages: [] });
});

it('A post that does not exist is an error that names it', async () => {
  const { asks } = await openActions();
  await expect(asks('pin', { messageId: 'a'.repeat(26) })).rejects.toThrow('a'.repeat(26));
});
