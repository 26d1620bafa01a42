import { expect, it, onTestFinished } from 'vitest';
import { startPairing } from '../../../src/pairing/feature.ts';
import { texts } from '../../../src/texts.ts';
import { openAccount } from '../../support/account.ts';
import { importInternal, loadOpenClaw } from '../../support/openclaw.ts';

const openclaw = await loadOpenClaw();

/** What `openclaw pairing approve` does, in its own process. */
type Approve = (request: { channel: string; accountId: string; code: string }) => Promise<{ id: string } | null>;
const approve = await importInternal<Approve>('approveChannelPairingCode', /^pairing-store-/);

it('A stranger gets OpenClaw’s code in the direct channel once, and a message when the code was approved', async () => {
  const { account, mattermost, alice, claw } = await openAccount({ channelRuntime: openclaw.channel });
  const pairing = startPairing(account);
  onTestFinished(async () => {
    account.stop.abort();
    await pairing.stop?.();
  });
  const direct = mattermost.directChannel(alice, claw);
  const messages = () => mattermost.posts(direct).map(({ message }) => message);
  const facts = {
    sender: await account.lookUp.users.get(alice.id),
    channel: await account.lookUp.channels.get(direct.id),
  };
  expect(await pairing.giveCode(facts)).toBe('pairing-code-posted');
  expect(await pairing.giveCode(facts)).toBe('pairing-required');
  const [text = '', ...more] = messages();
  expect(more).toEqual([]);
  const [, code = ''] = /openclaw pairing approve mattermost (\w+)/.exec(text) ?? [];

  expect(await pairing.approved()).toEqual([]);
  expect(await approve({ channel: 'mattermost', accountId: 'default', code })).toMatchObject({ id: alice.id });
  await expect.poll(messages, { timeout: 60_000 }).toContain(texts.approved);
  expect(await pairing.approved()).toEqual([alice.id]);
  expect(messages()).toHaveLength(2);
});

it('A code that could not be posted because the account stopped is left to the account’s next start', async () => {
  const { account, mattermost, alice, claw, creations } = await openAccount({ channelRuntime: openclaw.channel });
  const pairing = startPairing(account);
  const fault = mattermost.faults.hold(creations);
  const facts = {
    sender: await account.lookUp.users.get(alice.id),
    channel: await account.lookUp.channels.get(mattermost.directChannel(alice, claw).id),
  };
  const given = pairing.giveCode(facts);
  await fault.met;
  account.stop.abort(new Error('the account has stopped'));
  await expect(given).rejects.toThrow('the account has stopped');
  await pairing.stop?.();
});
