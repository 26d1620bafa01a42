import { expect, it, onTestFinished, vi } from 'vitest';
import { readMarker } from '../../../../src/answers/marker.ts';
import { texts } from '../../../../src/texts.ts';
import type { Writing } from '../../../support/fake-host.ts';
import { openStory, patience } from '../../../support/turn-story.ts';

/** A story with settings for streaming, and a model that does what the test says, step by step. */
async function open(streaming: object, steps: (writing: Writing, seen: Seen) => Promise<string>) {
  const story = await openStory({ section: { streaming } });
  const { posts, claw, said, stores } = story;
  const seen: Seen = text => vi.waitUntil(() => said().some(message => matches(message, text)), patience);
  const process = await story.start((_, writing) => steps(writing, seen));
  return {
    ...{ ...story, ...process },
    states: () => posts().map(post => readMarker(post, claw.id)?.state),
    cleaned: () => vi.waitUntil(async () => (await stores.previews.list()).length === 0, patience),
  };
}

/** Waits until people see a post with this text. */
type Seen = (text: string | RegExp) => Promise<unknown>;

const matches = (message: string, text: string | RegExp) =>
  typeof text === 'string' ? message === text : text.test(message);

it('streaming.mode off: nothing is shown before the answer', async () => {
  const { answer, say, mattermost } = await open({ mode: 'off' }, async ({ writes }) => {
    writes('The whole');
    return 'The whole answer.';
  });
  expect(await answer(await say('hello'))).toBe('answered: delivered');
  expect(mattermost.requests.filter(({ path }) => /patch$/.test(path))).toEqual([]);
});

it('streaming.mode partial: text, what a tool does, and the next text follow each other in one post', async () => {
  const { answer, say, said, states, cleaned } = await open({}, async ({ writes, callsTool, begins }, seen) => {
    writes('Let me look.');
    await seen('Let me look.');
    callsTool('read');
    await seen(/^Let me look\.\n\n.*read/is);
    begins();
    writes('It is blue');
    await seen('It is blue');
    return 'It is blue.';
  });
  expect(await answer(await say('hello'))).toBe('answered: delivered');
  await cleaned();
  expect([said(), states()]).toEqual([['It is blue.'], ['final']]);
});

it('streaming.preview.toolProgress false: a preview does not show what tools do', async () => {
  const settings = { preview: { toolProgress: false } };
  const { answer, say, said } = await open(settings, async ({ writes, callsTool, begins }, seen) => {
    writes('Let me look.');
    await seen('Let me look.');
    callsTool('read');
    begins();
    writes('Blue it is');
    await seen('Blue it is');
    return 'Blue it is.';
  });
  expect(await answer(await say('hello'))).toBe('answered: delivered');
  expect(said()).toEqual(['Blue it is.']);
});

it('streaming.mode block: each text before a tool stays as a post of its own, and so do the tools', async () => {
  const { answer, say, said, states, cleaned } = await open(
    { mode: 'block' },
    async ({ writes, callsTool, begins }, seen) => {
      writes('Let me look.');
      await seen('Let me look.');
      callsTool('read');
      callsTool('exec');
      await seen(/read[\s\S]*exec/i);
      begins();
      writes('It is blue');
      await seen('It is blue');
      return 'It is blue.';
    },
  );
  expect(await answer(await say('hello'))).toBe('answered: delivered');
  await cleaned();
  const [text, tools, whole, ...more] = said();
  expect([text, whole, more]).toEqual(['Let me look.', 'It is blue.', []]);
  expect(tools).toMatch(/read[\s\S]*exec/i);
  expect(states()).toEqual(['kept', 'kept', 'final']);
});

it.each([
  ['streamed', true],
  ['not streamed', false],
])(
  'streaming.mode block: a text that is followed by a tool at once stays, also when it was %s',
  async (_, isStreamed) => {
    const { answer, say, said, cleaned } = await open({ mode: 'block' }, async (writing, seen) => {
      if (isStreamed) writing.writes('Let me look.');
      writing.callsTool('read', isStreamed ? undefined : 'Let me look.');
      await seen(/read/i);
      writing.begins();
      return 'It is blue.';
    });
    expect(await answer(await say('hello'))).toBe('answered: delivered');
    await cleaned();
    expect(said()).toEqual(['Let me look.', expect.stringMatching(/read/i), 'It is blue.']);
  },
);

it('streaming.mode progress: the preview shows a title and what tools do, and no word of the answer', async () => {
  const settings = { mode: 'progress', progress: { label: 'At work', toolProgress: true } };
  const shown: string[] = [];
  const { answer, say, said, states } = await open(settings, async ({ writes, callsTool, begins }, seen) => {
    callsTool('read');
    callsTool('exec');
    await seen(/^At work[\s\S]*read/i);
    begins();
    writes('It is blue');
    shown.push(...said());
    return 'It is blue.';
  });
  expect(await answer(await say('hello'))).toBe('answered: delivered');
  expect(shown).toEqual([expect.not.stringContaining('blue')]);
  expect([said(), states()]).toEqual([['It is blue.'], ['final']]);
});

