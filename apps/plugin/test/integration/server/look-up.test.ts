import { expect, it } from 'vitest';
import { createLookUp, sessionLookUp } from '../../../src/server/look-up.ts';
import { openAccount } from '../../support/account.ts';
import { withSection } from '../../support/config.ts';

it('A channel and a user are looked up once, and again after they were forgotten', async () => {
  const { account, ops, alice, mattermost } = await openAccount();
  const { channels, users } = createLookUp(account.rest, account.signal);
  const calls = (path: string) => mattermost.requests.filter(request => request.path === `/api/v4/${path}`).length;
  for (let round = 0; round < 2; round += 1) {
    expect(await channels.get(ops.id)).toMatchObject({ id: ops.id, name: 'ops', type: 'O' });
    expect(await users.get(alice.id)).toMatchObject({ id: alice.id, username: 'alice' });
  }
  expect([calls(`channels/${ops.id}`), calls(`users/${alice.id}`)]).toEqual([1, 1]);
  channels.forget(ops.id);
  users.forget(alice.id);
  await Promise.all([channels.get(ops.id), users.get(alice.id)]);
  expect([calls(`channels/${ops.id}`), calls(`users/${alice.id}`)]).toEqual([2, 2]);
});

it('The kind of a channel is known without a running account, and is asked for once', async () => {
  const { cfg, team, alice, claw, ops, mattermost } = await openAccount();
  const backroom = team.addChannel('backroom', { members: [alice, claw], type: 'P' });
  const direct = mattermost.directChannel(alice, claw);
  const kinds = [ops, backroom, direct].map(({ id }) => sessionLookUp(cfg, 'default').kindOf(id));
  expect(await Promise.all(kinds)).toEqual(['channel', 'group', 'direct']);
  const before = mattermost.requests.length;
  expect(await sessionLookUp(cfg).kindOf(backroom.id)).toBe('group');
  expect(mattermost.requests.length).toBe(before);
});

it('The kind of a channel is not known while the server does not answer, and is asked for again', async () => {
  const { cfg, ops, claw, mattermost } = await openAccount();
  const fault = mattermost.faults.answer({ path: `/channels/${ops.id}`, by: claw }, { status: 404 });
  expect(await sessionLookUp(cfg).kindOf(ops.id)).toBeUndefined();
  fault.lift();
  expect(await sessionLookUp(cfg).kindOf(ops.id)).toBe('channel');
});

it('The kind of a channel is not known for an account without a token or an address', async () => {
  expect(await sessionLookUp(withSection({ baseUrl: 'http://127.0.0.1:1' })).kindOf('town')).toBeUndefined();
  expect(await sessionLookUp(withSection({ botToken: 't' })).kindOf('town')).toBeUndefined();
});

it('The thread of a post is known by its first post, without a running account', async () => {
  const { cfg, alice, ops, mattermost } = await openAccount();
  const root = await alice.says('A question.', { in: ops });
  const reply = await alice.says('More of it.', { in: ops, thread: root });
  expect(await sessionLookUp(cfg).rootOf(reply.id)).toBe(root.id);
  expect(await sessionLookUp(cfg).rootOf(root.id)).toBe(root.id);
  mattermost.faults.answer({ path: '/posts/gone' }, { status: 404 });
  expect(await sessionLookUp(cfg).rootOf('gone')).toBeUndefined();
});
