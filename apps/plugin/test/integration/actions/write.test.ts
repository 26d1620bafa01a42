import { expect, it } from 'vitest';
import { actions } from '../../../src/actions/adapter.ts';
import { openActions } from '../../support/action.ts';
import { openMediaFolder } from '../../support/media-folder.ts';

it('A reply goes into the thread of the post, once for each call of the tool', async () => {
  const { asks, alice, ops, question, posts } = await openActions();
  const reply = await alice.says('more', { in: ops, thread: question });
  const params = { messageId: reply.id, message: 'Here.', idempotencyKey: 'run:1' };
  const first = await asks('reply', params);
  expect(await asks('reply', params)).toEqual(first);
  await asks('thread-reply', { threadId: question.id, message: 'And here.' });
  expect(posts().map(({ message, root_id }) => [message, root_id])).toEqual([
    ['Here.', question.id],
    ['And here.', question.id],
  ]);
  await expect(asks('reply', { messageId: reply.id, message: ' ' })).rejects.toThrow('message: expected the text');
});

it('A file that OpenClaw has read, or that lies in a folder of the agent, is uploaded with its caption', async () => {
  const { asks, posts, question } = await openActions();
  const { outbound, allowed } = openMediaFolder();
  const buffer = Buffer.from('content').toString('base64');
  await asks('upload-file', { buffer, filename: 'a.txt', caption: 'A file.', threadId: question.id });
  const media = { mediaLocalRoots: [outbound] };
  await asks('upload-file', { filePath: allowed('b.txt', 'b'), message: 'Another.' }, media);
  expect(posts().map(post => [post.message, post.root_id, post.metadata?.files?.[0]?.name])).toEqual([
    ['A file.', question.id, 'a.txt'],
    ['Another.', '', 'b.txt'],
  ]);
  await expect(asks('upload-file', { filePath: '/etc/passwd' }, media)).rejects.toThrow('Nothing was sent.');
  await expect(asks('upload-file')).rejects.toThrow('filePath: expected the file to upload');
  expect(posts()).toHaveLength(2);
});

it('Nothing is written where the person who asked is not, and everything where they are or are an owner', async () => {
  const { asks, team, claw, alice, mattermost, account, toolContext, cfg } = await openActions();
  const board = team.addChannel('board', { members: [claw] });
  const post = await account.rest.posts.create({ channel_id: board.id, message: 'a topic' });
  const there = { to: `channel:${board.id}`, target: `channel:${board.id}` };
  const reply = { ...there, messageId: post.id, message: 'No.' };
  await expect(asks('reply', reply)).rejects.toThrow('is not in the channel');
  const buffer = Buffer.from('x').toString('base64');
  await expect(asks('upload-file', { ...there, buffer, filename: 'a' })).rejects.toThrow('is not in the channel');
  const send = (to: string, more: object = {}) =>
    actions.prepareSendPayload?.({
      ctx: {
        channel: 'mattermost',
        action: 'send',
        cfg,
        params: {},
        toolContext,
        requesterSenderId: alice.id,
        ...more,
      },
      ...{ to, payload: { text: 'No.' } },
    } as never);
  await expect(send(there.to)).rejects.toThrow('is not in the channel');
  await expect(send(`#${board.name}`)).rejects.toThrow('is not in the channel');
  expect(mattermost.posts(board).filter(({ user_id }) => user_id === claw.id)).toHaveLength(1);
  expect(await send(there.to, { senderIsOwner: true })).toEqual({ text: 'No.' });
  expect(await send(there.to, { requesterSenderId: undefined })).toEqual({ text: 'No.' });
  expect(await send('@alice')).toEqual({ text: 'No.' });
  await asks('reply', { ...reply, message: 'By an owner.' }, { senderIsOwner: true });
  expect(mattermost.posts(board).map(({ message }) => message)).toContain('By an owner.');
});

it('The key of a call of the tool travels with its payload', async () => {
  const { cfg, ops } = await openActions();
  const ctx = { channel: 'mattermost', action: 'send', cfg, params: { idempotencyKey: 'run:1' } };
  const prepared = actions.prepareSendPayload?.({ ctx, to: `channel:${ops.id}`, payload: { text: 'x' } } as never);
  expect(await prepared).toEqual({ text: 'x', channelData: { mattermost: { key: 'run:1' } } });
});

it('Sending that is switched off is refused, and not offered', async () => {
  const { cfg, ops } = await openActions({ section: { actions: { send: false, reactions: false } } });
  const ctx = { channel: 'mattermost', action: 'send', cfg, params: {} };
  const prepared = actions.prepareSendPayload?.({ ctx, to: `channel:${ops.id}`, payload: { text: 'x' } } as never);
  await expect(prepared).rejects.toThrow('channels.mattermost.actions.send: true');
  const offered = actions.describeMessageTool({ cfg })?.actions;
  expect(offered).toEqual(expect.arrayContaining(['reply', 'upload-file', 'pin', 'member-info']));
  for (const off of ['send', 'react', 'reactions', 'read', 'search', 'edit', 'delete', 'unsend']) {
    expect(offered).not.toContain(off);
  }
});
