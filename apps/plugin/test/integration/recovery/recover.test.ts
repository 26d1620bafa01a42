import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { turnName } from '../../../src/host/turn-name.ts';
import type { Model } from '../../support/fake-host.ts';
import { begin, openStory, patience, repeat, thinks } from '../../support/turn-story.ts';

it('a post is answered, and the model asked once', async () => {
  const { say, said, start } = await openStory();
  const process = await start(repeat);
  expect(await process.answer(await say('hello'))).toBe('answered: delivered');
  expect([said(), process.host.asked]).toEqual([['You said: hello'], ['hello']]);
});

it('a post whose turn was killed while the model thought goes on under the same id, with one answer', async () => {
  const { say, said, start } = await openStory();
  const first = await start(thinks);
  const post = await say('hello');
  begin(first.answer(post));
  await vi.waitUntil(() => first.host.asked.length === 1, patience);
  const second = await start(repeat, first.kill());
  expect(await second.answer(post)).toBe('answered: delivered');
  expect([said(), second.host.dispatched]).toEqual([['You said: hello'], [post.id]]);
});

it('a finished answer that OpenClaw had not handed over is posted without asking the model again', async () => {
  const { say, said, start, stores } = await openStory();
  const first = await start(repeat);
  const post = await say('hello');
  // The process dies between the end of the run and the hand-over of the answer.
  vi.spyOn(globalThis, 'setImmediate').mockImplementationOnce(() => undefined as never);
  begin(first.answer(post));
  await vi.waitUntil(() => first.host.asked.length === 1, patience);
  await sleep(50);
  const second = await start(repeat, first.kill());
  expect(await stores.pendingAnswers.answersTo(post.id)).toMatchObject([{ text: 'You said: hello', isPosted: false }]);
  expect(await second.answer(post)).toBe('answered: delivered');
  expect([said(), second.host.asked]).toEqual([['You said: hello'], []]);
});

it('an answer that was posted before the process heard of it is not posted again', async () => {
  const { mattermost, say, said, start, creations } = await openStory();
  const first = await start(repeat);
  const post = await say('hello');
  const held = mattermost.faults.holdAnswer(creations);
  begin(first.answer(post));
  await held.met;
  const disk = first.kill();
  held.lift();
  const second = await start(repeat, disk);
  expect(await second.answer(post)).toBe('answered: delivered');
  expect([said(), second.host.asked]).toEqual([['You said: hello'], []]);
});

it('an answer of two posts is completed when the process died after the first', async () => {
  const { mattermost, say, posts, start, creations } = await openStory();
  const long = `${'word '.repeat(4_000)}end`;
  const first = await start(() => long);
  const post = await say('at length');
  const held = mattermost.faults.holdAnswer(creations);
  begin(first.answer(post));
  await held.met;
  const disk = first.kill();
  held.lift();
  const second = await start(repeat, disk);
  expect(await second.answer(post)).toBe('answered: delivered');
  expect(
    posts()
      .map(({ message }) => message)
      .join(' '),
  ).toBe(long);
  expect(posts()).toHaveLength(2);
});

