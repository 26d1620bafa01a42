import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import { expect, it, onTestFinished, vi } from 'vitest';
import { loadOpenClaw } from '../../support/openclaw.ts';
import { openSlashOffice } from '../../support/slash-office.ts';

const openclaw = await loadOpenClaw();

/** An office whose owner is alice, and the configuration file as OpenClaw's writer leaves it. */
async function open(section: object = {}, { isOwner = true } = {}) {
  const cfg: { commands?: object } = {};
  const office = await openSlashOffice(openclaw, { cfg, section });
  if (isOwner) cfg.commands = { ownerAllowFrom: [office.alice.id] };
  const file = { channels: { mattermost: { accounts: { [office.accountId]: { ...section } } } } };
  type Mutate = { readonly mutate: (draft: OpenClawConfig) => unknown };
  const writer = vi.spyOn(openclaw.config, 'mutateConfigFile').mockImplementation((async ({ mutate }: Mutate) => {
    await mutate(file as unknown as OpenClawConfig);
    return {};
  }) as never);
  onTestFinished(() => writer.mockRestore());
  office.start(section);
  await office.logged(/slash commands registered/);
  return { ...office, written: () => file.channels.mattermost.accounts[office.accountId], writer };
}

it('/oc_answer all changes the answering mode of the channel for an owner, and says so to everybody there', async () => {
  const { alice, claw, ops, written, dispatched } = await open();
  await alice.runs('/oc_answer all', { in: ops });
  await alice.sees({ from: claw, in: ops, matching: /^✓ In this channel I now answer every message\.$/ });
  expect(written()).toEqual({ groups: { [ops.id]: { answer: 'all' } } });
  expect(dispatched).toEqual([]);
});

it('/oc_allow adds people to the list that counted in the channel before', async () => {
  const { alice, acme, claw, ops, written } = await open();
  const bob = acme.addPerson('bob');
  await alice.runs('/oc_allow @bob @alice', { in: ops });
  await alice.sees({ from: claw, in: ops, matching: /^✓ @bob, @alice can talk to me in this channel\.$/ });
  expect(written()).toEqual({ groups: { [ops.id]: { allowFrom: [alice.id, bob.id] } } });
});

it.each([
  ['/oc_answer', /^In this channel I answer messages that mention me\.$/],
  ['/oc_answer loudly', /^I know these: `mentions`, `roots`, `all`/],
  ['/oc_allow', /^Name the person with an @/],
])('%s is answered to the caller alone, and changes nothing', async (command, text) => {
  const { alice, ops, posts, writer } = await open();
  await alice.runs(command, { in: ops });
  await alice.seesEphemeral({ in: ops, matching: text });
  expect(posts(ops)).toEqual([]);
  expect(writer).not.toHaveBeenCalled();
});

it.each<[string, object, boolean]>([
  ['who is not an owner', {}, false],
  ['where configWrites is off', { configWrites: false }, true],
])('A person %s changes nothing', async (_, section, isOwner) => {
  const { alice, ops, writer } = await open(section, { isOwner });
  await alice.runs('/oc_answer all', { in: ops });
  await alice.seesEphemeral({ in: ops, matching: /^Only the owners of this bot/ });
  expect(writer).not.toHaveBeenCalled();
});
