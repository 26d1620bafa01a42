import { expect, it } from 'vitest';
import { postAnswer } from '../../../src/answers/post-answer.ts';
import { standsWhole } from '../../../src/answers/stands-whole.ts';
import { openStage } from '../../support/posting.ts';

const long = 'word '.repeat(5_000);

function looking({ rest, claw, ops, question }: Awaited<ReturnType<typeof openStage>>) {
  return (text: string, rootId?: string) =>
    standsWhole(rest, { botId: claw.id, channelId: ops.id, rootId, text, sinceMs: question.create_at });
}

it('an answer stands as a whole when all of its parts do', async () => {
  const stage = await openStage();
  const stands = looking(stage);
  expect(await stands('That.')).toBe(false);
  await postAnswer(stage.poster, stage.answer('That.'));
  expect(await stands('That.')).toBe(true);
  await postAnswer(stage.poster, stage.answer(long, { deliveryId: 'long' }));
  expect(await stands(long)).toBe(true);
});

it('an answer of which a part is missing does not stand as a whole', async () => {
  const stage = await openStage();
  const posts = await postAnswer(stage.poster, stage.answer(long));
  expect(posts).toHaveLength(2);
  await stage.rest.posts.delete(posts[1]?.id ?? '');
  expect(await looking(stage)(long)).toBe(false);
});

it('an answer belongs to its place, and is known by its words', async () => {
  const stage = await openStage();
  await postAnswer(stage.poster, stage.answer('That.', { rootId: stage.question.id }));
  await stage.alice.says('That.', { in: stage.ops });
  const stands = looking(stage);
  expect(await stands('That.')).toBe(false);
  expect(await stands('That.', stage.question.id)).toBe(true);
  expect(await stands('This.', stage.question.id)).toBe(false);
});
