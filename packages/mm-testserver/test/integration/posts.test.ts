import { describe, expect, it } from 'vitest';
import { apiOf } from '../support/api.ts';
import { openOffice } from '../support/office.ts';

describe('Creating a post', () => {
  it.each([
    ['a type of the server', { type: 'system_join_channel' }, 'api.context.invalid_param.app_error'],
    ['an unknown type', { type: 'strange' }, 'model.post.is_valid.type.app_error'],
    ['an id of its own', { id: 'a'.repeat(26) }, 'app.post.save.existing.app_error'],
    ['a root of the wrong length', { root_id: 'short' }, 'api.post.create_post.root_id.app_error'],
    ['a text that is not text', { message: 5 }, 'api.context.invalid_body_param.app_error'],
  ])('A new post is refused for %s', async (_, wrong, id) => {
    const { mattermost, claw, ops } = await openOffice();
    const { status, body } = await apiOf(mattermost, claw)('POST', '/posts', {
      channel_id: ops.id,
      message: 'x',
      ...wrong,
    });
    expect([status, body.id]).toEqual([400, id]);
  });

  it.each(['me', 'custom_thing', 'slack_attachment'])('A post can have the type %s', async type => {
    const { mattermost, claw, ops } = await openOffice();
    const { status, body } = await apiOf(mattermost, claw)('POST', '/posts', {
      channel_id: ops.id,
      message: 'x',
      type,
    });
    expect([status, body.type]).toEqual([201, type]);
  });

  it('The author in the body is ignored, and the time too, except from an administrator', async () => {
    const { mattermost, alice, claw, ops } = await openOffice();
    const input = { channel_id: ops.id, message: 'x', user_id: alice.id, create_at: 5 };
    const { body } = await apiOf(mattermost, claw)('POST', '/posts', input);
    expect(body.user_id).toBe(claw.id);
    expect(body.create_at).toBeGreaterThan(5);
    expect((await apiOf(mattermost, mattermost.admin)('POST', '/posts', input)).body.create_at).toBe(5);
  });

  it('The length of a text is counted in code points', async () => {
    const { mattermost, claw, ops } = await openOffice({ config: { MaxPostSize: 10 } });
    const say = (message: string): Promise<{ status: number; body: { id: string } }> =>
      apiOf(mattermost, claw)('POST', '/posts', { channel_id: ops.id, message });
    expect((await say('😀'.repeat(10))).status).toBe(201);
    expect((await say('😀'.repeat(11))).body.id).toBe('model.post.is_valid.message_length.app_error');
  });

  it('Before 10.11, a text that is too long has another error id', async () => {
    const { mattermost, claw, ops } = await openOffice({ version: '9.11', config: { MaxPostSize: 10 } });
    const { body } = await apiOf(mattermost, claw)('POST', '/posts', { channel_id: ops.id, message: 'x'.repeat(11) });
    expect(body.id).toBe('model.post.is_valid.msg.app_error');
  });

  it('The props contain the public channels that the text mentions', async () => {
    const { team, alice, ops } = await openOffice();
    team.addChannel('secret', { type: 'P' });
    const { props } = await alice.says('see ~ops, ~secret and ~nowhere', { in: ops });
    expect(props).toEqual({ channel_mentions: { ops: { display_name: 'ops', team_name: 'acme' } } });
  });

  it('Props that only the server can set are left out', async () => {
    const { alice, ops } = await openOffice();
    const { props } = await alice.says('x', {
      in: ops,
      props: { add_channel_member: {}, channel_mentions: {}, mine: 1 },
    });
    expect(props).toEqual({ mine: 1 });
  });

  it('A public channel needs membership too', async () => {
    const { mattermost, team, alice } = await openOffice();
    const open = team.addChannel('open');
    const { status } = await apiOf(mattermost, alice)('POST', '/posts', { channel_id: open.id, message: 'x' });
    expect(status).toBe(403);
  });

  it('Files that cannot be attached are left out', async () => {
    const { mattermost, claw, ops } = await openOffice();
    const input = { channel_id: ops.id, message: 'x', file_ids: ['a'.repeat(26)] };
    const { status, body } = await apiOf(mattermost, claw)('POST', '/posts', input);
    expect(status).toBe(201);
    expect(body.file_ids).toBeNull();
    expect(body.update_at).toBeGreaterThan(body.create_at);
  });

  it('The hashtags of the text are found', async () => {
    const { alice, ops } = await openOffice();
    expect((await alice.says('#release the #kraken!', { in: ops })).hashtags).toBe('#release #kraken');
  });
});

