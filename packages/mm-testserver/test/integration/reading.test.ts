import { describe, expect, it } from 'vitest';
import { apiOf } from '../support/api.ts';
import { openOffice } from '../support/office.ts';

describe('Unread posts', () => {
  it('Unread posts are counted until the user views the channel', async () => {
    const { mattermost, team, alice, claw, ops } = await openOffice();
    const api = apiOf(mattermost, claw);
    const first = await alice.says('@claw one', { in: ops });
    await alice.says('@claw two', { in: ops, thread: first });
    const unread = async () => (await api('GET', `/users/me/channels/${ops.id}/unread`)).body;
    expect(await unread()).toEqual({
      team_id: team.id,
      channel_id: ops.id,
      msg_count: 2,
      mention_count: 2,
      mention_count_root: 1,
      msg_count_root: 1,
      urgent_mention_count: 0,
    });
    const viewed = await api('POST', '/channels/members/me/view', { channel_id: ops.id, prev_channel_id: '' });
    expect(viewed.body).toEqual({ status: 'OK', last_viewed_at_times: { [ops.id]: expect.any(Number) } });
    expect(await unread()).toMatchObject({ msg_count: 0, mention_count: 0 });
  });

  it('The memberships list all channels of a team', async () => {
    const { mattermost, team, claw, ops } = await openOffice();
    const { body } = await apiOf(mattermost, claw)('GET', `/users/me/teams/${team.id}/channels/members`);
    const ids = body.map(({ channel_id }: { channel_id: string }) => channel_id);
    expect(ids).toContain(ops.id);
    expect(ids).toHaveLength(3);
  });

  it('The posts around the first unread one can be requested', async () => {
    const { mattermost, alice, claw, ops } = await openOffice();
    const api = apiOf(mattermost, claw);
    await alice.says('read', { in: ops });
    await api('POST', '/channels/members/me/view', { channel_id: ops.id });
    const unread = await alice.says('unread', { in: ops });
    await alice.says('later', { in: ops });
    const path = `/users/me/channels/${ops.id}/posts/unread`;
    const { body } = await api('GET', `${path}?limit_before=0&limit_after=1`);
    expect(body.order).toEqual([unread.id]);
    expect((await api('GET', `${path}?limit_after=0`)).status).toBe(400);
  });
});

describe('Statuses', () => {
  it('A status can be read and set; `me` is allowed only in paths', async () => {
    const { mattermost, alice, claw } = await openOffice();
    const api = apiOf(mattermost, claw);
    expect((await api('GET', `/users/${'x'.repeat(26)}/status`)).body).toMatchObject({ status: 'offline' });
    const chosen = await api('PUT', '/users/me/status', { user_id: claw.id, status: 'away' });
    expect(chosen.body).toMatchObject({ user_id: claw.id, status: 'away', manual: true });
    const { body } = await api('POST', '/users/status/ids', [alice.id, claw.id]);
    expect(body.map(({ status }: { status: string }) => status)).toEqual(['offline', 'away']);
    for (const bad of [
      { user_id: 'me', status: 'away' },
      { user_id: claw.id, status: 'asleep' },
    ]) {
      expect((await api('PUT', '/users/me/status', bad)).status).toBe(400);
    }
    expect((await api('PUT', `/users/${alice.id}/status`, { user_id: alice.id, status: 'away' })).status).toBe(403);
  });
});

describe('Searching', () => {
  it('Channels and people are completed', async () => {
    const { mattermost, team, alice, claw, ops } = await openOffice();
    team.addChannel('operations-secret', { type: 'P', members: [claw] });
    const api = apiOf(mattermost, claw);
    const names = ({ body }: { body: { name: string }[] }) => body.map(({ name }) => name);
    expect(names(await api('GET', `/teams/${team.id}/channels/autocomplete?name=op`))).toEqual(['off-topic', 'ops']);
    expect(names(await api('POST', `/teams/${team.id}/channels/search`, { term: 'OFF' }))).toEqual(['off-topic']);
    const outside = team.addPerson('albert');
    const { body } = await api('GET', `/users/autocomplete?in_team=${team.id}&in_channel=${ops.id}&name=al`);
    expect(body.users.map(({ id }: { id: string }) => id)).toEqual([alice.id]);
    expect(body.out_of_channel.map(({ id }: { id: string }) => id)).toEqual([outside.id]);
  });

  it('Pinned posts, and the reactions to several posts, can be listed', async () => {
    const { mattermost, alice, claw, ops } = await openOffice();
    const api = apiOf(mattermost, claw);
    const post = await alice.says('remember', { in: ops });
    await alice.says('forget', { in: ops });
    await api('POST', `/posts/${post.id}/pin`);
    await alice.reacts(post, 'eyes');
    expect((await api('GET', `/channels/${ops.id}/pinned`)).body.order).toEqual([post.id]);
    const { body } = await api('POST', '/posts/ids/reactions', [post.id]);
    expect(body[post.id]).toMatchObject([{ emoji_name: 'eyes', user_id: alice.id }]);
  });

  it('From 9.11 on, several posts can be fetched at once', async () => {
    const old = await openOffice({ version: '6.7' });
    expect((await apiOf(old.mattermost, old.claw)('POST', '/posts/ids', ['x'.repeat(26)])).status).toBe(404);
    const { mattermost, team, alice, claw, ops } = await openOffice({ version: '11.1' });
    const hidden = team.addChannel('hidden', { type: 'P', members: [alice] });
    const seen = await alice.says('seen', { in: ops });
    const secret = await alice.says('secret', { in: hidden });
    const { body } = await apiOf(mattermost, claw)('POST', '/posts/ids', [seen.id, secret.id, 'x'.repeat(26)]);
    expect(body.map(({ id }: { id: string }) => id)).toEqual([seen.id]);
    const { body: none } = await apiOf(mattermost, claw)('POST', '/posts/ids', ['x'.repeat(26)]);
    expect(none).toMatchObject({ id: 'app.post.get.app_error', status_code: 404 });
  });
});
