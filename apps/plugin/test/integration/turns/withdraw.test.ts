import { expect, it, vi } from 'vitest';
import { doubtPosts, withdrawPost } from '../../../src/turns/withdraw.ts';
import { turnRequest } from '../../support/turn-request.ts';
import { begin, openStory, patience, repeat, thinks } from '../../support/turn-story.ts';

const route = turnRequest('any').route;

it('A turn is stopped when its message is deleted, and nothing is posted', async () => {
  const { say, said, alice, start } = await openStory();
  const { answer, host, gate } = await start(thinks);
  const post = await say('hello');
  const answered = answer(post);
  await vi.waitUntil(() => host.asked.length === 1, patience);
  await alice.deletes(post);
  withdrawPost(gate, post.id);
  expect(await answered).toBe('silent: prompt-deleted');
  expect(said()).toEqual([]);
});

it('An answer that the agent has finished is not posted when the message was deleted meanwhile', async () => {
  const { say, said, alice, start } = await openStory();
  const model = Promise.withResolvers<string>();
  const { answer, host, gate } = await start(() => model.promise);
  const post = await say('hello');
  const answered = answer(post);
  await vi.waitUntil(() => host.asked.length === 1, patience);
  await alice.deletes(post);
  model.resolve('too late');
  withdrawPost(gate, post.id);
  expect(await answered).toBe('silent: prompt-deleted');
  expect(said()).toEqual([]);
});

it('A turn that waits for another one does not begin when its message is deleted', async () => {
  const { say, said, alice, start } = await openStory();
  const model = Promise.withResolvers<string>();
  const { answer, host, gate } = await start(() => model.promise);
  const first = answer(await say('first'));
  await vi.waitUntil(() => host.asked.length === 1, patience);
  const post = await say('second');
  const second = answer(post, { speaker: { id: 'bob', name: 'Bob' } });
  await vi.waitUntil(() => gate.allTurns().length === 2, patience);
  await alice.deletes(post);
  withdrawPost(gate, post.id);
  expect(await second).toBe('silent: prompt-deleted');
  model.resolve('done');
  expect(await first).toBe('answered: delivered');
  expect([said(), host.asked]).toEqual([['done'], ['first']]);
});

it('A message that was deleted before its turn is not given to the agent', async () => {
  const { say, said, start } = await openStory();
  const { answer, host, gate } = await start(repeat);
  const post = await say('hello');
  withdrawPost(gate, post.id);
  expect(await answer(post)).toBe('silent: prompt-deleted');
  expect([said(), host.asked]).toEqual([[], []]);
});

it('A turn goes on when its first message is deleted and another message of the person has joined it', async () => {
  const { say, said, alice, start } = await openStory();
  const model = Promise.withResolvers<string>();
  const { answer, host, gate } = await start(async text => `${await model.promise} ${text}`);
  const question = await say('first');
  const first = answer(question);
  await vi.waitUntil(() => gate.allTurns().some(({ isStarted }) => isStarted), patience);
  const second = answer(await say('second'));
  await vi.waitUntil(() => gate.allTurns().some(({ joined }) => joined), patience);
  await alice.deletes(question);
  withdrawPost(gate, question.id);
  model.resolve('about');
  expect(await Promise.all([first, second])).toEqual(['answered: delivered', 'joined: steered']);
  expect([said(), host.asked]).toEqual([
    ['about first', 'about second'],
    ['first', 'second'],
  ]);
});

it('A turn in a thread is stopped when the first post of the thread is deleted', async () => {
  const { say, said, start } = await openStory();
  const { answer, host, gate } = await start(thinks);
  const root = await say('root');
  const answered = answer(await say('hello'), { route: { ...route, threadId: root.id } });
  await vi.waitUntil(() => host.asked.length === 1, patience);
  withdrawPost(gate, root.id);
  expect(await answered).toBe('silent: thread-gone');
  expect(said()).toEqual([]);
});

it('After lost events the server is asked whether the message is still there before it is answered', async () => {
  const { say, said, alice, start } = await openStory();
  const model = Promise.withResolvers<string>();
  const { answer, host, gate } = await start(() => model.promise);
  const [kept, gone] = [await say('kept'), await say('gone')];
  const answered = answer(kept);
  await vi.waitUntil(() => host.asked.length === 1, patience);
  await alice.deletes(gone);
  doubtPosts(gate, 'default');
  model.resolve('still here');
  expect(await answered).toBe('answered: delivered');

  const late = Promise.withResolvers<string>();
  const more = await start(() => late.promise);
  const withdrawn = more.answer(gone);
  await vi.waitUntil(() => more.host.asked.length === 1, patience);
  doubtPosts(more.gate, 'default');
  late.resolve('too late');
  expect(await withdrawn).toBe('silent: prompt-deleted');
  expect(said()).toEqual(['still here']);
});

it('An answer that the server refuses for good ends the message, with the reason in the log', async () => {
  const { say, said, alice, stores, start } = await openStory();
  const model = Promise.withResolvers<string>();
  const { answer, host, lines } = await start(() => model.promise);
  const root = await say('root');
  const post = await say('hello');
  const answered = answer(post, { route: { ...route, threadId: root.id } });
  await vi.waitUntil(() => host.asked.length === 1, patience);
  await alice.deletes(root);
  model.resolve('Secret.');
  expect(await answered).toBe('silent: thread-gone');
  expect([said(), await stores.pendingAnswers.answersTo(post.id)]).toEqual([[], []]);
  expect(lines.filter(line => line.includes('its thread was deleted'))).toHaveLength(1);
});

it('An answer on disk that the server refuses after a crash ends the message', async () => {
  const { say, said, alice, mattermost, creations, start } = await openStory();
  const first = await start(repeat);
  const root = await say('root');
  const post = await say('hello');
  const held = mattermost.faults.hold(creations);
  const inThread = { route: { ...route, threadId: root.id } };
  begin(first.answer(post, inThread));
  await held.met;
  const disk = first.kill();
  held.lift();
  await alice.deletes(root);
  const second = await start(repeat, disk);
  expect(await second.answer(post, inThread)).toBe('silent: thread-gone');
  expect([said(), second.host.asked]).toEqual([[], []]);
});
