import { expect, it } from 'vitest';
import type { InboxRest } from '../../src/index.ts';
import { openOffice } from '../support/office.ts';

it('A post from the time in which the bot was removed from a channel is never handled', async () => {
  const { alice, claw, ops, bot } = await openOffice();
  const first = await bot();
  await alice.says('member', { in: ops });
  await first.heard(1);
  ops.remove(claw, { by: alice });
  await alice.says('while the bot is out', { in: ops });
  ops.add(claw, { by: alice });
  await alice.says('back', { in: ops });
  await first.heard(2);
  await first.stop();
  const second = await bot();
  await alice.says('after the restart', { in: ops });
  await second.heard(1);
  expect([...first.handled, ...second.handled]).toEqual(['member', 'back', 'after the restart']);
});

it('A post from before the bot was removed in an outage is handled, and one from after the removal is not', async () => {
  const { alice, claw, ops, bot } = await openOffice();
  const first = await bot();
  await first.stop();
  await alice.says('member', { in: ops });
  ops.remove(claw, { by: alice });
  await alice.says('while the bot is out', { in: ops });
  ops.add(claw, { by: alice });
  const second = await bot();
  await alice.says('live', { in: ops });
  expect(await second.heard(2)).toEqual(['member', 'live']);
});

it('A channel that is listed and cannot be read for a moment is read again', async () => {
  const { alice, ops, bot, mattermost } = await openOffice();
  const first = await bot();
  await first.stop();
  await alice.says('missed', { in: ops });
  mattermost.faults.answer({ path: new RegExp(`${ops.id}/posts`), times: 2 }, forbidden);
  const second = await bot();
  expect(await second.heard(1)).toEqual(['missed']);
  expect(second.inbox.status().leftOut).toEqual({ posts: 0, channels: 0 });
});

it('A channel that is listed and cannot be read is counted as left out, with a warning', async () => {
  const { alice, ops, bot, mattermost } = await openOffice();
  const first = await bot();
  await first.stop();
  await alice.says('missed', { in: ops });
  mattermost.faults.answer({ path: new RegExp(`${ops.id}/posts`) }, forbidden);
  const second = await bot();
  expect(second.inbox.status().leftOut).toEqual({ posts: 0, channels: 1 });
  expect(second.log).toContain(`channel ${ops.id} is listed and cannot be read: its missed posts are left out`);
});

const forbidden = {
  status: 403,
  body: JSON.stringify({ id: 'api.context.permissions.app_error', message: 'no', status_code: 403 }),
};

it('An account in no team catches up all its direct channels where the server can list them', async () => {
  const { alice, bob, claw, bot, mattermost, team } = await openOffice({ version: '11.1' });
  const fromAlice = mattermost.directChannel(alice, claw);
  const fromBob = mattermost.directChannel(bob, claw);
  team.remove(claw);
  const first = await bot();
  await first.stop();
  await alice.says('missed from alice', { in: fromAlice });
  await bob.says('missed from bob', { in: fromBob });
  const second = await bot();
  expect([...(await second.heard(2))].sort()).toEqual(['missed from alice', 'missed from bob']);
});

it('An account in no team catches up the direct channels that it knows where the server cannot list them', async () => {
  const { alice, bob, claw, bot, mattermost, team } = await openOffice({ version: '6.7' });
  const fromAlice = mattermost.directChannel(alice, claw);
  const fromBob = mattermost.directChannel(bob, claw);
  team.remove(claw);
  const listAll = async (): Promise<never> => {
    throw Object.assign(new Error('no such route'), { status: 404 });
  };
  const withListAll = (rest: InboxRest): InboxRest => ({ ...rest, channels: { ...rest.channels, listAll } });
  const first = await bot({ extendRest: withListAll });
  await alice.says('live', { in: fromAlice });
  await first.heard(1);
  expect(first.log.join('\n')).toContain('the account is in no team');
  await first.stop();
  await alice.says('missed from alice', { in: fromAlice });
  await bob.says('never seen before', { in: fromBob });
  const second = await bot({ extendRest: withListAll });
  await bob.says('live from bob', { in: fromBob });
  await second.heard(2);
  await second.stop();
  // The first live message made the channel known, and with it what was written shortly before.
  await bob.says('missed from bob', { in: fromBob });
  const third = await bot({ extendRest: withListAll });
  expect([...second.handled].sort()).toEqual(['live from bob', 'missed from alice']);
  expect([...(await third.heard(2))].sort()).toEqual(['missed from bob', 'never seen before']);
});
