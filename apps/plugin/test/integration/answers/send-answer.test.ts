import { HttpError } from '@clawmost/mm-rest';
import { expect, it } from 'vitest';
import { markerProps } from '../../../src/answers/marker.ts';
import { sendAnswer } from '../../../src/answers/send-answer.ts';
import { accountOf, markRunning, openAccount } from '../../support/account.ts';

it('The text of an answer is on disk before the first request, and forgotten when all of it is posted', async () => {
  const { mattermost, account, creations, answer, question, stores, posts } = await openAccount();
  markRunning(account);
  const fault = mattermost.faults.hold(creations);
  const sending = sendAnswer('default', answer('It is a cat.'));
  await fault.met;
  expect(await stores.pendingAnswers.answersTo(question.id)).toMatchObject([
    { deliveryId: 'delivery', text: 'It is a cat.', isPosted: false },
  ]);
  fault.lift();
  expect(await sending).toMatchObject([{ message: 'It is a cat.' }]);
  expect(await stores.pendingAnswers.answersTo(question.id)).toMatchObject([{ text: '', isPosted: true }]);
  expect(posts()).toHaveLength(1);
});

it('An answer that a proxy refuses in the server’s place stays on disk', async () => {
  const { mattermost, account, creations, answer, question, stores } = await openAccount();
  markRunning(account);
  mattermost.faults.answer(creations, { status: 403 });
  await expect(sendAnswer('default', answer('No.'))).rejects.toThrow(HttpError);
  expect(await stores.pendingAnswers.answersTo(question.id)).toMatchObject([{ text: 'No.', isPosted: false }]);
});

it('An answer that Mattermost refuses for good is forgotten', async () => {
  const { account, alice, answer, question, stores } = await openAccount();
  markRunning(account);
  await alice.deletes(question);
  const sending = sendAnswer('default', answer('No.', { rootId: question.id }));
  await expect(sending).rejects.toThrow(expect.objectContaining({ code: 'thread-gone', posted: 0 }));
  expect(await stores.pendingAnswers.answersTo(question.id)).toEqual([]);
});

it('When the account is restarted while it posts an answer, its successor posts the missing parts', async () => {
  const { mattermost, account, claw, creations, answer, question, posts } = await openAccount({ maxPostSize: 8 });
  const unregister = markRunning(account);
  const firstPart = mattermost.faults.hold({ ...creations, times: 1 });
  const sending = sendAnswer('default', answer('one two three four'));
  await firstPart.met;
  const secondPart = mattermost.faults.hold(creations);
  firstPart.lift();
  await secondPart.met;
  account.stop.abort(new Error('restarted'));
  unregister();
  secondPart.lift();
  const successor = await accountOf({ baseUrl: mattermost.url, botToken: claw.token }, { maxPostSize: 8 });
  markRunning(successor);
  const all = await sending;
  expect(all.map(({ message }) => message)).toEqual(['one two', 'three', 'four']);
  expect(posts().map(({ message }) => message)).toEqual(['one two', 'three', 'four']);
  expect(await successor.stores.pendingAnswers.answersTo(question.id)).toMatchObject([{ isPosted: true }]);
});

it('An answer that an earlier process has begun is completed, and its parts are not repeated', async () => {
  const { account, ops, question, answer, posts } = await openAccount({ maxPostSize: 8 });
  markRunning(account);
  const begunAt = Date.now();
  const marker = { delivery: 'delivery', answers: [question.id], part: 1, of: 2, state: 'final' } as const;
  await account.rest.posts.create({ channel_id: ops.id, message: 'one two', props: markerProps(marker) });
  expect(await sendAnswer('default', answer('one two three'), begunAt)).toHaveLength(2);
  expect(posts().map(({ message }) => message)).toEqual(['one two', 'three']);
});
