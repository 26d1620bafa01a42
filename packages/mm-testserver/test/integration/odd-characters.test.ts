import { describe, expect, it } from 'vitest';
import { apiOf } from '../support/api.ts';
import { openOffice } from '../support/office.ts';

// All of these were compared with a real 11.1.
describe('A NUL, which the database refuses', () => {
  it.each([{ message: 'a\0b' }, { message: 'a', props: { key: '\0' } }, { message: 'a', type: 'custom_\0' }])(
    'A post with %j is not saved, and can be repeated without the NUL',
    async fields => {
      const { mattermost, claw, ops } = await openOffice();
      const api = apiOf(mattermost, claw);
      const post = { channel_id: ops.id, pending_post_id: `${claw.id}:1` };
      const refused = await api('POST', '/posts', { ...post, ...fields });
      expect([refused.status, refused.body.id]).toEqual([500, 'app.post.save.app_error']);
      expect((await api('POST', '/posts', { ...post, message: 'a' })).status).toBe(201);
      expect(mattermost.posts(ops).map(({ message }) => message)).toEqual(['a']);
    },
  );

  it('On 5.37 it is stored in props, and refused in a message', async () => {
    const { mattermost, claw, ops } = await openOffice({ version: '5.37' });
    const api = apiOf(mattermost, claw);
    const kept = await api('POST', '/posts', { channel_id: ops.id, message: 'a', props: { key: '\0' } });
    expect([kept.status, kept.body.props.key]).toEqual([201, '\0']);
    expect((await api('POST', '/posts', { channel_id: ops.id, message: '\0' })).status).toBe(500);
  });

  it('An edit with a NUL changes nothing', async () => {
    const { mattermost, claw, ops } = await openOffice();
    const api = apiOf(mattermost, claw);
    const { id } = (await api('POST', '/posts', { channel_id: ops.id, message: 'a' })).body;
    const patched = await api('PUT', `/posts/${id}/patch`, { message: '\0' });
    expect([patched.status, patched.body.id]).toEqual([500, 'app.post.update.app_error']);
    const replaced = await api('PUT', `/posts/${id}`, { id, message: 'b', props: { key: '\0' } });
    expect([replaced.status, replaced.body.id]).toEqual([500, 'app.post.update.app_error']);
    expect((await api('GET', `/posts/${id}`)).body).toMatchObject({ message: 'a', edit_at: 0 });
  });

  it('A channel, a reaction and a search refuse it in their own ways', async () => {
    const { mattermost, team, alice, ops } = await openOffice();
    const api = apiOf(mattermost, alice);
    const post = await alice.says('a', { in: ops });
    const header = await api('PUT', `/channels/${ops.id}/patch`, { header: '\0' });
    expect([header.status, header.body.id]).toEqual([500, 'app.channel.update_channel.internal_error']);
    const reaction = await api('POST', '/reactions', { user_id: alice.id, post_id: post.id, emoji_name: '\0' });
    expect([reaction.status, reaction.body.id]).toEqual([500, 'app.emoji.get_by_name.app_error']);
    expect((await api('POST', `/teams/${team.id}/posts/search`, { terms: 'a\0' })).body.order).toEqual([]);
  });
});

describe('Half of a surrogate pair', () => {
  it('It becomes U+FFFD in texts and props, over REST and for people', async () => {
    const { mattermost, alice, claw, ops } = await openOffice();
    const post = { channel_id: ops.id, message: 'a\ud800b \udc00 😀', props: { key: '\udfff' } };
    const { body } = await apiOf(mattermost, claw)('POST', '/posts', post);
    expect([body.message, body.props.key]).toEqual(['a\ufffdb \ufffd 😀', '\ufffd']);
    expect((await alice.says('\ud800', { in: ops })).message).toBe('\ufffd');
  });
});
