import { describe, expect, it } from 'vitest';
import { apiOf } from '../support/api.ts';
import { openOffice } from '../support/office.ts';

describe('Teams', () => {
  it('A new team has two channels, and its creator as administrator', async () => {
    const { mattermost, alice } = await openOffice();
    const api = apiOf(mattermost, alice);
    const made = await api('POST', '/teams', { name: 'garden', display_name: 'Garden', type: 'O' });
    expect(made.status).toBe(201);
    expect((await api('GET', `/teams/${made.body.id}/members/me`)).body).toMatchObject({ scheme_admin: true });
    const channels = (await api('GET', `/users/me/teams/${made.body.id}/channels`)).body;
    expect(channels.map(({ name }: { name: string }) => name)).toEqual(['off-topic', 'town-square']);
  });

  it.each([
    ['a name that is taken', { name: 'acme' }, 'app.team.save.existing.app_error'],
    ['a name in capitals', { name: 'Garden' }, 'model.team.is_valid.characters.app_error'],
    ['no type', { type: '' }, 'model.team.is_valid.type.app_error'],
  ])('A team cannot have %s', async (_, wrong, id) => {
    const { mattermost, alice } = await openOffice();
    const team = { name: 'garden', display_name: 'Garden', type: 'O', ...wrong };
    const { status, body } = await apiOf(mattermost, alice)('POST', '/teams', team);
    expect([status, body.id]).toEqual([400, id]);
  });

  it('Users outside a team cannot see it', async () => {
    const { mattermost, alice } = await openOffice();
    const other = mattermost.addTeam('other');
    expect((await apiOf(mattermost, alice)('GET', `/teams/${other.id}`)).status).toBe(403);
    expect((await apiOf(mattermost, alice)('GET', '/teams/name/other')).status).toBe(403);
  });

  it('Only administrators of a team see its email address', async () => {
    const { mattermost, team, alice } = await openOffice();
    const address = async (who: { token: string }): Promise<string> =>
      (await apiOf(mattermost, who)('GET', `/teams/name/${team.name}`)).body.email;
    expect(await address(alice)).toBe('');
    expect(await address(team.addBot('boss', { teamAdmin: true }))).toBe('admin@example.com');
  });

  it('A new member joins both channels, with system posts', async () => {
    const { mattermost, team, alice } = await openOffice();
    const dave = mattermost.addTeam('other').addPerson('dave');
    const added = await apiOf(mattermost, alice)('POST', `/teams/${team.id}/members`, {
      team_id: team.id,
      user_id: dave.id,
    });
    expect(added.status).toBe(201);
    expect(mattermost.posts(team.channel('town-square')).at(-1)).toMatchObject({
      type: 'system_join_team',
      user_id: dave.id,
    });
    expect(mattermost.posts(team.channel('off-topic')).at(-1)).toMatchObject({ type: 'system_join_channel' });
  });

  it('A member who leaves the team leaves its channels', async () => {
    const { mattermost, team, bob, ops } = await openOffice();
    await apiOf(mattermost, mattermost.admin)('DELETE', `/teams/${team.id}/members/${bob.id}`);
    expect((await apiOf(mattermost, bob)('GET', `/channels/${ops.id}/posts`)).status).toBe(403);
    expect((await apiOf(mattermost, bob)('GET', '/users/me/teams')).body).toEqual([]);
  });

  it('Only administrators give roles', async () => {
    const { mattermost, team, alice, claw } = await openOffice();
    const path = `/teams/${team.id}/members/${claw.id}/roles`;
    const roles = { roles: 'team_user team_admin' };
    expect((await apiOf(mattermost, alice)('PUT', path, roles)).status).toBe(403);
    expect((await apiOf(mattermost, mattermost.admin)('PUT', path, roles)).body).toEqual({ status: 'OK' });
    expect((await apiOf(mattermost, claw)('GET', `/teams/${team.id}`)).body.email).toBe('admin@example.com');
  });
});