it('a post that was put into the turn of another is answered together with it after a crash', async () => {
  const { say, said, start } = await openStory();
  let isThinking = true;
  const model: Model = text => (text === 'one' || !isThinking ? repeat(text) : new Promise(() => {}));
  const held = Promise.withResolvers<string>();
  const first = await start(text => (text === 'one' ? held.promise : model(text)));
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

it('what was cut off goes on before anything else in its session', async () => {
  const { say, said, start } = await openStory();
  const first = await start(thinks);
  const [late, cutOff] = [await say('written first'), await say('cut off')];
  begin(first.answer(cutOff));
  await vi.waitUntil(() => first.host.asked.length === 1, patience);
  const second = await start(repeat, first.kill());
  const waits = second.answer(late, { speaker: { id: 'bob', name: 'Bob' } });
  expect(await second.answer(cutOff)).toBe('answered: delivered');
  expect(await waits).toBe('answered: delivered');
  expect(said()).toEqual(['You said: cut off', 'You said: written first']);
});

it('a command that was interrupted is not repeated; the person is asked to check', async () => {
  const { say, said, start } = await openStory();
  const first = await start(thinks);
  const command = await say('/new');
  const more = { isCommand: true, mayCommand: true };
  begin(first.answer(command, more));
  await vi.waitUntil(() => first.host.asked.length === 1, patience);
  const disk = first.kill();
  disk.clear();
  const second = await start(repeat, disk);
  expect(await second.answer(command, more)).toBe('answered: command-interrupted');
  expect(said()).toEqual([expect.stringMatching(/I was restarted while I ran `\/new`/)]);
  expect(second.host.dispatched).toEqual([]);
});

it('a post that another process has answered meanwhile is not answered again when it is caught up with', async () => {
  const { mattermost, say, said, start, claw, ops } = await openStory();
  const post = await say('hello');
  const marker = { delivery: 'elsewhere', answers: [post.id], part: 1, of: 1, state: 'final' };
  await fetch(`${mattermost.url}/api/v4/posts`, {
    method: 'POST',
    headers: { authorization: `Bearer ${claw.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ channel_id: ops.id, message: 'Hello from elsewhere.', props: { clawmost: marker } }),
  });
  const process = await start(repeat);
  expect(await process.answer(post, { job: { source: 'caught-up' } })).toBe('answered: delivered');
  expect([said(), process.host.asked]).toEqual([['Hello from elsewhere.'], []]);
});

it('a post that OpenClaw takes for a duplicate without a word of it is dispatched under a new id', async () => {
  const { say, said, start } = await openStory();
  const process = await start(repeat);
  const post = await say('hello');
  const name = turnName({ accountId: 'default', to: `channel:${post.channel_id}`, messageId: post.id });
  await process.answer(await say('before'), {});
  process.host.finish(`agent:main:mattermost:channel:${post.channel_id}`, name);
  expect(await process.answer(post)).toBe('answered: delivered');
  expect(said()).toEqual(['You said: before', 'You said: hello']);
  expect(process.host.dispatched.slice(1)).toEqual([post.id, `${post.id}~2`]);
});

it('interrupted turns are left to OpenClaw when it names turns in another way', async () => {
  const { say, start } = await openStory();
  const first = await start(thinks);
  const post = await say('hello');
  begin(first.answer(post));
  await vi.waitUntil(() => first.host.asked.length === 1, patience);
  const disk = first.kill();
  for (const { transcript } of disk.values()) {
    for (const entry of transcript) if (entry.role === 'user') Object.assign(entry, { turn: 'channel-user:v2:other' });
  }
  const second = await start(repeat, disk);
  expect(second.inheritance.isReadable).toBe(false);
  expect([...disk.values()].map(({ entry }) => entry.claim)).toEqual([expect.stringMatching(/^channel-user:v1:/)]);
});

it('a turn that OpenClaw gave up, and finished all the same, is answered with what the model said', async () => {
  const { say, said, start } = await openStory();
  const process = await start(repeat);
  process.host.giveUp('when it is answered');
  expect(await process.answer(await say('hello'))).toBe('answered: delivered');
  expect([said(), process.host.asked]).toEqual([['You said: hello'], ['hello']]);
});

it('a turn that OpenClaw gave up before the model had answered is dispatched again under a new id', async () => {
  const { say, said, start } = await openStory();
  const process = await start(repeat);
  process.host.giveUp('before it is answered');
  const post = await say('hello');
  expect(await process.answer(post)).toBe('answered: delivered');
  expect([said(), process.host.dispatched]).toEqual([['You said: hello'], [post.id, `${post.id}~2`]]);
});

it('a turn that was stopped is over, and the model is not asked again', async () => {
  const { say, said, start } = await openStory();
  const process = await start(thinks);
  const answered = process.answer(await say('hello'));
  await vi.waitUntil(() => process.host.asked.length === 1, patience);
  const [turn] = process.gate.allTurns();
  process.gate.stop(turn?.request.route.sessionKey ?? '');
  turn?.stop.abort();
  expect(await answered).toBe('silent: stopped');
  expect([said(), process.host.asked]).toEqual([[], ['hello']]);
});

it('a model that ends without a word is not asked again', async () => {
  const { say, said, start } = await openStory();
  const process = await start(() => '');
  process.host.giveUp('when it is answered');
  expect(await process.answer(await say('hello'))).toBe('silent: no-answer');
  expect([said(), process.host.asked]).toEqual([[], ['hello']]);
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