describe('pending_post_id', () => {
  const named = { message: 'once', pending_post_id: 'claw:1' };

  it('A repeated request within 30 seconds creates one post', async () => {
    let now = 1_000_000;
    const { mattermost, claw, ops } = await openOffice({ now: () => now });
    const create = async (): Promise<string> =>
      (await apiOf(mattermost, claw)('POST', '/posts', { channel_id: ops.id, ...named })).body.id;
    const first = await create();
    now += 29_999;
    expect(await create()).toBe(first);
    now += 1;
    expect(await create()).not.toBe(first);
  });

  it('A request can be repeated after an error', async () => {
    const { mattermost, claw, ops } = await openOffice();
    const api = apiOf(mattermost, claw);
    const refused = await api('POST', '/posts', { channel_id: ops.id, ...named, root_id: 'short' });
    expect(refused.status).toBe(400);
    expect((await api('POST', '/posts', { channel_id: ops.id, ...named })).status).toBe(201);
  });

  it('A post that was deleted is not created again', async () => {
    const { mattermost, claw, ops } = await openOffice();
    const api = apiOf(mattermost, claw);
    const { body: post } = await api('POST', '/posts', { channel_id: ops.id, ...named });
    await api('DELETE', `/posts/${post.id}`);
    const { status, body } = await api('POST', '/posts', { channel_id: ops.id, ...named });
    expect([status, body.id]).toEqual([500, 'api.post.deduplicate_create_post.failed_to_get']);
  });

  it.each([
    ['6.7', 'gets', true],
    ['11.1', 'does not get', false],
  ] as const)('On %s, another user with the same pending_post_id %s the post', async (version, _, isReturned) => {
    const { mattermost, team, alice, bob } = await openOffice({ version });
    const secret = team.addChannel('secret', { type: 'P', members: [alice] });
    const open = team.addChannel('open', { members: [bob] });
    const one = await apiOf(mattermost, alice)('POST', '/posts', { channel_id: secret.id, ...named });
    const other = await apiOf(mattermost, bob)('POST', '/posts', { channel_id: open.id, ...named });
    expect(other.body.id === one.body.id).toBe(isReturned);
  });
});

describe('Changing a post', () => {
  it('An edit replaces the props as a whole', async () => {
    const { mattermost, claw, ops } = await openOffice();
    const api = apiOf(mattermost, claw);
    const { body: post } = await api('POST', '/posts', { channel_id: ops.id, message: 'x', props: { a: 1, b: 2 } });
    expect((await api('PUT', `/posts/${post.id}/patch`, { props: { a: 3 } })).body.props).toEqual({ a: 3 });
    expect((await api('PUT', `/posts/${post.id}/patch`, { message: 'y' })).body.props).toEqual({ a: 3 });
  });

  it('Only a new text or new attachments set edit_at', async () => {
    const { mattermost, alice, ops } = await openOffice();
    const api = apiOf(mattermost, alice);
    const post = await alice.says('x', { in: ops });
    const edit = async (patch: object): Promise<number> =>
      (await api('PUT', `/posts/${post.id}/patch`, patch)).body.edit_at;
    expect(await edit({ props: { a: 1 } })).toBe(0);
    const edited = await edit({ props: { attachments: [{ text: 'new' }] } });
    expect(edited).toBeGreaterThan(0);
    expect(await edit({ message: 'y' })).toBeGreaterThan(edited);
  });

  it('The body of a PUT needs the same id', async () => {
    const { mattermost, alice, ops } = await openOffice();
    const post = await alice.says('x', { in: ops });
    const { status, body } = await apiOf(mattermost, alice)('PUT', `/posts/${post.id}`, {
      id: 'a'.repeat(26),
      message: 'y',
    });
    expect([status, body.id]).toEqual([400, 'api.context.invalid_body_param.app_error']);
  });

  it('A post cannot be edited after the time limit', async () => {
    let now = 1_000_000;
    const { mattermost, alice, ops } = await openOffice({ now: () => now, config: { PostEditTimeLimit: 60 } });
    const post = await alice.says('x', { in: ops });
    now += 60_001;
    const { status, body } = await apiOf(mattermost, alice)('PUT', `/posts/${post.id}/patch`, { message: 'y' });
    expect([status, body.id]).toEqual([400, 'api.post.update_post.permissions_time_limit.app_error']);
  });

  it('System posts cannot be edited', async () => {
    const { mattermost, ops, claw, team } = await openOffice();
    const dave = team.addPerson('dave');
    ops.add(dave);
    const [joined] = mattermost.posts(ops);
    const { status, body } = await apiOf(mattermost, dave)('PUT', `/posts/${joined?.id}/patch`, { message: 'y' });
    expect([status, body.id]).toEqual([400, 'api.post.update_post.system_message.app_error']);
    expect(claw.id).not.toBe(joined?.user_id);
  });

  it('A post is pinned and unpinned', async () => {
    const { mattermost, alice, bob, ops } = await openOffice();
    const post = await alice.says('x', { in: ops });
    const pinned = async (): Promise<boolean> =>
      (await apiOf(mattermost, alice)('GET', `/posts/${post.id}`)).body.is_pinned;
    await apiOf(mattermost, bob)('POST', `/posts/${post.id}/pin`);
    expect(await pinned()).toBe(true);
    await apiOf(mattermost, bob)('POST', `/posts/${post.id}/unpin`);
    expect(await pinned()).toBe(false);
  });

  it('A new text keeps the integrations of the buttons', async () => {
    const { mattermost, claw, ops } = await openOffice({ version: '6.7' });
    const api = apiOf(mattermost, claw);
    const props = { attachments: [{ actions: [{ id: 'b1', name: 'Go', integration: { url: 'http://127.0.0.1/' } }] }] };
    const { body: post } = await api('POST', '/posts', { channel_id: ops.id, message: 'x', props });
    const { body } = await api('PUT', `/posts/${post.id}/patch`, { message: 'y' });
    expect(body.props.attachments[0].actions).toEqual([{ id: 'b1', name: 'Go' }]);
  });
});

