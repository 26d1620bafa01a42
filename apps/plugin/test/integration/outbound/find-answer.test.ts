import { expect, it } from 'vitest';
import { answerStands } from '../../../src/outbound/find-answer.ts';
import { markerProps } from '../../../src/outbound/marker.ts';
import { postAnswer } from '../../../src/outbound/post-answer.ts';
import { openStage } from './stage.ts';

it('finds the answer to a post, and none to another', async () => {
  const { alice, ops, claw, question, rest, poster, answer } = await openStage();
  const other = await alice.says('@claw and this?', { in: ops });
  expect(await answerStands(rest, claw.id, question)).toBe(false);
  await postAnswer(poster, answer('That.'));
  expect(await answerStands(rest, claw.id, question)).toBe(true);
  expect(await answerStands(rest, claw.id, other)).toBe(false);
});

it('does not believe somebody else who says so', async () => {
  const { alice, ops, claw, question, rest } = await openStage();
  const marker = { delivery: 'd', answers: [question.id], part: 1, of: 1, state: 'final' as const };
  await alice.says('It is answered.', { in: ops, props: markerProps(marker) });
  expect(await answerStands(rest, claw.id, question)).toBe(false);
});
