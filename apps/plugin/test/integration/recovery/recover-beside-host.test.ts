import { expect, it, vi } from 'vitest';
import { sendText } from '../../../src/answers/send-text.ts';
import { begin, openStory, patience, repeat, thinks } from '../../support/turn-story.ts';

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
  expect(second.takenOver.isReadable).toBe(false);
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
  process.gate.markStopped(turn?.request.route.sessionKey ?? '');
  turn?.controller.abort();
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

it('an answer that OpenClaw has sent by itself is seen at once', async () => {
  const { say, said, start, cfg, ops } = await openStory();
  const first = await start(thinks);
  const post = await say('hello');
  begin(first.answer(post));
  await vi.waitUntil(() => first.host.asked.length === 1, patience);
  const disk = first.kill();
  const second = await start(repeat, disk);
  const [session] = [...disk.values()];
  const [entry] = session?.transcript ?? [];
  const claim = entry?.role === 'user' ? entry.turn : undefined;
  Object.assign(session?.entry ?? {}, { status: 'running', claim, isToBeResumed: false, updatedAt: Date.now() });
  const waiting = Promise.withResolvers<void>();
  const answered = second.answer(post, { job: { onStarted: waiting.resolve } });
  await waiting.promise;
  await sendText({ cfg, to: `channel:${ops.id}`, text: 'resumed', deliveryQueueId: 'queue' });
  session?.transcript.push({ role: 'assistant', text: 'resumed', isFinal: true });
  Object.assign(session?.entry ?? {}, { status: 'done', claim: undefined });
  expect(await answered).toBe('answered: delivered');
  expect(said()).toEqual(['resumed']);
});

it('an answer that OpenClaw’s queue has sent after the crash is not posted from the transcript', async () => {
  const { say, said, start, cfg, ops, stores } = await openStory();
  const first = await start(thinks);
  const [one, two] = [await say('one'), await say('two')];
  begin(first.answer(one));
  await vi.waitUntil(() => first.host.asked.length === 1, patience);
  const disk = first.kill();
  const [session] = [...disk.values()];
  session?.transcript.push({ role: 'assistant', text: 'Done.', isFinal: true });
  Object.assign(session?.entry ?? {}, { status: 'done', claim: undefined, isToBeResumed: false });
  const second = await start(() => 'Done.', disk);
  const message = { cfg, to: `channel:${ops.id}`, text: 'Done.', deliveryQueueId: 'queue' };
  await sendText(message);
  expect(await second.answer(one)).toBe('answered: delivered');
  expect([said(), second.host.asked]).toEqual([['Done.'], []]);
  expect(await stores.pendingAnswers.answersTo(one.id)).toMatchObject([{ deliveryId: 'queue' }]);
  // It answers one message only; the same words to another one are said.
  expect(await second.answer(two)).toBe('answered: delivered');
  expect(said()).toEqual(['Done.', 'Done.']);
});
