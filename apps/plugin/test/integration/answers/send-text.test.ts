import { expect, it } from 'vitest';
import { readMarker } from '../../../src/answers/marker.ts';
import { hostCopyId } from '../../../src/answers/same-answer.ts';
import { sendAnswer } from '../../../src/answers/send-answer.ts';
import { expectAnswer, sendText } from '../../../src/answers/send-text.ts';
import { markRunning, openAccount } from '../../support/account.ts';

async function openRunning() {
  const stage = await openAccount();
  markRunning(stage.account);
  const { claw, posts } = stage;
  return { ...stage, answered: () => posts().map(post => readMarker(post, claw.id)?.answers) };
}

it('A text goes to the channel that it is for, and OpenClaw gets the id of its post', async () => {
  const { cfg, ops, posts, account } = await openRunning();
  const sent = await sendText({ cfg, to: `channel:${ops.id}`, text: 'Hello.' });
  expect(posts()).toMatchObject([{ id: sent.messageId, message: 'Hello.', root_id: '' }]);
  expect(sent.channelId).toBe(ops.id);
  expect(account.noted.posts).toBe(1);
});

it('A text for a person goes to their direct channel, which the server creates if there is none', async () => {
  const { cfg, mattermost, alice, claw } = await openRunning();
  await sendText({ cfg, to: `user:${alice.id}`, text: 'Psst.' });
  expect(mattermost.posts(mattermost.directChannel(alice, claw))).toMatchObject([{ message: 'Psst.' }]);
});

it('A text in a thread makes the bot part of the thread', async () => {
  const { cfg, ops, question, posts, stores } = await openRunning();
  await sendText({ cfg, to: `channel:${ops.id}`, threadId: question.id, text: 'In here.' });
  expect(posts()).toMatchObject([{ root_id: question.id }]);
  expect(await stores.participation.lastAnswerAt(question.id, Date.now() + 60_000)).toBeDefined();
});

it('A text that a client sent through the gateway may notify a whole channel, and one of the agent does not', async () => {
  const { cfg, ops, posts } = await openRunning();
  const to = `channel:${ops.id}`;
  await sendText({ cfg, to, text: 'Lunch, @channel!', gatewayClientScopes: ['operator.write'] });
  await sendText({ cfg, to, text: 'Lunch, @channel!' });
  expect(posts().map(({ message }) => message)).toEqual(['Lunch, @channel!', 'Lunch, @\u200Bchannel!']);
});

it('A text goes into the thread that a reply names, when somebody asked for it', async () => {
  const { cfg, alice, ops, question, posts } = await openRunning();
  const reply = await alice.says('More of it.', { in: ops, thread: question });
  const to = `channel:${ops.id}`;
  await sendText({ cfg, to, threadId: reply.id, text: 'By its thread.' });
  await sendText({ cfg, to, replyToId: reply.id, replyToIdSource: 'explicit', text: 'By a reply.' });
  await sendText({ cfg, to, replyToId: reply.id, replyToIdSource: 'implicit', text: 'In the channel.' });
  expect(posts().map(({ message, root_id }) => [message, root_id])).toEqual([
    ['By its thread.', question.id],
    ['By a reply.', question.id],
    ['In the channel.', ''],
  ]);
});

it('A text for one channel is not posted into a thread of another', async () => {
  const { cfg, alice, claw, team, question, ops, posts } = await openRunning();
  const town = team.addChannel('town', { members: [alice, claw] });
  const message = {
    cfg,
    to: `channel:${town.id}`,
    replyToId: question.id,
    replyToIdSource: 'explicit',
    text: 'No.',
  } as const;
  await expect(sendText(message)).rejects.toThrow(`send to channel:${ops.id}, or reply to another post`);
  expect(posts()).toEqual([]);
});

it('A text for a thread whose first post was deleted is refused for good', async () => {
  const { cfg, alice, ops, question, posts } = await openRunning();
  await alice.deletes(question);
  const message = { cfg, to: `channel:${ops.id}`, threadId: question.id, text: 'No.' };
  await expect(sendText(message)).rejects.toThrow('the first post of its thread was deleted');
  expect(posts()).toEqual([]);
});

it('A text of OpenClaw’s queue answers the posts of the turn that expects an answer in the place', async () => {
  const { cfg, ops, question, answered } = await openRunning();
  const turn = { accountId: 'default', channelId: ops.id, rootId: undefined, posts: ['first', 'second'], delivered: 0 };
  const inThread = { ...turn, rootId: question.id, posts: ['third'], delivered: 0 };
  const elsewhere = { ...turn, accountId: 'ops', posts: ['fourth'], delivered: 0 };
  const stopExpecting = [turn, inThread, elsewhere].map(expectAnswer);
  const to = `channel:${ops.id}`;
  await sendText({ cfg, to, text: 'For both.', deliveryQueueId: 'q1' });
  await sendText({ cfg, to, text: 'In the thread.', deliveryQueueId: 'q2', threadId: question.id });
  for (const stop of stopExpecting) stop();
  await sendText({ cfg, to, text: 'For none.', deliveryQueueId: 'q3' });
  expect(answered()).toEqual([['first', 'second'], ['third'], []]);
  expect([turn, inThread, elsewhere].map(({ delivered }) => delivered)).toEqual([1, 1, 0]);
});

