import { expect, it } from 'vitest';
import { findDelivery, findPosted } from '../../../src/answers/find-posted.ts';
import { markerProps } from '../../../src/answers/marker.ts';
import { postAnswer } from '../../../src/answers/post-answer.ts';
import { openAccount } from '../../support/account.ts';

type Stage = Awaited<ReturnType<typeof openAccount>>;

/** Everything that the bot has posted in the channel since alice's question. */
const find = async ({ account, ops, question }: Stage) =>
  (await findPosted(account, { channelId: ops.id, since: question.create_at })).deliveries;

it('A delivery is found with the posts that it answers and each of its parts', async () => {
  const stage = await openAccount({ maxPostSize: 8 });
  const { account, answer, question } = stage;
  const [first, second] = await postAnswer(account, answer('one two three'));
  await postAnswer(account, answer('another', { deliveryId: 'another', answers: [] }));
  const byId = new Map((await find(stage)).map(found => [found.deliveryId, found]));
  expect(byId.get('delivery')).toMatchObject({ answers: [question.id], of: 2, isWhole: true });
  expect(byId.get('delivery')?.parts.get(1)?.id).toBe(first?.id);
  expect(byId.get('delivery')?.parts.get(2)?.id).toBe(second?.id);
  expect(byId.get('another')).toMatchObject({ answers: [], of: 1, isWhole: true });
});

it('A delivery of which a part is missing is not whole', async () => {
  const stage = await openAccount({ maxPostSize: 8 });
  const posts = await postAnswer(stage.account, stage.answer('one two three'));
  await stage.account.rest.posts.delete(posts[1]?.id ?? '');
  expect(await find(stage)).toMatchObject([{ deliveryId: 'delivery', of: 2, isWhole: false }]);
});

it('A preview is not an answer', async () => {
  const stage = await openAccount();
  const marker = { delivery: 'd', answers: [stage.question.id], part: 1, of: 1, state: 'preview' } as const;
  await stage.account.rest.posts.create({ channel_id: stage.ops.id, message: 'It is', props: markerProps(marker) });
  expect(await find(stage)).toEqual([]);
});

it('A post of the bot without a marker is found apart', async () => {
  const { account, ops, question } = await openAccount();
  await account.rest.posts.create({ channel_id: ops.id, message: 'By hand.' });
  const { deliveries, unmarked } = await findPosted(account, { channelId: ops.id, since: question.create_at });
  expect([deliveries, unmarked.map(({ message }) => message)]).toEqual([[], ['By hand.']]);
});

it('The marker of another author is not believed', async () => {
  const stage = await openAccount();
  const marker = { delivery: 'd', answers: [stage.question.id], part: 1, of: 1, state: 'final' } as const;
  await stage.alice.says('It is answered.', { in: stage.ops, props: markerProps(marker) });
  expect(await find(stage)).toEqual([]);
});

it('An answer in a thread is found in its channel', async () => {
  const stage = await openAccount();
  await postAnswer(stage.account, stage.answer('Here.', { rootId: stage.question.id }));
  expect(await find(stage)).toMatchObject([{ deliveryId: 'delivery' }]);
});

it('One delivery is found by its id, and no other', async () => {
  const { account, ops, answer } = await openAccount({ maxPostSize: 8 });
  await postAnswer(account, answer('one two three'));
  await postAnswer(account, answer('another', { deliveryId: 'another' }));
  const search = { channelId: ops.id, startedAt: Date.now() };
  const parts = await findDelivery(account, { ...search, deliveryId: 'delivery' });
  expect([...parts].map(([part, { message }]) => [part, message]).sort()).toEqual([
    [1, 'one two'],
    [2, 'three'],
  ]);
  expect(await findDelivery(account, { ...search, deliveryId: 'unknown' })).toEqual(new Map());
});

it('A search reads no further back than it must', async () => {
  const stage = await openAccount();
  const old = Array.from({ length: 500 }, (_, index) => ({
    by: stage.alice,
    message: `old ${index}`,
    at: 1e12 + index,
  }));
  stage.ops.addHistory(old);
  const before = stage.mattermost.requests.length;
  expect(await find(stage)).toEqual([]);
  expect(stage.mattermost.requests.length - before).toBeLessThanOrEqual(2);
});

it('A delivery is found although the clocks of server and gateway differ by some minutes', async () => {
  const { account, ops, answer } = await openAccount();
  await postAnswer(account, answer('Early.'));
  const search = { channelId: ops.id, deliveryId: 'delivery', startedAt: Date.now() + 9 * 60_000 };
  expect((await findDelivery(account, search)).size).toBe(1);
});

it('A search fails when the server cannot be read, which is not the same as finding nothing', async () => {
  const stage = await openAccount({ rest: { maxAttempts: 1 } });
  stage.mattermost.faults.answer({ method: 'GET', path: /posts/, by: stage.claw }, { status: 503 });
  await expect(find(stage)).rejects.toThrow();
});
