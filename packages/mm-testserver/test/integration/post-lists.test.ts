import { describe, expect, it } from 'vitest';
import type { Channel, Person, Post } from '../../src/index.ts';
import { type Api, apiOf } from '../support/api.ts';
import { openOffice } from '../support/office.ts';

async function sayAll(person: Person, channel: Channel, messages: readonly string[]): Promise<Post[]> {
  const posts: Post[] = [];
  for (const message of messages) posts.push(await person.says(message, { in: channel }));
  return posts;
}

/** The messages of a list, in order. */
async function texts(api: Api, channel: Channel, query: string): Promise<string[]> {
  const { body } = await api('GET', `/channels/${channel.id}/posts?${query}`);
  return body.order.map((id: string) => body.posts[id].message);
}

describe('Posts of a channel', () => {
  it('Posts come in pages, newest first', async () => {
    const { mattermost, alice, ops } = await openOffice();
    await sayAll(alice, ops, ['one', 'two', 'three']);
    const api = apiOf(mattermost, alice);
    expect(await texts(api, ops, 'per_page=2')).toEqual(['three', 'two']);
    expect(await texts(api, ops, 'per_page=2&page=1')).toEqual(['one']);
    expect(await texts(api, ops, 'per_page=0')).toEqual([]);
  });

  it('Pages have the ids of the next and previous posts', async () => {
    const { mattermost, alice, ops } = await openOffice();
    const [one, , , four] = await sayAll(alice, ops, ['one', 'two', 'three', 'four']);
    const { body } = await apiOf(mattermost, alice)('GET', `/channels/${ops.id}/posts?per_page=2&page=1`);
    expect([body.next_post_id, body.prev_post_id]).toEqual([expect.any(String), '']);
    expect(body.order).toContain(one?.id);
    expect(body.next_post_id).not.toBe(four?.id);
  });

  it('A page has at most 200 posts', async () => {
    const { mattermost, alice, ops } = await openOffice();
    await sayAll(
      alice,
      ops,
      Array.from({ length: 205 }, (_, i) => String(i)),
    );
    expect(await texts(apiOf(mattermost, alice), ops, 'per_page=1000')).toHaveLength(200);
  });

  it('A page contains the threads of its replies', async () => {
    const { mattermost, alice, bob, ops } = await openOffice();
    const root = await alice.says('root', { in: ops });
    await sayAll(alice, ops, ['noise']);
    const reply = await bob.says('reply', { in: ops, thread: root });
    const { body } = await apiOf(mattermost, alice)('GET', `/channels/${ops.id}/posts?per_page=1`);
    expect(body.order).toEqual([reply.id]);
    expect(Object.keys(body.posts).sort()).toEqual([root.id, reply.id].sort());
    expect(body.posts[root.id].reply_count).toBe(0);
  });

  it('Replies are counted only when the client skips threads', async () => {
    const { mattermost, alice, ops } = await openOffice();
    const root = await alice.says('root', { in: ops });
    await alice.says('reply', { in: ops, thread: root });
    const { body } = await apiOf(mattermost, alice)('GET', `/channels/${ops.id}/posts?skipFetchThreads=true`);
    expect(body.posts[root.id].reply_count).toBe(1);
  });

  it('Invalid anchors and times are refused', async () => {
    const { mattermost, alice, ops } = await openOffice();
    for (const query of ['since=abc', 'after=short', 'before=short']) {
      const { status, body } = await apiOf(mattermost, alice)('GET', `/channels/${ops.id}/posts?${query}`);
      expect([status, body.id]).toEqual([400, 'api.context.invalid_body_param.app_error']);
    }
  });
});

describe('Posts after a post', () => {
  it('Page 0 after a post is the nearest, newest first', async () => {
    const { mattermost, alice, ops } = await openOffice();
    const [one] = await sayAll(alice, ops, ['one', 'two', 'three', 'four']);
    const api = apiOf(mattermost, alice);
    expect(await texts(api, ops, `after=${one?.id}&per_page=2`)).toEqual(['three', 'two']);
    expect(await texts(api, ops, `after=${one?.id}&per_page=2&page=1`)).toEqual(['four']);
    expect(await texts(api, ops, `after=${one?.id}&per_page=2&page=2`)).toEqual([]);
  });

  it('There are no posts after an unknown post', async () => {
    const { mattermost, alice, ops } = await openOffice();
    await sayAll(alice, ops, ['one']);
    expect(await texts(apiOf(mattermost, alice), ops, `after=${'a'.repeat(26)}`)).toEqual([]);
  });

  it('The posts after a deleted post can be read', async () => {
    const { mattermost, alice, ops } = await openOffice();
    const [one] = await sayAll(alice, ops, ['one', 'two']);
    await alice.deletes({ id: one?.id ?? '' });
    expect(await texts(apiOf(mattermost, alice), ops, `after=${one?.id}`)).toEqual(['two']);
  });

  it('A post of the same millisecond is missing', async () => {
    const { mattermost, alice, ops } = await openOffice({ now: () => 1_000_000 });
    const [one] = await sayAll(alice, ops, ['one', 'two']);
    expect(await texts(apiOf(mattermost, alice), ops, `after=${one?.id}`)).toEqual([]);
  });

  it('Deleted posts are left out', async () => {
    const { mattermost, alice, ops } = await openOffice();
    const [one, two] = await sayAll(alice, ops, ['one', 'two', 'three']);
    await alice.deletes({ id: two?.id ?? '' });
    expect(await texts(apiOf(mattermost, alice), ops, `after=${one?.id}`)).toEqual(['three']);
  });
});

