import { expect, it, vi } from 'vitest';
import { readMarker } from '../../../../src/answers/marker.ts';
import { openStory, patience } from '../../../support/turn-story.ts';

it('A preview appears with the first words, grows, and becomes the answer', async () => {
  const { posts, claw, say, said, start } = await openStory();
  const [half, whole] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const { answer } = await start(async (_, { writes }) => {
    writes('One');
    await half.promise;
    writes('One, two');
    await whole.promise;
    writes('One, two, three.');
    return 'One, two, three.';
  });
  const question = await say('count');
  const answered = answer(question);
  await vi.waitUntil(() => said().includes('One'), patience);
  const [preview] = posts();
  expect(preview && readMarker(preview, claw.id)).toMatchObject({ state: 'preview', answers: [question.id] });
  half.resolve();
  await vi.waitUntil(() => said().includes('One, two'), patience);
  whole.resolve();
  expect(await answered).toBe('answered: delivered');
  expect(posts()).toMatchObject([{ id: preview?.id, message: 'One, two, three.' }]);
  expect(posts().map(post => readMarker(post, claw.id)?.state)).toEqual(['final']);
});
