import { expect, it } from 'vitest';
import { RefusedError, SeenError } from '../../src/index.ts';
import { apiOf } from '../support/api.ts';
import { connect, event } from '../support/connecting.ts';
import { openOffice } from '../support/office.ts';

it('The administrator archives a channel, and people can write again after it is unarchived', async () => {
  const { mattermost, alice, claw, ops } = await openOffice();
  const socket = await connect(mattermost, claw);
  await mattermost.admin.archives(ops);
  expect(ops.delete_at).toBeGreaterThan(0);
  expect(await socket.next(event('posted'))).toMatchObject({
    data: { post: expect.stringContaining('archived the channel.') },
  });
  expect(await socket.next(event('channel_deleted'))).toMatchObject({
    data: { channel_id: ops.id, delete_at: ops.delete_at },
  });
  await expect(alice.says('too late', { in: ops })).rejects.toMatchObject({
    status: 400,
    id: 'api.post.create_post.can_not_post_to_deleted.error',
  });
  await mattermost.admin.unarchives(ops);
  expect(ops.delete_at).toBe(0);
  expect(await socket.next(event('channel_restored'))).toMatchObject({ data: { channel_id: ops.id } });
  await alice.says('open again', { in: ops });
  expect(mattermost.posts(ops)).toMatchObject([
    { type: 'system_channel_deleted', message: 'admin archived the channel.', user_id: mattermost.admin.id },
    { type: 'system_channel_restored', message: 'admin unarchived the channel.' },
    { message: 'open again' },
  ]);
});

it('A member archives a channel, and only an administrator unarchives it', async () => {
  const { mattermost, team, alice, ops } = await openOffice();
  await alice.archives(ops);
  await expect(alice.archives(ops)).rejects.toMatchObject({ id: 'api.channel.delete_channel.deleted.app_error' });
  await expect(alice.unarchives(ops)).rejects.toThrow(RefusedError);
  await mattermost.admin.unarchives(ops);
  await expect(mattermost.admin.unarchives(ops)).rejects.toMatchObject({
    status: 400,
    id: 'api.channel.restore_channel.restored.app_error',
  });
  await expect(mattermost.admin.archives(team.channel('town-square'))).rejects.toThrow(RefusedError);
});

it('A channel is unarchived over REST, and the answer is the channel', async () => {
  const { mattermost, alice, ops } = await openOffice();
  await alice.archives(ops);
  const { status, body } = await apiOf(mattermost, mattermost.admin)('POST', `/channels/${ops.id}/restore`);
  expect([status, body]).toMatchObject([200, { id: ops.id, delete_at: 0 }]);
});

it.each(['6.7', '11.1'] as const)(
  'On %s, the right people learn that a private channel was archived',
  async version => {
    const { mattermost, team, alice, bob } = await openOffice({ version });
    const secret = team.addChannel('secret', { type: 'P', members: [alice] });
    const outsider = await connect(mattermost, bob);
    await outsider.next(event('hello'));
    await alice.archives(secret);
    await mattermost.admin.unarchives(secret);
    await alice.says('x', { in: mattermost.directChannel(alice, bob) });
    const next = await outsider.next(({ event: name }) => name !== 'direct_added' && name !== 'status_change');
    expect(next['event']).toBe(version === '6.7' ? 'channel_deleted' : 'posted');
  },
);

it('A person removes a reaction', async () => {
  const { mattermost, alice, bob, ops } = await openOffice();
  const post = await alice.says('done', { in: ops });
  await bob.reacts(post, 'tada');
  expect(mattermost.posts(ops)[0]?.metadata.reactions).toMatchObject([{ user_id: bob.id, emoji_name: 'tada' }]);
  const socket = await connect(mattermost, alice);
  await bob.removesReaction(post, 'tada');
  await socket.next(event('reaction_removed'));
  expect(mattermost.posts(ops)[0]?.metadata.reactions).toEqual([]);
});

it('A person pins a post and unpins it', async () => {
  const { mattermost, alice, bob, ops } = await openOffice();
  const post = await alice.says('rules', { in: ops });
  await bob.pins(post);
  expect(mattermost.posts(ops)).toMatchObject([{ is_pinned: true }]);
  await bob.unpins(post);
  expect(mattermost.posts(ops)).toMatchObject([{ is_pinned: false }]);
});

