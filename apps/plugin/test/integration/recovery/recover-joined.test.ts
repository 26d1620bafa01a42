import { expect, it, vi } from 'vitest';
import type { Model } from '../../support/fake-host.ts';
import { begin, openStory, patience, repeat, thinks } from '../../support/turn-story.ts';

it('a post that was put into the turn of another is answered together with it after a crash', async () => {
  const { say, said, start } = await openStory();
  let isThinking = true;
  const model: Model = (text, writing) =>
    text === 'one' || !isThinking ? repeat(text, writing) : new Promise(() => {});
  const held = Promise.withResolvers<string>();
  const first = await start((text, writing) => (text === 'one' ? held.promise : model(text, writing)));
  const [one, two] = [await say('one'), await say('two')];
  begin(first.answer(one));
  await vi.waitUntil(() => first.host.asked.length === 1, patience);
  begin(first.answer(two));
  await vi.waitUntil(() => first.host.dispatched.length === 2, patience);
  held.resolve('You said: one');
  await vi.waitUntil(() => first.host.asked.length === 2, patience);
  const disk = first.kill();
  isThinking = false;
  const second = await start(repeat, disk);
  expect(await second.answer(one)).toBe('answered: delivered');
  expect(await second.answer(two)).toBe('answered: delivered');
  expect([said(), second.host.asked]).toEqual([['You said: one', 'You said: two'], ['two']]);
});

it('a post that was put into a turn does not wait for that turn when its answer is on disk', async () => {
  const { mattermost, say, said, start, creations } = await openStory();
  const model = Promise.withResolvers<string>();
  const first = await start(async text => `${await model.promise} ${text}`);
  const [one, two] = [await say('one'), await say('two')];
  begin(first.answer(one));
  await vi.waitUntil(() => first.gate.allTurns().some(({ isStarted }) => isStarted), patience);
  begin(first.answer(two));
  await vi.waitUntil(() => first.gate.allTurns().some(({ joined }) => joined), patience);
  const held = mattermost.faults.hold(creations);
  model.resolve('about');
  await held.met;
  const disk = first.kill();
  held.lift();
  const second = await start(thinks, disk);
  const started = Promise.withResolvers<void>();
  const answer = second.answer(two, { job: { onStarted: started.resolve } });
  await Promise.race([answer, started.promise]);
  expect(await second.answer(one)).toBe('answered: delivered');
  expect(await answer).toBe('answered: delivered');
  expect(said()).toEqual(['about one', 'about two']);
});

it('posts that were one turn are one turn again after a crash', async () => {
  const { say, said, start, posts } = await openStory();
  const first = await start(thinks);
  const [one, two] = [await say('one'), await say('two')];
  begin(first.answer(two, { posts: [one.id, two.id], text: 'one\ntwo', writtenAt: one.create_at }));
  await vi.waitUntil(() => first.host.asked.length === 1, patience);
  const second = await start(repeat, first.kill());
  const started = Promise.withResolvers<void>();
  const joined = second.answer(one, { job: { onStarted: started.resolve } });
  await started.promise;
  expect(await second.answer(two)).toBe('answered: delivered');
  expect(await joined).toBe('joined: collected');
  expect(said()).toEqual(['You said: one\ntwo']);
  expect(posts()[0]?.props).toMatchObject({ clawmost: { answers: [one.id, two.id] } });
});

it('posts that are one answer of a turn that OpenClaw gave up are answered once', async () => {
  const { say, said, start } = await openStory();
  const model = Promise.withResolvers<string>();
  const process = await start(async text => `${await model.promise} ${text}`);
  const first = process.answer(await say('first'));
  await vi.waitUntil(() => process.gate.allTurns().some(({ isStarted }) => isStarted), patience);
  const second = process.answer(await say('second'));
  await vi.waitUntil(() => process.gate.allTurns().some(({ joined }) => joined), patience);
  process.host.giveUp('when it is answered');
  model.resolve('about');
  expect(await Promise.all([first, second])).toEqual(['answered: delivered', 'answered: delivered']);
  expect([said(), process.host.asked]).toEqual([
    ['about first', 'about second'],
    ['first', 'second'],
  ]);
});

it('a post whose answer comes with that of an earlier one does not hold back the next post of the conversation', async () => {
  const { say, said, start } = await openStory();
  const model = Promise.withResolvers<string>();
  const first = await start(text => (text === 'one' ? model.promise : new Promise(() => {})));
  const [one, two] = [await say('one'), await say('two')];
  begin(first.answer(one));
  await vi.waitUntil(() => first.gate.allTurns().some(({ isStarted }) => isStarted), patience);
  begin(first.answer(two));
  await vi.waitUntil(() => first.gate.allTurns().some(({ joined }) => joined), patience);
  model.resolve('part one');
  await vi.waitUntil(() => first.host.asked.length === 2, patience);
  const disk = first.kill();
  for (const { transcript } of disk.values()) transcript.push({ role: 'assistant', text: 'part two', isFinal: true });
  const second = await start(repeat, disk);
  const started = Promise.withResolvers<void>();
  const answered = second.answer(two, { job: { onStarted: started.resolve } });
  await Promise.race([started.promise, answered]);
  expect(await second.answer(one)).toBe('answered: delivered');
  expect(await answered).toBe('answered: delivered');
  expect(said()).toEqual(['part one', 'part two']);
});
