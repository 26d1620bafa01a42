import { expect, it } from 'vitest';
import { texts } from '../../../src/texts.ts';
import { openConversation } from '../../support/conversation.ts';
import { loadOpenClaw } from '../../support/openclaw.ts';

const openclaw = await loadOpenClaw();

/** A gateway with the agents main and helper, and a thread of bob's; everyone may give commands unless the section says otherwise. */
async function open(section: object = { groupPolicy: 'allowlist', groupAllowFrom: ['*'] }) {
  const story = await openConversation(openclaw, { section });
  const bindings = [{ agentId: 'main', match: { channel: 'mattermost', accountId: 'default' } }];
  Object.assign(story.account.config(), { agents: { entries: { main: {}, helper: {} } }, bindings });
  const bob = story.team.addPerson('bob');
  story.ops.add(bob);
  const root = await bob.says('server 3 is down', { in: story.ops });
  const say = async (text: string) => story.receive(await bob.says(text, { in: story.ops, thread: root }));
  const said = () => story.posts().at(-1)?.message;
  return { ...story, story, bob, root, say, said };
}

it('A thread that is handed over belongs to the other agent from the next message on, which gets what was said there', async () => {
  const { story, root, ops, say, said, alice, question, receive } = await open();
  await say('@claw have a look');
  expect(await say('@claw agent helper')).toBe('agent-command');
  expect(said()).toBe(texts.agentTakesThread('helper'));
  await say('@claw and now?');
  expect(story.lastContext().route).toMatchObject({
    agentId: 'helper',
    dispatchSessionKey: `agent:helper:mattermost:channel:${ops.id}:thread:${root.id}`,
  });
  expect(story.lastContext().supplemental?.quote?.body).toBe('server 3 is down');
  expect(story.lastHistory()).toEqual([
    ...['bob: @claw have a look', 'claw (you): I see.', 'bob: @claw agent helper'],
    `claw (you): ${texts.agentTakesThread('helper')}`,
  ]);
  await receive(question);
  await receive(await alice.says('@claw elsewhere', { in: ops }));
  expect(story.lastContext().route.agentId).toBe('main');
});

it('The choice is kept across a restart, and ends with agent default', async () => {
  const { story, say, said } = await open();
  await say('@claw agent helper');
  story.restart();
  await say('@claw who are you?');
  expect(story.lastContext().route.agentId).toBe('helper');
  await say('@claw agent default');
  expect(said()).toBe(texts.agentGivenBack);
  await say('@claw and now?');
  expect(story.lastContext().route.agentId).toBe('main');
});

it('The choice ranks above groups.<id>.agentId, which ranks above bindings', async () => {
  const section = { groupPolicy: 'allowlist', groupAllowFrom: ['*'], groups: { '*': { agentId: 'helper' } } };
  const { story, say } = await open(section);
  await say('@claw hello');
  expect(story.lastContext().route.agentId).toBe('helper');
  await say('@claw agent main');
  await say('@claw hello');
  expect(story.lastContext().route.agentId).toBe('main');
});

it('Without a name, the answer says which agent it is and which there are', async () => {
  const { say, said } = await open();
  await say('@claw agent');
  expect(said()).toBe(texts.agentOfThread('main', ['main', 'helper']));
  await say('@claw agent smith');
  expect(said()).toBe(texts.noSuchAgent('smith', ['main', 'helper']));
});

it('At channel level, where no thread begins, nothing is handed over', async () => {
  const { story, alice, ops, receive, said } = await open();
  await receive(await alice.says('@claw agent helper', { in: ops }));
  expect(said()).toBe(texts.agentNeedsThread);
  await receive(await alice.says('@claw hello', { in: ops }));
  expect(story.lastContext().route.agentId).toBe('main');
});

it('From a person who may not give commands, it is a message like any other', async () => {
  const { story, say } = await open({ groupPolicy: 'open' });
  expect(await say('@claw agent helper')).toBe('delivered');
  expect(story.lastContext().message.bodyForAgent).toBe('agent helper');
  expect(await say('@claw agent helpers are welcome')).toBe('delivered');
});

it('A thread whose agent was removed from the configuration is answered by the usual agent', async () => {
  const { story, say, account } = await open();
  await say('@claw agent helper');
  Object.assign(account.config(), { agents: { entries: { main: {} } } });
  await say('@claw hello');
  expect(story.lastContext().route.agentId).toBe('main');
});
