import type { ChannelMessageUnknownSendContext } from 'openclaw/plugin-sdk/channel-outbound';
import { expect, it } from 'vitest';
import { markerProps, readMarker } from '../../../src/answers/marker.ts';
import { postAnswer } from '../../../src/answers/post-answer.ts';
import { reconcileUnknownSend } from '../../../src/answers/reconcile.ts';
import { hostCopyId } from '../../../src/answers/same-answer.ts';
import { sendAnswer } from '../../../src/answers/send-answer.ts';
import { type AccountOptions, markRunning, openAccount } from '../../support/account.ts';

async function openRunning(options: AccountOptions = {}) {
  const stage = await openAccount(options);
  markRunning(stage.account);
  /** Asks, as OpenClaw does after a crash, what became of the delivery `q1` of a text. */
  const reconcile = (text: string, more: object = {}) => {
    const { cfg, ops } = stage;
    const send = { cfg, accountId: 'default', to: `channel:${ops.id}`, queueId: 'q1', enqueuedAt: Date.now() };
    return reconcileUnknownSend(
      { ...send, payloads: [{ text }], ...more } as unknown as ChannelMessageUnknownSendContext,
      50,
    );
  };
  return { ...stage, reconcile };
}

it('A message that is on the server was sent', async () => {
  const { account, answer, posts, reconcile } = await openRunning();
  const [post] = await postAnswer(account, answer('Here.', { deliveryId: 'q1' }));
  expect(await reconcile('Here.')).toMatchObject({ status: 'sent', messageId: post?.id });
  expect(posts()).toHaveLength(1);
});

it('A message that two looks do not find was not sent', async () => {
  const { posts, reconcile } = await openRunning();
  expect(await reconcile('Never sent.')).toEqual({ status: 'not_sent' });
  expect(posts()).toEqual([]);
});

it('A message that was posted from OpenClaw’s records meanwhile was sent', async () => {
  const { answer, question, posts, reconcile } = await openRunning();
  const [copy] = await sendAnswer('default', answer('A cat.', { deliveryId: hostCopyId('turn') }));
  expect(await reconcile('A cat.')).toMatchObject({ status: 'sent', messageId: copy?.id });
  expect(await reconcile('A dog.')).toEqual({ status: 'not_sent' });
  expect(await reconcile('A cat.', { threadId: question.id })).toEqual({ status: 'not_sent' });
  await sendAnswer('default', answer('Tea.', { deliveryId: 'another send' }));
  expect(await reconcile('Tea.')).toEqual({ status: 'not_sent' });
  expect(posts()).toHaveLength(2);
});

it('A message that the server was still writing at the first look was sent', async () => {
  const { account, answer, claw, ops, mattermost, posts, reconcile } = await openRunning();
  const reads = { path: `/channels/${ops.id}/posts`, by: claw };
  const empty = { status: 200, body: JSON.stringify({ order: [], posts: {} }) };
  const firstLook = mattermost.faults.answer({ ...reads, times: 1 }, empty);
  const verdict = reconcile('Late.');
  await firstLook.met;
  const secondLook = mattermost.faults.hold(reads);
  await secondLook.met;
  await postAnswer(account, answer('Late.', { deliveryId: 'q1' }));
  secondLook.lift();
  expect(await verdict).toMatchObject({ status: 'sent' });
  expect(posts()).toHaveLength(1);
});

it('A message that was posted in part is completed, and the rest answers the same posts', async () => {
  const { account, ops, claw, question, posts, reconcile } = await openRunning({ maxPostSize: 12 });
  const marker = { delivery: 'q1', answers: [question.id], part: 1, of: 2, state: 'final' } as const;
  await account.rest.posts.create({ channel_id: ops.id, message: 'one two', props: markerProps(marker) });
  expect(await reconcile('one two three four')).toMatchObject({ status: 'sent', messageId: posts()[0]?.id });
  expect(posts().map(({ message }) => message)).toEqual(['one two', 'three four']);
  expect(posts().map(post => readMarker(post, claw.id)?.answers)).toEqual([[question.id], [question.id]]);
});

it('A message whose missing parts are not known is unresolved, and nothing is posted', async () => {
  const { account, answer, posts, reconcile } = await openRunning({ maxPostSize: 12 });
  await postAnswer({ ...account, maxPostSize: 7 }, answer('one two three four', { deliveryId: 'q1' }));
  const before = posts().length;
  expect(await reconcile('one two three four')).toMatchObject({ status: 'unresolved' });
  expect(posts()).toHaveLength(before);
});

it('A message is unresolved, and OpenClaw asks again, while the channel cannot be read', async () => {
  const { mattermost, ops, posts, reconcile } = await openRunning({ rest: { maxAttempts: 1 } });
  mattermost.faults.answer({ path: `/channels/${ops.id}/posts` }, { status: 503 });
  expect(await reconcile('Perhaps.')).toMatchObject({ status: 'unresolved', retryable: true });
  expect(posts()).toEqual([]);
});

it('A message is unresolved for good when the bot may no longer read the channel', async () => {
  const { ops, claw, reconcile } = await openRunning();
  ops.remove(claw);
  expect(await reconcile('Perhaps.')).toMatchObject({ status: 'unresolved', retryable: false });
});

it('Several messages in one delivery are unresolved', async () => {
  const { reconcile } = await openRunning();
  const payloads = [{ text: 'One.' }, { text: 'Two.' }];
  expect(await reconcile('One.', { payloads })).toMatchObject({ status: 'unresolved' });
});
