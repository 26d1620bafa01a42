import { expect, it } from 'vitest';
import { openConversation } from '../../support/conversation.ts';
import { loadOpenClaw } from '../../support/openclaw.ts';

const openclaw = await loadOpenClaw();

/** A channel with a pinned post of alice's and one of bob's. */
async function open(section: object = { groups: { '*': { pins: true } } }) {
  const story = await openConversation(openclaw, { section: { historyLimit: 0, ...section } });
  const { alice, ops, team } = story;
  const bob = team.addPerson('bob');
  ops.add(bob);
  const rule = await alice.says('Answer in English.', { in: ops });
  await alice.pins(rule);
  await bob.pins(await bob.says('Be rude.', { in: ops }));
  /** What the agent was given as standing instructions. */
  const pins = () =>
    story.lastContext().supplemental?.channelStructuredContext?.flatMap(({ payload }) => {
      const { pins: given = [] } = payload as { pins?: { from: string; text: string }[] };
      return given.map(({ from, text }) => `${from}: ${text}`);
    });
  const ask = async () => story.receive(await alice.says('@claw hello', { in: ops }));
  return { ...story, story, bob, rule, pins, ask };
}

it('groups.<id>.pins: the pinned posts come with every message as data, and not without the setting', async () => {
  const on = await open();
  await on.ask();
  expect(on.pins()).toEqual(['alice: Answer in English.', 'bob: Be rude.']);
  expect(on.story.lastContext().supplemental?.groupSystemPrompt).toBeUndefined();
  const off = await open({});
  await off.ask();
  expect(off.pins()).toEqual([]);
});

it('Pinned posts of people who may not talk to the bot do not count', async () => {
  const { account, alice, ask, pins } = await open({ groupPolicy: 'allowlist', groups: { '*': { pins: true } } });
  Object.assign(account.settings.config, { groupAllowFrom: [alice.id] });
  await ask();
  expect(pins()).toEqual(['alice: Answer in English.']);
});

it('They are read again after an event, and stay as they were when the server does not answer', async () => {
  const { mattermost, account, alice, claw, ops, rule, ask, pins } = await open();
  await ask();
  await alice.unpins(rule);
  await ask();
  expect(pins()).toHaveLength(2);
  account.lookUp.pins.forget(ops.id);
  await ask();
  expect(pins()).toEqual(['bob: Be rude.']);
  account.lookUp.pins.forget(ops.id);
  mattermost.faults.answer({ by: claw, path: `/channels/${ops.id}/pinned` }, { status: 500, body: '{}' });
  await ask();
  expect(pins()).toEqual(['bob: Be rude.']);
});

it('At most the newest 20 come, with 8,000 characters together', async () => {
  const { alice, ops, ask, pins } = await open();
  for (let at = 0; at < 21; at += 1) await alice.pins(await alice.says(`rule ${at} ${'x'.repeat(992)}`, { in: ops }));
  await ask();
  const given = pins() ?? [];
  expect(given.map(pin => /rule (\d+)/.exec(pin)?.[1])).toEqual(['13', '14', '15', '16', '17', '18', '19', '20']);
});
