import { createSocket } from '@clawmost/mm-ws';
import { expect, it, onTestFinished, vi } from 'vitest';
import { createBotLoopLimits } from '../../../src/messages/bot-loop-limits.ts';
import { followEdits } from '../../../src/messages/edits.ts';
import { createRules } from '../../../src/turns/rules.ts';
import { openConversation } from '../../support/conversation.ts';
import { loadOpenClaw } from '../../support/openclaw.ts';
import { patience } from '../../support/turn-story.ts';

const openclaw = await loadOpenClaw();

it('A message that is edited while it waits for its turn is answered as it was edited, and one that the agent has stays', async () => {
  const model = Promise.withResolvers<string>();
  const story = await openConversation(openclaw, { model: () => model.promise });
  const { mattermost, claw, alice, ops, team, question, receive } = story;
  const bob = team.addPerson('bob');
  ops.add(bob);
  const { account, gate } = story.running;
  const paired = { approved: async () => [] };
  const socket = createSocket({ baseUrl: mattermost.url, token: claw.token });
  const sources = { account, paired, botLoops: createBotLoopLimits({}) };
  followEdits(socket, { account, gate, sources, judge: { account, paired, rulesFor: createRules(account) } });
  await socket.start();
  onTestFinished(() => socket.stop());
  const first = receive(question);
  await vi.waitUntil(() => story.host.asked.length === 1, patience);
  const post = await bob.says('@claw what is 2 + 2?', { in: ops });
  const second = receive(post);
  await vi.waitUntil(() => gate.waitingTurnWith(account.accountId, post.id), patience);
  await alice.edits(question, '@claw something else');
  await bob.edits(post, '@claw what is 3 + 3?');
  await vi.waitUntil(
    () => gate.waitingTurnWith(account.accountId, post.id)?.request.text === 'what is 3 + 3?',
    patience,
  );
  model.resolve('Done.');
  expect(await Promise.all([first, second])).toEqual(['delivered', 'delivered']);
  expect(story.host.asked).toEqual(['what is it?', 'what is 3 + 3?']);
});
