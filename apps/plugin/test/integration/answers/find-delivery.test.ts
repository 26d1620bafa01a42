import { expect, it } from 'vitest';
import { findDelivery } from '../../../src/answers/find-delivery.ts';
import { markerProps } from '../../../src/answers/marker.ts';
import { postAnswer } from '../../../src/answers/post-answer.ts';
import { deliveryId, openStage } from '../../support/posting.ts';

type Stage = Awaited<ReturnType<typeof openStage>>;

const look = ({ rest, claw, ops }: Stage, sinceMs = Date.now()) =>
  findDelivery(rest, { botId: claw.id, channelId: ops.id, deliveryId, sinceMs });

it('finds every part of a delivery by its number, and no other answer', async () => {
  const stage = await openStage();
  const short = { ...stage.poster, maxPostSize: 8 };
  await postAnswer(short, stage.answer('one two three'));
  await postAnswer(short, stage.answer('another', { deliveryId: 'another' }));
  const parts = await look(stage);
  expect([...parts].map(([part, { message }]) => [part, message]).sort()).toEqual([
    [1, 'one two'],
    [2, 'three'],
  ]);
});

it('does not believe the marker of somebody else', async () => {
  const stage = await openStage();
  const props = markerProps({ delivery: deliveryId, answers: [], part: 1, of: 1, state: 'final' });
  await stage.alice.says('I am the answer', { in: stage.ops, props });
  expect(await look(stage)).toEqual(new Map());
});

it('looks no further back than the delivery can be old, whatever stands before', async () => {
  const stage = await openStage();
  const long = Array.from({ length: 500 }, (_, index) => ({
    ...{ by: stage.alice, message: `old ${index}`, at: 1_000_000_000_000 + index },
  }));
  stage.ops.addHistory(long);
  const before = stage.mattermost.requests.length;
  expect(await look(stage)).toEqual(new Map());
  expect(stage.mattermost.requests.length - before).toBeLessThanOrEqual(2);
});