it('A notice of OpenClaw, which is not in its queue, answers nothing', async () => {
  const { cfg, ops, answered } = await openRunning();
  const turn = { accountId: 'default', channelId: ops.id, rootId: undefined, posts: ['first'], delivered: 0 };
  const stopExpecting = expectAnswer(turn);
  await sendText({ cfg, to: `channel:${ops.id}`, text: 'I am continuing after a restart.' });
  stopExpecting();
  expect([answered(), turn.delivered]).toEqual([[[]], 0]);
});

it('A turn whose answer could not be posted still expects it', async () => {
  const { cfg, ops, mattermost, creations } = await openRunning();
  const turn = { accountId: 'default', channelId: ops.id, rootId: undefined, posts: ['first'], delivered: 0 };
  const stopExpecting = expectAnswer(turn);
  mattermost.faults.answer(creations, { status: 403 });
  await expect(sendText({ cfg, to: `channel:${ops.id}`, text: 'No.', deliveryQueueId: 'q1' })).rejects.toThrow();
  stopExpecting();
  expect(turn.delivered).toBe(0);
});

it('A delivery that OpenClaw repeats is one post', async () => {
  const { cfg, ops, posts } = await openRunning();
  const message = { cfg, to: `channel:${ops.id}`, text: 'Once.', deliveryQueueId: 'q1' };
  const [first, second] = [await sendText(message), await sendText(message)];
  expect(second.messageId).toBe(first.messageId);
  expect(posts()).toHaveLength(1);
});

it('Each part of a delivery is a post of its own', async () => {
  const { cfg, ops, posts } = await openRunning();
  const message = { cfg, to: `channel:${ops.id}`, deliveryQueueId: 'q1' };
  await sendText({ ...message, text: 'One.', deliveryPartIndex: 0 });
  await sendText({ ...message, text: 'Two.', deliveryPartIndex: 1 });
  expect(posts().map(({ message: text }) => text)).toEqual(['One.', 'Two.']);
});

it('OpenClaw is called right before a text can become visible', async () => {
  const { cfg, ops, posts } = await openRunning();
  const before: number[] = [];
  const onPlatformSendDispatch = async () => void before.push(posts().length);
  await sendText({ cfg, to: `channel:${ops.id}`, text: 'Now.', onPlatformSendDispatch });
  expect(before).toEqual([0]);
});

it('An empty text and a text without a usable target are refused', async () => {
  const { cfg, ops, attempts } = await openRunning();
  await expect(sendText({ cfg, to: `channel:${ops.id}`, text: '' })).rejects.toThrow('the text is empty');
  await expect(sendText({ cfg, to: 'user:ops', text: 'Hello.' })).rejects.toThrow(
    '"user:ops" is not a target, at its end',
  );
  expect(attempts()).toBe(0);
});

it('An answer that the recovery and OpenClaw’s queue both have is posted once', async () => {
  const { cfg, ops, question, posts, answered } = await openRunning();
  const copy = { channelId: ops.id, rootId: undefined, text: 'A cat.', answers: [question.id] };
  const to = `channel:${ops.id}`;
  const message = { cfg, to, text: 'A cat.', deliveryQueueId: 'q1' };
  const ours = sendAnswer('default', { ...copy, deliveryId: hostCopyId('turn') });
  const [during, afterwards] = [await sendText(message), await ours.then(() => sendText(message))];
  const [post] = await ours;
  expect([during.messageId, afterwards.messageId]).toEqual([post?.id, post?.id]);
  expect([posts().length, answered()]).toEqual([1, [[question.id]]]);
  await sendText({ ...message, deliveryQueueId: 'q2', gatewayClientScopes: ['operator.write'] });
  await sendText({ ...message, text: 'A dog.', deliveryQueueId: 'q3' });
  await sendText({ ...message, threadId: question.id, deliveryQueueId: 'q4' });
  expect(posts()).toHaveLength(4);
});

it('A message that OpenClaw’s queue sends again is not posted again', async () => {
  const { cfg, ops, posts, mattermost } = await openRunning();
  const message = { cfg, to: `channel:${ops.id}`, text: 'A cat.', deliveryQueueId: 'q1' };
  const [first, second] = [await sendText(message), await sendText(message)];
  expect([second.messageId, posts().length]).toEqual([first.messageId, 1]);
  const [post] = posts();
  if (post) await mattermost.admin.deletes(post);
  await expect(sendText(message)).rejects.toThrow('was posted and has been deleted since');
  expect(posts()).toEqual([]);
});

it('A text for an account that is disabled fails at once', async () => {
  const { cfg, ops } = await openRunning();
  const section = { ...cfg.channels?.['mattermost'], enabled: false };
  const disabled = { ...cfg, channels: { mattermost: section } };
  await expect(sendText({ cfg: disabled, to: `channel:${ops.id}`, text: 'No.' })).rejects.toThrow(
    'enabled is false: the account is off',
  );
});
