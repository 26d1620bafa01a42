import { expect, it, vi } from 'vitest';
import { texts } from '../../../src/texts.ts';
import { openStory, patience, repeat, thinks } from '../../support/turn-story.ts';

const stop = { isStop: true, text: 'stop' };
const bob = { speaker: { id: 'bob', name: 'Bob' } };

it('Everyone may stop the turn of their own message', async () => {
  const { say, said, start } = await openStory();
  const { answer, host } = await start(thinks);
  const answered = answer(await say('hello'));
  await vi.waitUntil(() => host.asked.length === 1, patience);
  expect(await answer(await say('stop'), stop)).toBe('answered: stop-request');
  expect(await answered).toBe('silent: stopped');
  expect([said(), host.asked]).toEqual([[texts.stopped], ['hello']]);
});

it('Stopping ends the wait of a person’s own messages, and leaves the turn of another person alone', async () => {
  const { say, said, start } = await openStory();
  const model = Promise.withResolvers<string>();
  const { answer, host, gate } = await start(() => model.promise);
  const first = answer(await say('first'));
  await vi.waitUntil(() => host.asked.length === 1, patience);
  const second = answer(await say('second'), bob);
  await vi.waitUntil(() => gate.allTurns().length === 2, patience);
  expect(await answer(await say('stop'), { ...stop, ...bob })).toBe('answered: stop-request');
  expect(await second).toBe('silent: stopped');
  model.resolve('done');
  expect(await first).toBe('answered: delivered');
  expect([said(), host.asked]).toEqual([[texts.stopped, 'done'], ['first']]);
});

it('A person who wants to stop the turn of another is told who can', async () => {
  const { say, said, start } = await openStory();
  const model = Promise.withResolvers<string>();
  const { answer, host } = await start(() => model.promise);
  const first = answer(await say('first'));
  await vi.waitUntil(() => host.asked.length === 1, patience);
  expect(await answer(await say('stop'), { ...stop, ...bob })).toBe('answered: stop-request');
  model.resolve('done');
  expect(await first).toBe('answered: delivered');
  expect(said()).toEqual([texts.notYoursToStop, 'done']);
});

it('When nothing runs, the word is a message like any other', async () => {
  const { say, said, start } = await openStory();
  const { answer } = await start(repeat);
  expect(await answer(await say('stop'), stop)).toBe('answered: delivered');
  expect(said()).toEqual(['You said: stop']);
});

it('A stop in a channel that takes no posts any more stops the turn, and is not given to the agent', async () => {
  const { say, mattermost, ops, start } = await openStory();
  const { answer, host } = await start(thinks);
  const answered = answer(await say('hello'));
  await vi.waitUntil(() => host.asked.length === 1, patience);
  const word = await say('stop');
  await mattermost.admin.archives(ops);
  expect(await answer(word, stop)).toBe('silent: channel-archived');
  expect(await answered).toBe('silent: stopped');
  expect(host.asked).toEqual(['hello']);
});
