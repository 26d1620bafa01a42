import { expect, it, vi } from 'vitest';
import { begin, openStory, patience } from '../../support/turn-story.ts';

const bob = { speaker: { id: 'bob', name: 'Bob' } };

it('An answer that the agent finishes while the account restarts is posted once', async () => {
  const { say, said, start } = await openStory();
  const model = Promise.withResolvers<string>();
  const before = await start(() => model.promise);
  const post = await say('hello');
  begin(before.answer(post));
  await vi.waitUntil(() => before.host.asked.length === 1, patience);
  const startAgain = before.stop();
  const [turn] = before.gate.allTurns();
  model.resolve('done');
  await vi.waitUntil(() => turn?.isEnding, patience);
  const after = await startAgain();
  expect(await after.answer(post)).toBe('answered: delivered');
  await vi.waitUntil(() => after.gate.allTurns().length === 0, patience);
  expect(said()).toEqual(['done']);
});

it('A turn that has to go again keeps its place when the account was restarted meanwhile', async () => {
  const { say, said, start } = await openStory();
  const model = Promise.withResolvers<string>();
  const before = await start(async text => (await model.promise) + text);
  const [first, second] = [await say('first'), await say('second')];
  begin(before.answer(first));
  await vi.waitUntil(() => before.host.asked.length === 1, patience);
  const after = await before.stop()();
  const answers = [after.answer(first), after.answer(second, bob)];
  await vi.waitUntil(() => after.gate.allTurns().length === 2, patience);
  after.host.giveUp('before it is answered');
  model.resolve('about ');
  expect(await Promise.all(answers)).toEqual(['answered: delivered', 'answered: delivered']);
  expect(said()).toEqual(['about first', 'about second']);
});

it('A command that runs while the account restarts is answered once, without a word about the restart', async () => {
  const { say, said, start } = await openStory();
  const model = Promise.withResolvers<string>();
  const before = await start(() => model.promise);
  const command = { isCommand: true, mayCommand: true };
  const post = await say('/compact');
  begin(before.answer(post, command));
  await vi.waitUntil(() => before.host.asked.length === 1, patience);
  const after = await before.stop()();
  const answered = after.answer(post, command);
  model.resolve('compacted');
  expect(await answered).toBe('answered: delivered');
  expect(said()).toEqual(['compacted']);
});
