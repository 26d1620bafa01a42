import { describe, expect, it } from 'vitest';
import { apiOf } from '../support/api.ts';
import { connect, event, reply } from '../support/connecting.ts';
import { openOffice } from '../support/office.ts';

const nobody = 'a'.repeat(26);

describe('Looking things up', () => {
  it('The files of a post are listed with their names', async () => {
    const { mattermost, alice, claw, ops } = await openOffice();
    const api = apiOf(mattermost, claw);
    const post = await alice.says('two', {
      in: ops,
      files: [
        { name: 'a.txt', content: 'a' },
        { name: 'b.md', content: 'b' },
      ],
    });
    const listed = await api('GET', `/posts/${post.id}/files/info`);
    expect(listed.body.map(({ name }: { name: string }) => name).sort()).toEqual(['a.txt', 'b.md']);
    expect(listed.body[0]).toMatchObject({ post_id: post.id, size: 1 });
    const bare = await alice.says('none', { in: ops });
    expect((await api('GET', `/posts/${bare.id}/files/info`)).body).toEqual([]);
    expect((await api('GET', `/posts/${nobody}/files/info`)).status).toBe(403);
    expect((await apiOf(mattermost, mattermost.admin)('GET', `/posts/${nobody}/files/info`)).status).toBe(404);
  });

  it('A user is found by the email address', async () => {
    const { mattermost, alice, claw } = await openOffice();
    const api = apiOf(mattermost, claw);
    const { email } = (await api('GET', `/users/${alice.id}`)).body;
    expect((await api('GET', `/users/email/${encodeURIComponent(email)}`)).body.id).toBe(alice.id);
    const unknown = await api('GET', '/users/email/nobody@example.com');
    expect([unknown.status, unknown.body.id]).toEqual([404, 'app.user.missing_account.const']);
    expect((await api('GET', '/users/email/alice')).body.id).toBe('api.context.invalid_url_param.app_error');
  });

  it('Several members of a channel are fetched at once, without strangers', async () => {
    const { mattermost, alice, claw, ops } = await openOffice();
    const api = apiOf(mattermost, claw);
    const { body } = await api('POST', `/channels/${ops.id}/members/ids`, [alice.id, claw.id, nobody]);
    expect(body.map(({ user_id }: { user_id: string }) => user_id).sort()).toEqual([alice.id, claw.id].sort());
    expect((await api('POST', `/channels/${ops.id}/members/ids`, [])).status).toBe(400);
    expect((await api('POST', `/channels/${ops.id}/members/ids`, [5])).body.id).toBe('api.payload.parse.error');
  });

  it('A bot sees its memberships of teams, and how many members a team has', async () => {
    const { mattermost, team, alice, claw } = await openOffice();
    const api = apiOf(mattermost, claw);
    expect((await api('GET', '/users/me/teams/members')).body).toMatchObject([{ team_id: team.id, user_id: claw.id }]);
    expect((await api('GET', `/users/${alice.id}/teams/members`)).status).toBe(403);
    const { body } = await api('GET', `/teams/${team.id}/stats`);
    expect(body.total_member_count).toBe(body.active_member_count);
    expect(body.total_member_count).toBe((await api('GET', `/teams/${team.id}/members`)).body.length);
  });

  it('The known users are those of common channels', async () => {
    const { mattermost, alice, bob, claw } = await openOffice();
    mattermost.addTeam('other').addPerson('carol');
    const { body } = await apiOf(mattermost, claw)('GET', '/users/known');
    expect(body).toContain(alice.id);
    expect(body).toContain(bob.id);
    expect(body).not.toContain(claw.id);
    expect((await apiOf(mattermost, alice)('GET', '/users/stats')).body.total_users_count).toBe(5);
  });

  it('The server says without a session that it has no licence', async () => {
    const { mattermost } = await openOffice();
    const api = apiOf(mattermost);
    expect((await api('GET', '/license/client?format=old')).body).toEqual({ IsLicensed: 'false' });
    expect((await api('GET', '/license/client')).body.id).toBe('api.license.client.old_format.app_error');
  });
});

describe('Details of 11.1', () => {
  it('Files are not counted when the client does not want it', async () => {
    const { mattermost, alice, claw, ops } = await openOffice();
    const api = apiOf(mattermost, claw);
    await alice.says('a file', { in: ops, files: [{ name: 'a.txt', content: 'a' }] });
    expect((await api('GET', `/channels/${ops.id}/stats`)).body.files_count).toBe(1);
    const { body } = await api('GET', `/channels/${ops.id}/stats?exclude_files_count=true`);
    expect(body.files_count).toBe(-1);
  });

  it('Away and dnd are no activity', async () => {
    const { mattermost, claw } = await openOffice();
    const api = apiOf(mattermost, claw);
    const path = `/users/${claw.id}/status`;
    for (const status of ['away', 'dnd']) {
      expect((await api('PUT', path, { user_id: claw.id, status })).body.last_activity_at).toBe(0);
    }
    expect((await api('PUT', path, { user_id: claw.id, status: 'online' })).body.last_activity_at).toBeGreaterThan(0);
  });

  it('A socket may say which channel its user looks at; older servers do not know the action', async () => {
    for (const [version, answer] of [
      ['11.1', { status: 'OK' }],
      ['5.37', { error: { id: 'api.web_socket_router.bad_action.app_error' } }],
    ] as const) {
      const { mattermost, claw, ops } = await openOffice({ version });
      const socket = await connect(mattermost, claw);
      await socket.next(event('hello'));
      socket.send({ seq: 1, action: 'presence', data: { channel_id: ops.id } });
      expect(await socket.next(reply(1))).toMatchObject(answer);
    }
  });
});

describe('Changing a bot', () => {
  it('An administrator changes the names of a bot, and all users are told', async () => {
    const { mattermost, alice, claw } = await openOffice();
    const socket = await connect(mattermost, alice);
    const api = apiOf(mattermost, mattermost.admin);
    const { body } = await api('PUT', `/bots/${claw.id}`, { username: 'paw', display_name: 'Paw' });
    expect(body).toMatchObject({ user_id: claw.id, username: 'paw', display_name: 'Paw' });
    expect(await socket.next(event('user_updated'))).toMatchObject({ data: { user: { username: 'paw' } } });
    expect((await apiOf(mattermost, claw)('GET', '/users/me')).body).toMatchObject({
      username: 'paw',
      first_name: 'Paw',
    });
  });

  it.each([
    ['Bad Name', 400, 'model.user.is_valid.username.app_error'],
    ['alice', 400, 'app.user.save.username_exists.app_error'],
  ])('A bot cannot be named %s', async (username, status, id) => {
    const { mattermost, claw } = await openOffice();
    const refused = await apiOf(mattermost, mattermost.admin)('PUT', `/bots/${claw.id}`, { username });
    expect([refused.status, refused.body.id]).toEqual([status, id]);
  });

  it('A bot cannot change itself', async () => {
    const { mattermost, claw } = await openOffice();
    const refused = await apiOf(mattermost, claw)('PUT', `/bots/${claw.id}`, { display_name: 'x' });
    expect([refused.status, refused.body.id]).toEqual([404, 'store.sql_bot.get.missing.app_error']);
  });
});
