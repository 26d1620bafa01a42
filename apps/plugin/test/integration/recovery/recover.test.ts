import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { turnName } from '../../../src/host/transcript.ts';
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
  const first = await start((text, writing) => {
    // The process dies between the end of the run and the hand-over of the answer.
    vi.spyOn(globalThis, 'setImmediate').mockImplementationOnce(() => undefined as never);
    return repeat(text, writing);
  });
  const post = await say('hello');
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

it.each([
  ['is not answered again', 'You said: hello', 'answered: answered-by-another-plugin', ['You said: hello']],
  [
    'is answered with that text when it was not posted',
    'Something else.',
    'answered: delivered',
    ['Something else.', 'You said: hello'],
  ],
])('a post that OpenClaw answered through another plugin %s', async (_, posted, outcome, all) => {
  const { mattermost, say, said, start, claw, ops } = await openStory();
  const post = await say('hello');
  const other = await start(repeat);
  await other.answer(await say('before'));
  const disk = other.kill();
  const to = `channel:${ops.id}`;
  const turn = turnName({ accountId: 'default', to, messageId: post.id });
  disk
    .get(`agent:main:mattermost:${to}`)
    ?.transcript.push(
      { role: 'user', turn, messageId: post.id },
      { role: 'assistant', text: 'You said: hello', isFinal: true },
    );
  // The other plugin posts without our marker.
  await fetch(`${mattermost.url}/api/v4/posts`, {
    method: 'POST',
    headers: { authorization: `Bearer ${claw.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ channel_id: ops.id, message: posted }),
  });
  const process = await start(repeat, disk);
  expect(await process.answer(post, { job: { source: 'caught-up', attempt: 1 } })).toBe(outcome);
  expect([said().slice(1), process.host.asked]).toEqual([all, []]);
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

it('all answers that were not posted when the process died are posted, in their order', async () => {
  const { say, said, start, stores } = await openStory();
  const post = await say('hello');
  const place = { channelId: post.channel_id, rootId: undefined, answers: [post.id] };
  for (const text of ['one', 'two']) {
    await stores.pendingAnswers.addAnswer({ ...place, deliveryId: text, text, createdAt: post.create_at });
  }
  const { host, answer } = await start(repeat, new Map());
  expect(await answer(post)).toBe('answered: delivered');
  expect([said(), host.asked]).toEqual([['one', 'two'], []]);
});
