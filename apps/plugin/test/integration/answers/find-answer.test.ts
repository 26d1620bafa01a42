import { expect, it } from 'vitest';
import { answerStands } from '../../../src/answers/find-answer.ts';
import { markerProps } from '../../../src/answers/marker.ts';
import { postAnswer } from '../../../src/answers/post-answer.ts';
import type { Said } from '../../../src/host/transcript.ts';
import { openStage } from '../../support/posting.ts';

/** A search for the answer to a post of the channel, as the bot; told what its session knows. */
function searching({ rest, claw }: Pick<Awaited<ReturnType<typeof openStage>>, 'rest' | 'claw'>) {
  return (post: { id: string; channel_id: string; create_at: number }, said: readonly Said[] = []) =>
    answerStands({ rest, botId: claw.id, post, rootId: undefined, said });
}

const user = ({ create_at }: { create_at: number }, text = ''): Said => ({ role: 'user', text, timestamp: create_at });
const assistant = (text: string): Said => ({ role: 'assistant', text, timestamp: 1 });

it('finds the answer to a post, and none to another', async () => {
  const stage = await openStage();
  const stands = searching(stage);
  const other = await stage.alice.says('@claw and this?', { in: stage.ops });
  expect(await stands(stage.question)).toBe(false);
  await postAnswer(stage.poster, stage.answer('That.'));
  expect(await stands(stage.question)).toBe(true);
  expect(await stands(other)).toBe(false);
});

it('does not believe somebody else who says so', async () => {
  const stage = await openStage();
  const marker = { delivery: 'd', answers: [stage.question.id], part: 1, of: 1, state: 'final' as const };
  await stage.alice.says('It is answered.', { in: stage.ops, props: markerProps(marker) });
  expect(await searching(stage)(stage.question)).toBe(false);
});

it('knows an answer by its words where OpenClaw has not said what it answers, or named another post of the turn', async () => {
  const stage = await openStage();
  const stands = searching(stage);
  const { alice, ops, question } = stage;
  const second = await alice.says('@claw and this?', { in: ops });
  const both = [user(question), user(second), assistant('Both of\n\nthem.')];
  expect(await stands(second, both)).toBe(false);
  await postAnswer(stage.poster, stage.answer('Both of\nthem.'));
  expect(await stands(second, both)).toBe(true);
  expect(await stands(second)).toBe(false);
  const long = 'word '.repeat(5_000);
  const third = await alice.says('@claw tell me more', { in: ops });
  await postAnswer(stage.poster, { ...stage.answer(long), answers: [], deliveryId: 'long' });
  expect(await stands(third, [user(third), assistant(long)])).toBe(true);
});

it('does not take the same words for its answer that somebody else got', async () => {
  const stage = await openStage();
  const { alice, ops, question } = stage;
  const second = await alice.says('@claw and this?', { in: ops });
  await postAnswer(stage.poster, { ...stage.answer('OK.'), answers: [second.id] });
  const said = [user(question), assistant('OK.'), user(second), assistant('OK.')];
  expect(await searching(stage)(question, said)).toBe(false);
  expect(await searching(stage)(second, said)).toBe(true);
});

it('finds an answer that a resumed turn has said along with its own', async () => {
  const stage = await openStage();
  const { alice, ops, question } = stage;
  const second = await alice.says('@claw and this?', { in: ops });
  const said = [user(question), assistant('The capital is Paris.'), user(second), assistant('Four.')];
  await postAnswer(stage.poster, { ...stage.answer('Four.\nThe capital is Paris.'), answers: [second.id] });
  expect(await searching(stage)(question, said)).toBe(true);
});

it('finds an answer that followed what the agent said to the first post before it used a tool', async () => {
  const stage = await openStage();
  const { alice, ops, question } = stage;
  const steered = await alice.says('@claw and this?', { in: ops });
  const said = [user(question), assistant('Let me look.'), user(steered), assistant('Both are here.')];
  await postAnswer(stage.poster, stage.answer('Both are here.'));
  expect(await searching(stage)(steered, said)).toBe(true);
});

it('does not look into other threads, nor take what other sessions got', async () => {
  const stage = await openStage();
  const { alice, ops, question } = stage;
  const stands = searching(stage);
  const words = 'I cannot look into that system.';
  const elsewhere = await alice.says('@claw look here', { in: ops });
  const said = [user(question), assistant(words)];
  await postAnswer(stage.poster, { ...stage.answer(`${words} Ask ops.`), answers: [elsewhere.id], deliveryId: 'a' });
  await postAnswer(stage.poster, { ...stage.answer(words), rootId: elsewhere.id, answers: [], deliveryId: 'b' });
  expect(await stands(question, said)).toBe(false);
});

it('says nothing when the server cannot be asked', async () => {
  const stage = await openStage({ timeoutMs: 300 });
  stage.mattermost.faults.reset({ method: 'GET', path: /posts/, by: stage.claw });
  await expect(searching(stage)(stage.question)).rejects.toThrow();
});