describe('Deleting a post', () => {
  it('The replies of a root are deleted too', async () => {
    const { mattermost, alice, bob, ops } = await openOffice();
    const root = await alice.says('root', { in: ops });
    const reply = await bob.says('reply', { in: ops, thread: root });
    await alice.deletes(root);
    expect(mattermost.posts(ops)).toEqual([]);
    expect((await apiOf(mattermost, bob)('GET', `/posts/${reply.id}`)).status).toBe(404);
  });

  it('The author and administrators of the team can delete a post', async () => {
    const { mattermost, team, alice, bob, ops } = await openOffice();
    const boss = team.addBot('boss', { teamAdmin: true });
    const post = await alice.says('x', { in: ops });
    expect((await apiOf(mattermost, bob)('DELETE', `/posts/${post.id}`)).status).toBe(403);
    expect((await apiOf(mattermost, boss)('DELETE', `/posts/${post.id}`)).status).toBe(200);
  });

  it.each([
    ['6.7', 403],
    ['11.1', 404],
  ] as const)('On %s, deleting an unknown post gets %i', async (version, status) => {
    const { mattermost, alice } = await openOffice({ version });
    expect((await apiOf(mattermost, alice)('DELETE', `/posts/${'a'.repeat(26)}`)).status).toBe(status);
  });
});

describe('Ephemeral posts', () => {
  it('Only administrators send ephemeral posts, which are not saved', async () => {
    const { mattermost, alice, ops } = await openOffice();
    const input = { user_id: alice.id, post: { channel_id: ops.id, message: 'only you' } };
    const { status, body } = await apiOf(mattermost, mattermost.admin)('POST', '/posts/ephemeral', input);
    expect([status, body.type, body.update_at]).toEqual([201, 'system_ephemeral', 0]);
    expect(mattermost.posts(ops)).toEqual([]);
    expect((await alice.sees({ from: mattermost.admin, in: ops })).message).toBe('only you');
  });
});

describe('Reactions', () => {
  it('A reaction changes update_at, and is in the metadata', async () => {
    const { mattermost, alice, bob, ops } = await openOffice();
    const post = await alice.says('x', { in: ops });
    await bob.reacts(post, '+1');
    const { body } = await apiOf(mattermost, alice)('GET', `/posts/${post.id}`);
    expect(body).toMatchObject({
      has_reactions: true,
      metadata: { reactions: [{ user_id: bob.id, emoji_name: '+1' }] },
    });
    expect(body.update_at).toBeGreaterThan(post.update_at);
  });

  it('A reaction is removed, even when there was none', async () => {
    const { mattermost, alice, bob, ops } = await openOffice();
    const post = await alice.says('x', { in: ops });
    await bob.reacts(post, '+1');
    for (const emoji of ['+1', '+1', 'smile']) {
      const path = `/users/me/posts/${post.id}/reactions/${emoji}`;
      expect((await apiOf(mattermost, bob)('DELETE', path)).body).toEqual({ status: 'OK' });
    }
    expect((await apiOf(mattermost, bob)('GET', `/posts/${post.id}/reactions`)).body).toBeNull();
    expect((await apiOf(mattermost, bob)('GET', `/posts/${post.id}`)).body).not.toHaveProperty('has_reactions');
  });

  it.each([
    ['to an unknown post', { post_id: 'a'.repeat(26) }, 403],
    ['without an emoji', { emoji_name: '' }, 400],
    ['with a character', { emoji_name: '👍' }, 404],
  ])('A reaction is refused %s', async (_, wrong, status) => {
    const { mattermost, alice, ops } = await openOffice();
    const post = await alice.says('x', { in: ops });
    const reaction = { user_id: alice.id, post_id: post.id, emoji_name: '+1', ...wrong };
    expect((await apiOf(mattermost, alice)('POST', '/reactions', reaction)).status).toBe(status);
  });
});

describe('Typing', () => {
  it('Typing needs membership, and is refused for another user', async () => {
    const { mattermost, team, alice, bob, ops } = await openOffice();
    const open = team.addChannel('open');
    const api = apiOf(mattermost, alice);
    expect((await api('POST', '/users/me/typing', { channel_id: open.id })).status).toBe(403);
    expect((await api('POST', `/users/${bob.id}/typing`, { channel_id: ops.id })).status).toBe(403);
  });
});