it('A person types in a channel or a thread, and others see it', async () => {
  const { mattermost, team, alice, bob, ops } = await openOffice();
  const root = await alice.says('root', { in: ops });
  await bob.types({ in: ops });
  await alice.seesTyping({ from: bob, in: ops });
  await bob.types({ in: ops, thread: root });
  await alice.seesTyping({ from: bob, in: ops, thread: root });
  await expect(bob.types({ in: team.addChannel('other') })).rejects.toThrow(RefusedError);
  expect(mattermost.posts(ops)).toHaveLength(1);
});

it('A person sets a status, which stays when the person writes', async () => {
  const { mattermost, alice, ops } = await openOffice();
  const status = async (): Promise<unknown> =>
    (await apiOf(mattermost, alice)('GET', `/users/${alice.id}/status`)).body.status;
  await alice.setsStatus('dnd');
  await alice.says('do not disturb', { in: ops });
  expect(await status()).toBe('dnd');
  await alice.setsStatus('online');
  expect(await status()).toBe('online');
});

it('doesNotSee fails as soon as an unwanted post appears', async () => {
  const { alice, bob, ops } = await openOffice();
  const watch = alice.doesNotSee({ from: bob, in: ops, matching: /secret/, timeoutMs: 60_000 }).catch(error => error);
  await bob.says('nothing to see', { in: ops });
  const post = await bob.says('a secret', { in: ops });
  const error = await watch;
  expect(error).toBeInstanceOf(SeenError);
  expect(error.code).toBe('seen');
  expect(error.message).toBe(`alice saw a post that the test does not expect:\n  ${post.id}: bob in ~ops: a secret`);
});

it('doesNotSee watches until a promise is fulfilled, and ignores posts that another wait returned', async () => {
  const { alice, bob, ops } = await openOffice();
  await bob.says('seen before', { in: ops });
  await alice.sees({ from: bob, in: ops });
  const last = alice.sees({ from: bob, in: ops });
  const watch = alice.doesNotSee({ from: bob, in: ops, until: last });
  await bob.says('last', { in: ops });
  await watch;
  await expect(alice.doesNotSee({ from: bob, in: ops, timeoutMs: 1 })).resolves.toBeUndefined();
});

it('doesNotSee fails with the promise that ends it, and with its signal', async () => {
  const { alice, bob, ops } = await openOffice();
  const until = alice.sees({ from: bob, in: ops, timeoutMs: 1 });
  await expect(alice.doesNotSee({ from: bob, in: ops, until })).rejects.toMatchObject({ code: 'not-seen' });
  const aborted = AbortSignal.abort(new Error('enough'));
  await expect(alice.doesNotSee({ from: bob, in: ops, signal: aborted })).rejects.toThrow('enough');
});

it('doesNotSee fails at once for an unseen post that is there already', async () => {
  const { alice, bob, ops } = await openOffice();
  await bob.says('early', { in: ops });
  await expect(alice.doesNotSee({ from: bob, in: ops })).rejects.toThrow(SeenError);
});

it.each(['5.37', '6.7', '11.1'] as const)(
  'On %s, a post of the story has every field, even where the server leaves it out',
  async version => {
    const { mattermost, alice, ops } = await openOffice({ version });
    const post = await alice.says('plain', { in: ops });
    const empty = { file_ids: [], metadata: { embeds: [], emojis: [], files: [], reactions: [] } };
    expect(post).toMatchObject(empty);
    expect(mattermost.posts(ops)).toMatchObject([empty]);
    const files = [{ name: 'notes.txt', content: 'x' }];
    expect(await alice.says('with a file', { in: ops, files })).toMatchObject({
      file_ids: [expect.any(String)],
      metadata: { files: [{ name: 'notes.txt', size: 1, width: 0, height: 0, has_preview_image: false }] },
    });
  },
);

it('A channel of the story has the values that the server has now', async () => {
  const { mattermost, team, alice, ops } = await openOffice();
  expect(ops).toMatchObject({ team_id: team.id, display_name: 'ops', header: '', last_post_at: 0, total_msg_count: 0 });
  const patch = { display_name: 'Operations', header: 'on call: bob', purpose: 'keep it running', name: 'operations' };
  await apiOf(mattermost, alice)('PUT', `/channels/${ops.id}/patch`, patch);
  const post = await alice.says('hello', { in: ops });
  const { body } = await apiOf(mattermost, alice)('GET', `/channels/${ops.id}`);
  const { add: _, remove: __, addHistory: ___, ...fields } = ops;
  expect(body).toMatchObject(fields);
  expect(fields).toMatchObject({ ...patch, last_post_at: post.create_at });
});
