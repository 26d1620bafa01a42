import { describe, expect, it } from 'vitest';
import { manualTime } from '../../src/index.ts';
import { apiOf } from '../support/api.ts';
import { openOffice } from '../support/office.ts';

const numbered = (count: number, prefix: string) => Array.from({ length: count }, (_, i) => `${prefix}${i}`);

describe('History', () => {
  it('A history of 2,000 channels and 10,000 posts is created at once, and can be listed', async () => {
    const { mattermost, team, alice, claw, ops } = await openOffice();
    const channels = team.addChannels(numbered(2_000, 'room-'), { members: [alice, claw] });
    ops.addHistory(numbered(10_000, 'post ').map(message => ({ by: alice, message })));
    const api = apiOf(mattermost, claw);
    const { body } = await api('GET', `/users/me/teams/${team.id}/channels`);
    expect(body.length).toBeGreaterThanOrEqual(channels.length);
    expect((await api('GET', `/channels/${ops.id}/posts?per_page=200`)).body.order).toHaveLength(200);
    expect(mattermost.posts(ops)).toHaveLength(10_000);
  });

  it('Posts of the history have the given times, even equal ones, and count', async () => {
    const { mattermost, alice, bob, claw, ops } = await openOffice();
    const past = ops.addHistory([
      { by: alice, message: 'one', at: 1_000 },
      { by: bob, message: 'two', at: 1_000 },
      { by: alice, message: 'three', at: 2_000 },
    ]);
    expect(past.map(({ create_at }) => create_at)).toEqual([1_000, 1_000, 2_000]);
    const api = apiOf(mattermost, claw);
    const after = await api('GET', `/channels/${ops.id}/posts?after=${past[0]?.id}`);
    expect(after.body.order).toEqual([past[2]?.id]);
    const channel = await api('GET', `/channels/${ops.id}`);
    expect(channel.body).toMatchObject({ last_post_at: 2_000, total_msg_count: 3 });
  });

  it('Posts of the history cause no mentions and no events', async () => {
    const { mattermost, alice, claw, ops } = await openOffice();
    ops.addHistory([{ by: alice, message: '@claw hello' }]);
    const { body } = await apiOf(mattermost, claw)('GET', `/channels/${ops.id}/members/me`);
    expect(body.mention_count).toBe(0);
    await expect(alice.sees({ from: alice, in: ops, timeoutMs: 20 })).rejects.toThrow('did not see');
  });
});

describe('Posts since a time', () => {
  it('At most 1,000 changed posts are returned, in any choice', async () => {
    const { mattermost, alice, claw, ops } = await openOffice();
    ops.addHistory(numbered(1_500, 'post ').map((message, i) => ({ by: alice, message, at: 1_000 + i })));
    const since = (time: number) => apiOf(mattermost, claw)('GET', `/channels/${ops.id}/posts?since=${time}`);
    const { body } = await since(999);
    expect(body.order).toHaveLength(1_000);
    const messages = body.order.map((id: string) => body.posts[id].message);
    expect(messages).not.toEqual(expect.arrayContaining(numbered(1_000, 'post ')));
    expect(body.next_post_id).toBe('');
    // A client that goes on from the latest of them gets nothing, although there are more.
    const latest = Math.max(...body.order.map((id: string) => body.posts[id].update_at));
    expect((await since(latest)).body.order).toEqual([]);
  });

  it('A stale channel returns no posts', async () => {
    const { mattermost, alice, claw, ops } = await openOffice();
    const first = await alice.says('known', { in: ops });
    const end = mattermost.makeStale(ops);
    await alice.says('unheard of', { in: ops });
    const since = async () =>
      (await apiOf(mattermost, claw)('GET', `/channels/${ops.id}/posts?since=${first.create_at}`)).body.order.length;
    expect(await since()).toBe(0);
    end();
    expect(await since()).toBe(1);
  });
});

describe('Data retention', () => {
  it('Old posts are deleted, and newer replies stay without their root', async () => {
    const time = manualTime();
    const { mattermost, alice, claw, ops, team } = await openOffice({ time });
    const other = team.addChannel('other', { members: [alice] });
    const root = await alice.says('root', { in: ops });
    await alice.says('elsewhere', { in: other });
    await alice.reacts(root, 'eyes');
    time.advance(1_000);
    const reply = await alice.says('reply', { in: ops, thread: root });
    expect(mattermost.deleteOldPosts({ before: time.now() - 500, in: ops })).toBe(1);
    const api = apiOf(mattermost, claw);
    expect((await api('GET', `/posts/${root.id}`)).status).toBe(404);
    expect((await api('GET', `/posts/${reply.id}/thread`)).body.order).toContain(reply.id);
    expect((await api('GET', `/channels/${ops.id}/posts?after=${root.id}`)).body.order).toEqual([]);
    expect(mattermost.posts(other)).toHaveLength(1);
    expect(mattermost.deleteOldPosts({ before: time.now() + 1_000 })).toBeGreaterThanOrEqual(2);
  });
});

describe('The time of the last post', () => {
  it('An edit changes last_post_at in lists, and in the channel itself only after the next post', async () => {
    const { mattermost, team, alice, claw, ops } = await openOffice();
    const api = apiOf(mattermost, claw);
    const single = async () => (await api('GET', `/channels/${ops.id}`)).body.last_post_at;
    const listed = async () => {
      const { body } = await api('GET', `/users/me/teams/${team.id}/channels`);
      return body.find(({ id }: { id: string }) => id === ops.id).last_post_at;
    };
    const post = await alice.says('hello', { in: ops });
    expect(await single()).toBe(post.create_at);
    const edited = await alice.edits(post, 'Hello!');
    expect(await listed()).toBe(edited.update_at);
    expect(await single()).toBe(post.create_at);
    const next = await alice.says('more', { in: ops });
    expect(await single()).toBe(next.create_at);
  });
});
