import { expect, it } from 'vitest';
import { type MattermostOptions, manualTime, startMattermost } from '../../src/index.ts';
import { apiOf } from '../support/api.ts';
import { openOffice } from '../support/office.ts';

it.each<[string, MattermostOptions, string]>([
  ['a version that is not known', { version: '4.0' as '5.37' }, 'version is 4.0; it must be one of 5.37, 6.7'],
  ['two clocks', { time: manualTime(), now: Date.now }, 'time is given together with now or schedule'],
  ['a rate that is none', { rateLimit: { PerSec: -1 } }, 'rateLimit.PerSec is -1'],
])('The server does not start with %s', async (_, options, message) => {
  await expect(startMattermost(options)).rejects.toThrow(TypeError);
  await expect(startMattermost(options)).rejects.toThrow(message);
});

it('The server has the time of the test, and still gives each post a different one', async () => {
  const time = manualTime(1_700_000_000_000);
  const { alice, ops } = await openOffice({ time });
  const one = await alice.says('one', { in: ops });
  const two = await alice.says('two', { in: ops });
  expect(two.create_at).toBe(one.create_at + 1);
  time.advance(60_000);
  expect((await alice.says('three', { in: ops })).create_at).toBe(1_700_000_060_000);
});

it('The server forgets a pending_post_id after 30 seconds of its own time', async () => {
  const time = manualTime();
  const { mattermost, claw, ops } = await openOffice({ time });
  const post = async () => {
    const named = { channel_id: ops.id, message: 'once', pending_post_id: 'claw:1' };
    return (await apiOf(mattermost, claw)('POST', '/posts', named)).body.id;
  };
  const first = await post();
  time.advance(29_000);
  expect(await post()).toBe(first);
  time.advance(1_001);
  expect(await post()).not.toBe(first);
});

it('A person who was removed from the team cannot read or write', async () => {
  const { mattermost, team, bob, ops } = await openOffice();
  team.remove(bob);
  expect((await apiOf(mattermost, bob)('GET', `/channels/${ops.id}`)).status).toBe(403);
  await expect(bob.says('still here?', { in: ops })).rejects.toThrow('the server refused bob: 403');
});