it('A preview whose model fails keeps its words, with the reason below', async () => {
  const story = await openStory();
  const { answer, host } = await story.start(async () => 'unused');
  const { inbound } = host;
  const usual = inbound.dispatch;
  Object.assign(inbound, {
    dispatch: async (plan: Parameters<typeof usual>[0]) => {
      await plan.turnAdoptionLifecycle?.onAdopted();
      void plan.replyOptions?.onAssistantMessageStart?.();
      void plan.replyOptions?.onPartialReply?.({ text: 'The first half' });
      await vi.waitUntil(() => story.said().includes('The first half'), patience);
      void plan.replyOptions?.onAssistantMessageStart?.();
      await plan.delivery.deliver({ text: '⚠️ The model is gone.', isError: true }, { kind: 'final' });
      return { dispatchResult: { counts: { final: 1 } } };
    },
  });
  expect(await answer(await story.say('hello'))).toBe('answered: delivered');
  expect(story.said()).toEqual(['The first half\n\n⚠️ The model is gone.']);
});

it('What a stopped turn has said stays, with a note, and does not count as the answer', async () => {
  const { answer, say, said, states, cleaned } = await open({}, async ({ writes }) => {
    writes('The first half');
    return new Promise(() => {});
  });
  const answered = answer(await say('hello'));
  await vi.waitUntil(() => said().includes('The first half'), patience);
  await answer(await say('stop'), { isStop: true, text: 'stop' });
  expect(await answered).toBe('silent: stopped');
  await cleaned();
  expect(said()).toEqual([`The first half\n\n${texts.stoppedHere}`, texts.stopped]);
  expect(states()).toEqual(['kept', 'final']);
});

it('A message that joins the turn is answered in a post of its own, and both answers take their previews', async () => {
  const first = Promise.withResolvers<void>();
  const story = await openStory();
  const { say, said, posts } = story;
  const { answer, host, gate } = await story.start(async (text, { writes }) => {
    writes(`About ${text}`);
    await vi.waitUntil(() => said().includes(`About ${text}`), patience);
    if (text === 'one') await first.promise;
    return `About ${text}.`;
  });
  const [one, two] = [answer(await say('one')), answer(await say('two'))];
  await vi.waitUntil(
    () => host.asked.length === 1 && gate.allTurns().every(({ isStarted, joined }) => isStarted || joined),
    patience,
  );
  first.resolve();
  expect(await Promise.all([one, two])).toEqual(['answered: delivered', 'joined: steered']);
  expect(said()).toEqual(['About one.', 'About two.']);
  expect(new Set(posts().map(({ id }) => id)).size).toBe(2);
});

it.each([
  ['first', 0],
  ['final', 1],
] as const)('streaming.notify %s: an answer that was written for long is %i new post', async (notify, newPosts) => {
  const { answer, say, said, posts, cleaned } = await open({ notify }, async ({ writes }, seen) => {
    writes('It took');
    await seen('It took');
    const now = performance.now.bind(performance);
    vi.spyOn(performance, 'now').mockImplementation(() => now() + 11_000);
    onTestFinished(() => void vi.restoreAllMocks());
    return 'It took a while.';
  });
  const answered = answer(await say('hello'));
  await vi.waitUntil(() => posts().length > 0, patience);
  const [preview] = posts();
  expect(await answered).toBe('answered: delivered');
  await cleaned();
  expect(said()).toEqual(['It took a while.']);
  expect(posts().filter(({ id }) => id !== preview?.id)).toHaveLength(newPosts);
});

it('An answer of several posts begins in its preview', async () => {
  const whole = 'one two three four five';
  const story = await openStory({ maxPostSize: 12 });
  const { answer } = await story.start(async (_, { writes }) => {
    writes('one');
    await vi.waitUntil(() => story.said().includes('one'), patience);
    return whole;
  });
  expect(await answer(await story.say('count'))).toBe('answered: delivered');
  expect(story.said()).toEqual(['one two', 'three four', 'five']);
});

it('Nothing is left of a preview when the question is deleted', async () => {
  const story = await openStory();
  const { alice, say, said, stores } = story;
  const { answer, gate } = await story.start(async (_, { writes }) => {
    writes('The first half');
    return new Promise(() => {});
  });
  const question = await say('hello');
  const answered = answer(question);
  await vi.waitUntil(() => said().includes('The first half'), patience);
  await alice.deletes(question);
  const [turn] = gate.allTurns();
  if (turn) gate.withdraw(turn, 'prompt-deleted');
  expect(await answered).toBe('silent: prompt-deleted');
  await vi.waitUntil(async () => (await stores.previews.list()).length === 0, patience);
  expect(said()).toEqual([]);
});