describe('Posts before a post', () => {
  it('Page 0 before a post is the nearest, newest first', async () => {
    const { mattermost, alice, ops } = await openOffice();
    const [, , , four] = await sayAll(alice, ops, ['one', 'two', 'three', 'four']);
    const api = apiOf(mattermost, alice);
    expect(await texts(api, ops, `before=${four?.id}&per_page=2`)).toEqual(['three', 'two']);
    expect(await texts(api, ops, `before=${four?.id}&per_page=2&page=1`)).toEqual(['one']);
  });
});

describe('Posts since a time', () => {
  it('The posts are those that changed after the time, not at it', async () => {
    const { mattermost, alice, ops } = await openOffice();
    const [one, two] = await sayAll(alice, ops, ['one', 'two']);
    const api = apiOf(mattermost, alice);
    expect(await texts(api, ops, `since=${one?.create_at}`)).toEqual(['two']);
    expect(await texts(api, ops, `since=${two?.create_at}`)).toEqual([]);
  });

  it('With the time 0, the first page is returned', async () => {
    const { mattermost, alice, ops } = await openOffice();
    await sayAll(alice, ops, ['one', 'two', 'three']);
    expect(await texts(apiOf(mattermost, alice), ops, 'since=0&per_page=2')).toEqual(['three', 'two']);
  });

  it('An edited post comes in its new version, and in the old one with a new id', async () => {
    const { mattermost, alice, ops } = await openOffice();
    const [one] = await sayAll(alice, ops, ['one']);
    await alice.edits({ id: one?.id ?? '' }, 'one, changed');
    const { body } = await apiOf(mattermost, alice)('GET', `/channels/${ops.id}/posts?since=${one?.create_at}`);
    const { [one?.id ?? '']: now, ...others } = body.posts;
    expect(now).toMatchObject({ message: 'one, changed', original_id: '', delete_at: 0 });
    expect(Object.values(others)).toMatchObject([{ message: '', original_id: one?.id, delete_at: now.update_at }]);
  });

  it('A deleted post comes without its text', async () => {
    const { mattermost, alice, ops } = await openOffice();
    const [one] = await sayAll(alice, ops, ['one']);
    await alice.deletes({ id: one?.id ?? '' });
    expect(await texts(apiOf(mattermost, alice), ops, `since=${one?.create_at}`)).toEqual(['']);
  });

  it('A root with a new reply, and a post with a new reaction, count as changed', async () => {
    const { mattermost, alice, bob, ops } = await openOffice();
    const [one, two, three] = await sayAll(alice, ops, ['one', 'two', 'three']);
    await bob.says('reply', { in: ops, thread: { id: one?.id ?? '', root_id: '' } });
    await bob.reacts({ id: two?.id ?? '' }, '+1');
    expect(await texts(apiOf(mattermost, alice), ops, `since=${three?.create_at}`)).toEqual(['reply', 'two', 'one']);
  });

  it('An unchanged root of a reply is in posts, and not in order', async () => {
    const { mattermost, alice, ops } = await openOffice();
    const [root] = await sayAll(alice, ops, ['root']);
    const reply = await alice.says('reply', { in: ops, thread: { id: root?.id ?? '', root_id: '' } });
    await alice.edits(reply, 'reply, changed');
    const since = (await apiOf(mattermost, alice)('GET', `/posts/${root?.id}`)).body.update_at;
    await alice.reacts(reply, '+1');
    const { body } = await apiOf(mattermost, alice)('GET', `/channels/${ops.id}/posts?since=${since}`);
    expect(body.order).toEqual([reply.id]);
    expect(Object.keys(body.posts)).toContain(root?.id);
  });
});

describe('Threads', () => {
  it('A thread can be read by any of its posts, which comes first and then again', async () => {
    const { mattermost, alice, bob, ops } = await openOffice({ version: '6.7' });
    const root = await alice.says('root', { in: ops });
    const one = await bob.says('one', { in: ops, thread: root });
    const two = await alice.says('two', { in: ops, thread: one });
    const { body } = await apiOf(mattermost, alice)('GET', `/posts/${one.id}/thread`);
    expect(body.order).toEqual([one.id, root.id, one.id, two.id]);
    expect(body.posts[root.id].reply_count).toBe(2);
  });

  it('A thread needs the permission to read the channel', async () => {
    const { mattermost, team, alice, bob } = await openOffice();
    const secret = team.addChannel('secret', { type: 'P', members: [alice] });
    const root = await alice.says('root', { in: secret });
    expect((await apiOf(mattermost, bob)('GET', `/posts/${root.id}/thread`)).status).toBe(403);
  });
});
