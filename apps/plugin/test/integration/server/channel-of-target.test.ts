import { expect, it } from 'vitest';
import { channelOfTarget } from '../../../src/server/target.ts';
import { openAccount } from '../../support/account.ts';

/** An account, and how many calls of its bot asked for a direct channel. */
async function open() {
  const stage = await openAccount({ rest: { maxAttempts: 1 } });
  const asked = () => stage.mattermost.requests.filter(({ path }) => path.endsWith('/channels/direct')).length;
  return { ...stage, asked };
}

it('The channel of a channel target is the channel, without a call', async () => {
  const { account, ops, mattermost } = await open();
  const before = mattermost.requests.length;
  expect(await channelOfTarget(account, `channel:${ops.id}`)).toBe(ops.id);
  expect(mattermost.requests.length).toBe(before);
});

it('The channel of a user target is the direct channel, which is asked for once', async () => {
  const { account, alice, claw, mattermost, asked } = await open();
  const channelId = await channelOfTarget(account, `user:${alice.id}`);
  expect(channelId).toBe(mattermost.directChannel(alice, claw).id);
  expect(await channelOfTarget(account, `mattermost:${alice.id}`)).toBe(channelId);
  expect(asked()).toBe(1);
});

it('A direct channel that could not be opened is asked for again', async () => {
  const { account, alice, mattermost, asked } = await open();
  mattermost.faults.answer({ path: '/channels/direct', times: 1 }, { status: 503 });
  await expect(channelOfTarget(account, `user:${alice.id}`)).rejects.toThrow();
  await expect(channelOfTarget(account, `user:${alice.id}`)).resolves.toBeDefined();
  expect(asked()).toBe(2);
});

it('A text that is not a target is refused with the forms that are', async () => {
  const { account } = await open();
  await expect(channelOfTarget(account, 'somewhere')).rejects.toThrow(
    '"somewhere" is not a target: use user:<id> or channel:<id>, with a 26-character id.',
  );
});
