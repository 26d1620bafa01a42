import { expect, it, vi } from 'vitest';
import { readMarker } from '../../../../src/answers/marker.ts';
import { begin, openStory, patience } from '../../../support/turn-story.ts';

const edits = { method: 'PUT', path: /^\/posts\/\w+\/patch$/ };

type Story = Awaited<ReturnType<typeof openStory>>;

const noPreviewIsLeft = ({ stores }: Story) =>
  vi.waitUntil(async () => (await stores.previews.list()).length === 0, patience);

it('A preview whose answer was ready when the gateway was killed becomes the answer, and the model is not asked again', async () => {
  const story = await openStory();
  const { mattermost, say, said, posts, claw } = story;
  const before = await story.start(async (_, { writes }) => {
    writes('The first half');
    await vi.waitUntil(() => said().includes('The first half'), patience);
    return 'The first half and the second.';
  });
  const question = await say('hello');
  const last = mattermost.faults.hold(edits);
  begin(before.answer(question));
  await last.met;
  const [preview] = posts();
  const disk = before.kill();
  mattermost.faults.liftAll();
  const after = await story.start(() => 'another answer', disk);
  expect(await after.answer(question)).toBe('answered: delivered');
  await noPreviewIsLeft(story);
  expect(posts()).toMatchObject([{ id: preview?.id, message: 'The first half and the second.' }]);
  expect(posts().map(post => readMarker(post, claw.id)?.state)).toEqual(['final']);
  expect(after.host.asked).toEqual([]);
});

it('A preview that the server took without a reply is found by its marker and deleted after a kill', async () => {
  const story = await openStory();
  const { mattermost, say, said, creations } = story;
  const before = await story.start(async (_, { writes }) => {
    writes('The first half');
    return new Promise(() => {});
  });
  const question = await say('hello');
  mattermost.faults.holdAnswer({ ...creations, times: 1 });
  begin(before.answer(question));
  await vi.waitUntil(() => said().includes('The first half'), patience);
  expect(await story.stores.previews.list()).toMatchObject([{ postId: undefined }]);
  const disk = before.kill();
  const after = await story.start(() => 'The whole answer.', disk);
  expect(await after.answer(question)).toBe('answered: delivered');
  await noPreviewIsLeft(story);
  expect(said()).toEqual(['The whole answer.']);
});

it('A preview that was left is deleted even when its question is not answered any more', async () => {
  const story = await openStory();
  const { say, said } = story;
  const before = await story.start(async (_, { writes }) => {
    writes('The first half');
    return new Promise(() => {});
  });
  begin(before.answer(await say('hello')));
  await vi.waitUntil(async () => (await story.stores.previews.list())[0]?.postId !== undefined, patience);
  const disk = before.kill();
  await story.start(() => 'unused', disk);
  await noPreviewIsLeft(story);
  expect(said()).toEqual([]);
});

it('A preview whose turn goes on is not deleted when the account alone is restarted', async () => {
  const story = await openStory();
  const { say, said, posts } = story;
  const goOn = Promise.withResolvers<void>();
  const before = await story.start(async (_, { writes }) => {
    writes('The first half');
    await goOn.promise;
    return 'The first half and the second.';
  });
  const question = await say('hello');
  begin(before.answer(question));
  await vi.waitUntil(() => said().includes('The first half'), patience);
  const [preview] = posts();
  const after = await before.stop()();
  const answered = after.answer(question);
  goOn.resolve();
  expect(await answered).toBe('answered: delivered');
  await noPreviewIsLeft(story);
  expect(posts()).toMatchObject([{ id: preview?.id, message: 'The first half and the second.' }]);
});