describe('Channels', () => {
  it('A channel is found by its name and the team’s id or name, in upper or lower case', async () => {
    const { mattermost, team, claw, ops } = await openOffice();
    const api = apiOf(mattermost, claw);
    for (const path of [`/teams/${team.id}/channels/name/OPS`, '/teams/name/acme/channels/name/ops']) {
      expect((await api('GET', path)).body.id).toBe(ops.id);
    }
  });

  it('The whole team sees a public channel, and only members a private one', async () => {
    const { mattermost, team, claw } = await openOffice();
    const open = team.addChannel('open');
    const secret = team.addChannel('secret', { type: 'P' });
    const api = apiOf(mattermost, claw);
    expect((await api('GET', `/channels/${open.id}`)).status).toBe(200);
    expect((await api('GET', `/channels/${secret.id}`)).status).toBe(403);
    const { status, body } = await api('GET', `/teams/${team.id}/channels/name/secret`);
    expect([status, body.id]).toEqual([404, 'app.channel.get_by_name.missing.app_error']);
  });

  it.each([
    ['a name that is taken', { name: 'ops' }, 400, 'store.sql_channel.save_channel.exists.app_error'],
    ['a name with a hyphen at the start', { name: '-ops' }, 400, 'model.channel.is_valid.1_or_more.app_error'],
    ['the type of a direct one', { type: 'D' }, 400, 'api.channel.create_channel.direct_channel.app_error'],
    ['no type', { type: '' }, 400, 'model.channel.is_valid.type.app_error'],
    ['no team', { team_id: '' }, 403, 'api.context.permissions.app_error'],
  ])('A channel cannot be created with %s', async (_, wrong, status, id) => {
    const { mattermost, team, alice } = await openOffice();
    const channel = { team_id: team.id, name: 'new', display_name: 'New', type: 'O', ...wrong };
    const answer = await apiOf(mattermost, alice)('POST', '/channels', channel);
    expect([answer.status, answer.body.id]).toEqual([status, id]);
  });

  it('From 6.7 on, a name can have one letter, or end with a hyphen', async () => {
    for (const [version, status] of [
      ['5.37', 400],
      ['6.7', 201],
    ] as const) {
      const { mattermost, team, alice } = await openOffice({ version });
      for (const name of ['o', 'o-']) {
        const channel = { team_id: team.id, name, display_name: 'O', type: 'O' };
        expect((await apiOf(mattermost, alice)('POST', '/channels', channel)).status).toBe(status);
      }
    }
  });

  it('Two users have one direct channel, named after both', async () => {
    const { mattermost, alice, bob } = await openOffice();
    const one = await apiOf(mattermost, alice)('POST', '/channels/direct', [alice.id, bob.id]);
    const other = await apiOf(mattermost, bob)('POST', '/channels/direct', [bob.id, alice.id]);
    expect([one.status, other.status]).toEqual([201, 201]);
    expect(other.body).toEqual(one.body);
    expect(one.body.name).toBe([alice.id, bob.id].sort().join('__'));
  });

  it('A user has a direct channel with themselves', async () => {
    const { mattermost, alice } = await openOffice();
    const { status, body } = await apiOf(mattermost, alice)('POST', '/channels/direct', [alice.id, alice.id]);
    expect([status, body.name]).toEqual([201, `${alice.id}__${alice.id}`]);
  });

  it('From 9.11 on, one id is enough for it', async () => {
    const { mattermost, alice } = await openOffice({ version: '11.1' });
    expect((await apiOf(mattermost, alice)('POST', '/channels/direct', [alice.id])).status).toBe(201);
  });

  it.each([
    ['5.37', 403],
    ['6.7', 201],
    ['11.1', 201],
  ] as const)(
    'R40: On %s with the setting team, direct channels need a common team; with a bot: %i',
    async (version, withBot) => {
      const { mattermost, alice, claw } = await openOffice({ version, config: { RestrictDirectMessage: 'team' } });
      const dave = mattermost.addTeam('other').addPerson('dave');
      const { status, body } = await apiOf(mattermost, alice)('POST', '/channels/direct', [alice.id, dave.id]);
      expect([status, body.id]).toEqual([403, 'api.channel.create_channel.direct_channel.team_restricted_error']);
      expect((await apiOf(mattermost, dave)('POST', '/channels/direct', [dave.id, claw.id])).status).toBe(withBot);
    },
  );

  it('A group has three to eight members with the caller', async () => {
    const { mattermost, alice, bob, claw } = await openOffice();
    const api = apiOf(mattermost, alice);
    const { status, body } = await api('POST', '/channels/group', [bob.id, claw.id]);
    expect([status, body.type, body.display_name]).toEqual([201, 'G', 'alice, bob, claw']);
    const tooFew = await api('POST', '/channels/group', [bob.id]);
    expect([tooFew.status, tooFew.body.id]).toEqual([400, 'api.channel.create_group.bad_size.app_error']);
  });

  it('A user joins a public channel, with a system post', async () => {
    const { mattermost, team, claw } = await openOffice();
    const open = team.addChannel('open');
    const { status } = await apiOf(mattermost, claw)('POST', `/channels/${open.id}/members`, { user_id: claw.id });
    expect(status).toBe(201);
    expect(mattermost.posts(open)).toMatchObject([
      { type: 'system_join_channel', message: 'claw joined the channel.' },
    ]);
  });

  it('A user cannot join a private channel, or one of another team', async () => {
    const { mattermost, team, claw } = await openOffice();
    const secret = team.addChannel('secret', { type: 'P' });
    expect((await apiOf(mattermost, claw)('POST', `/channels/${secret.id}/members`, { user_id: claw.id })).status).toBe(
      403,
    );
    const dave = mattermost.addTeam('other').addPerson('dave');
    const path = `/channels/${team.channel('off-topic').id}/members`;
    const answer = await apiOf(mattermost, mattermost.admin)('POST', path, { user_id: dave.id });
    expect([answer.status, answer.body.id]).toEqual([404, 'app.team.get_member.missing.app_error']);
  });

  it('A user leaves a channel with a system post, but not the default channel', async () => {
    const { mattermost, team, bob, ops } = await openOffice();
    const api = apiOf(mattermost, bob);
    expect((await api('DELETE', `/channels/${ops.id}/members/me`)).body).toEqual({ status: 'OK' });
    expect(mattermost.posts(ops)).toMatchObject([{ type: 'system_leave_channel', message: '@bob left the channel.' }]);
    const { status, body } = await api('DELETE', `/channels/${team.channel('town-square').id}/members/me`);
    expect([status, body.id]).toEqual([400, 'api.channel.remove.default.app_error']);
  });

  it('Changes of a channel are written in system posts', async () => {
    const { mattermost, alice, ops } = await openOffice();
    const api = apiOf(mattermost, alice);
    await api('PUT', `/channels/${ops.id}/patch`, { header: 'on duty: bob' });
    await api('PUT', `/channels/${ops.id}/patch`, { header: '', purpose: 'keep it running' });
    expect(mattermost.posts(ops).map(({ type, message }) => [type, message])).toEqual([
      ['system_header_change', 'alice updated the channel header to: on duty: bob'],
      ['system_header_change', 'alice removed the channel header (was: on duty: bob)'],
      ['system_purpose_change', 'alice updated the channel purpose to: keep it running'],
    ]);
  });

  it('An archived channel can be read, but not written to', async () => {
    const { mattermost, team, alice, ops } = await openOffice();
    const api = apiOf(mattermost, alice);
    const post = await alice.says('before', { in: ops });
    expect((await api('DELETE', `/channels/${ops.id}`)).body).toEqual({ status: 'OK' });
    expect((await api('GET', `/channels/${ops.id}/posts`)).status).toBe(200);
    expect((await api('POST', '/posts', { channel_id: ops.id, message: 'x' })).status).toBe(400);
    expect((await api('PUT', `/posts/${post.id}/patch`, { message: 'x' })).status).toBe(400);
    expect((await api('DELETE', `/posts/${post.id}`)).status).toBe(400);
    expect((await api('DELETE', `/channels/${ops.id}`)).body.id).toBe('api.channel.delete_channel.deleted.app_error');
    const listed = (await api('GET', `/users/me/teams/${team.id}/channels`)).body;
    expect(listed.map(({ id }: { id: string }) => id)).not.toContain(ops.id);
  });

  it('The statistics count members and pinned posts', async () => {
    const { mattermost, alice, ops } = await openOffice();
    const post = await alice.says('pin me', { in: ops });
    await apiOf(mattermost, alice)('POST', `/posts/${post.id}/pin`);
    const { body } = await apiOf(mattermost, alice)('GET', `/channels/${ops.id}/stats`);
    expect(body).toMatchObject({ member_count: 3, pinnedpost_count: 1 });
  });

  it('Each member has a count of unread posts', async () => {
    const { mattermost, alice, bob, ops } = await openOffice();
    const member = async (who: typeof bob): Promise<Record<string, number>> =>
      (await apiOf(mattermost, who)('GET', `/channels/${ops.id}/members/me`)).body;
    await alice.says('@bob one', { in: ops });
    await alice.says('two', { in: ops });
    expect(await member(bob)).toMatchObject({ msg_count: 0, mention_count: 1 });
    expect(await member(alice)).toMatchObject({ msg_count: 2, mention_count: 0 });
    await bob.says('three', { in: ops });
    expect(await member(bob)).toMatchObject({ msg_count: 3, mention_count: 0 });
  });

  it('From version 6 on, the channels of all teams are listed at once', async () => {
    for (const [version, status] of [
      ['5.37', 404],
      ['6.7', 200],
    ] as const) {
      const { mattermost, alice } = await openOffice({ version });
      expect((await apiOf(mattermost, alice)('GET', '/users/me/channels')).status).toBe(status);
    }
  });
});
