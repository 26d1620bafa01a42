import { describe, expect, it } from 'vitest';
import { apiOf } from '../support/api.ts';
import type { ClientSocket } from '../support/client-socket.ts';
import { connect, event, reply } from '../support/connecting.ts';
import { openOffice } from '../support/office.ts';

describe('Events', () => {
  it('Every socket of a user gets events, with its own sequence', async () => {
    const { mattermost, alice, claw, ops } = await openOffice();
    const one = await connect(mattermost, claw);
    const two = await connect(mattermost, claw);
    await two.next(event('hello'));
    await alice.says('hello', { in: ops });
    expect(await one.next(event('posted'))).toMatchObject({ seq: 2 });
    expect(await two.next(event('posted'))).toMatchObject({ seq: 1 });
  });

  it('The author gets the event of a post too, with its pending_post_id', async () => {
    const { mattermost, claw, ops } = await openOffice();
    const socket = await connect(mattermost, claw);
    await apiOf(mattermost, claw)('POST', '/posts', { channel_id: ops.id, message: 'x', pending_post_id: 'claw:7' });
    const { data } = await socket.next(event('posted'));
    expect(JSON.parse(Object(data).post).pending_post_id).toBe('claw:7');
  });

  it('The event of a post tells clients whether it set the author online', async () => {
    const { mattermost, claw, ops } = await openOffice();
    const socket = await connect(mattermost, claw);
    await apiOf(mattermost, claw)('POST', '/posts?set_online=false', { channel_id: ops.id, message: 'x' });
    expect((await socket.next(event('posted')))['data']).toMatchObject({ set_online: false });
  });

  it('Only members get the events of a channel', async () => {
    const { mattermost, team, alice, claw, ops } = await openOffice();
    const secret = team.addChannel('secret', { members: [alice] });
    const socket = await connect(mattermost, claw);
    await alice.says('not for claw', { in: secret });
    await alice.says('for claw', { in: ops });
    const { data } = await socket.next(event('posted'));
    expect(JSON.parse(Object(data).post).message).toBe('for claw');
  });

  it('The user who types gets no typing event', async () => {
    const { mattermost, alice, claw, ops } = await openOffice();
    const typist = await connect(mattermost, claw);
    const watcher = await connect(mattermost, alice);
    typist.send({ seq: 1, action: 'user_typing', data: { channel_id: ops.id, parent_id: 'root' } });
    expect(await watcher.next(event('typing'))).toMatchObject({
      data: { user_id: claw.id, parent_id: 'root' },
      broadcast: { omit_users: { [claw.id]: true }, channel_id: ops.id },
    });
    await typist.next(reply(1));
    typist.send({ seq: 2, action: 'ping' });
    expect(await typist.next(() => true)).toMatchObject({ seq_reply: 2 });
  });

  it('Only administrators learn who deleted a post', async () => {
    const { mattermost, alice, ops } = await openOffice();
    ops.add(mattermost.admin);
    const [post, plain, admin] = [
      await alice.says('x', { in: ops }),
      await connect(mattermost, alice),
      await connect(mattermost, mattermost.admin),
    ];
    await plain.next(event('hello'));
    await admin.next(event('hello'));
    await alice.deletes(post);
    expect((await plain.next(event('post_deleted')))['data']).not.toHaveProperty('delete_by');
    expect((await admin.next(event('post_deleted')))['data']).toHaveProperty('delete_by', alice.id);
  });

  it('There are events for new and changed users, and for direct and group channels', async () => {
    const { mattermost, team, alice, bob, claw } = await openOffice();
    const socket = await connect(mattermost, claw);
    await socket.next(event('hello'));
    const carol = team.addPerson('carol');
    expect(await socket.next(event('new_user'))).toMatchObject({ data: { user_id: carol.id } });
    const direct = mattermost.directChannel(alice, claw);
    expect(await socket.next(event('direct_added'))).toMatchObject({
      data: { creator_id: alice.id, teammate_id: claw.id },
      broadcast: { channel_id: direct.id },
    });
    mattermost.groupChannel(alice, bob, claw);
    const { data } = await socket.next(event('group_added'));
    expect(JSON.parse(Object(data).teammate_ids).sort()).toEqual([alice.id, bob.id, claw.id].sort());
    const helper = team.addBot('helper');
    helper.disable();
    expect(await socket.next(event('user_updated'))).toMatchObject({ data: { user: { username: 'helper' } } });
  });

  it('There are events for joining and leaving a team', async () => {
    const { mattermost, claw } = await openOffice();
    const socket = await connect(mattermost, claw);
    await socket.next(event('hello'));
    const other = mattermost.addTeam('other');
    other.add(claw);
    expect(await socket.next(event('added_to_team'))).toMatchObject({ data: { team_id: other.id, user_id: claw.id } });
    await apiOf(mattermost, mattermost.admin)('DELETE', `/teams/${other.id}/members/${claw.id}`);
    expect(await socket.next(event('leave_team'))).toMatchObject({ data: { team_id: other.id, user_id: claw.id } });
  });

  it('The other members learn who was removed from a channel', async () => {
    const { mattermost, alice, bob, claw, ops } = await openOffice();
    const socket = await connect(mattermost, claw);
    ops.remove(bob, { by: alice });
    expect(await socket.next(event('user_removed'))).toMatchObject({ data: { user_id: bob.id, remover_id: alice.id } });
  });

  it('Before version 10, all members get all mentions; from then on, each gets only their own', async () => {
    for (const [version, all] of [
      ['6.7', true],
      ['10.11', false],
    ] as const) {
      const { mattermost, alice, bob, claw, ops } = await openOffice({ version });
      const clawSees = await connect(mattermost, claw);
      const aliceSees = await connect(mattermost, alice);
      await clawSees.next(event('hello'));
      await aliceSees.next(event('hello'));
      await alice.says('@bob @claw', { in: ops });
      const seen = async (socket: ClientSocket): Promise<string[]> =>
        JSON.parse(Object((await socket.next(event('posted')))['data']).mentions ?? '[]');
      expect((await seen(clawSees)).sort()).toEqual((all ? [bob.id, claw.id] : [claw.id]).sort());
      expect((await seen(aliceSees)).sort()).toEqual((all ? [bob.id, claw.id] : []).sort());
    }
  });

  it('The other clients of a reader get an event, whose name depends on the version', async () => {
    for (const [version, name] of [
      ['6.7', 'channel_viewed'],
      ['10.11', 'multiple_channels_viewed'],
    ] as const) {
      const { mattermost, alice, ops } = await openOffice({ version });
      const socket = await connect(mattermost, alice);
      await alice.says('x', { in: ops });
      expect(JSON.stringify((await socket.next(event(name)))['data'])).toContain(ops.id);
    }
  });

  it('From 9.11 on, only members learn that a private channel was archived', async () => {
    for (const [version, told] of [
      ['6.7', true],
      ['10.11', false],
    ] as const) {
      const { mattermost, team, alice, claw } = await openOffice({ version });
      const secret = team.addChannel('secret', { type: 'P', members: [alice] });
      const socket = await connect(mattermost, claw);
      await socket.next(event('status_change'));
      await apiOf(mattermost, alice)('DELETE', `/channels/${secret.id}`);
      socket.send({ seq: 1, action: 'ping' });
      expect('event' in (await socket.next(() => true))).toBe(told);
    }
  });
});
