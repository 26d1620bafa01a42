import { expect, it } from 'vitest';
import { openActions } from '../../support/action.ts';

it('A person is looked up by id or by name, and nothing private is told', async () => {
  const { asks, operator, alice, team } = await openActions();
  const bob = team.addPerson('bob');
  expect(await asks('member-info', { userId: alice.id })).toMatchObject({
    member: { id: alice.id, name: 'alice', isInChannel: true },
  });
  expect(await asks('member-info', { userId: bob.id })).toMatchObject({ member: { name: 'bob', isInChannel: false } });
  const found = await operator('member-info', { userId: '@Bob' });
  expect(found).toMatchObject({ member: { id: bob.id } });
  expect(JSON.stringify(found)).not.toMatch(/email|@/);
  await expect(asks('member-info')).rejects.toThrow('userId: expected the id of a person');
});

it('A channel is looked up, with its kind and purpose', async () => {
  const { asks, operator, ops, mattermost, alice, claw } = await openActions();
  expect(await asks('channel-info')).toMatchObject({ channel: { id: ops.id, kind: 'public', name: 'ops' } });
  mattermost.directChannel(alice, claw);
  expect(await operator('channel-info', { target: '@alice' })).toMatchObject({ channel: { kind: 'direct' } });
  await expect(operator('channel-info', { target: '#nowhere' })).rejects.toThrow('#nowhere');
});

it('Look-ups can be switched off', async () => {
  const { asks } = await openActions({ section: { actions: { memberInfo: false, channelInfo: false } } });
  await expect(asks('member-info', { userId: 'x' })).rejects.toThrow('actions.memberInfo');
  await expect(asks('channel-info')).rejects.toThrow('actions.channelInfo');
});
