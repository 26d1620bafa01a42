import { describe, expect, it } from 'vitest';
import { readMarker } from '../../../src/answers/marker.ts';
import { sendText } from '../../../src/answers/send.ts';
import { openRunningAccount } from '../../support/posting.ts';

describe('a text that the host wants sent', () => {
  it('goes to the channel that it is for, and the host learns which post it became', async () => {
    const { cfg, ops, said, timesSaid } = await openRunningAccount();
    const sent = await sendText({ cfg, to: `channel:${ops.id}`, text: 'Hello.' });
    expect(said()).toMatchObject([{ id: sent.messageId, message: 'Hello.', root_id: '' }]);
    expect(sent.channelId).toBe(ops.id);
    expect(timesSaid()).toBe(1);
  });

  it('goes to a person’s direct channel, which is made when there is none', async () => {
    const { cfg, mattermost, alice, claw } = await openRunningAccount();
    await sendText({ cfg, to: `user:${alice.id}`, text: 'Psst.' });
    expect(mattermost.posts(mattermost.directChannel(alice, claw))).toMatchObject([{ message: 'Psst.' }]);
  });

  it('makes the bot a part of the thread into which it goes', async () => {
    const { cfg, ops, question, said, participation } = await openRunningAccount();
    await sendText({ cfg, to: `channel:${ops.id}`, threadId: question.id, text: 'In here.' });
    expect(said()).toMatchObject([{ root_id: question.id }]);
    expect(participation.lastAnswerAt(question.id, Date.now())).toBeDefined();
  });

  it('names the post that it answers, and the queued ones when the host names none', async () => {
    const { cfg, ops, question, claw, owed, said } = await openRunningAccount();
    const place = { channelId: ops.id, rootId: undefined };
    owed.taken([question.id], place, 1);
    owed.putOff(['queued'], place, 2);
    const to = `channel:${ops.id}`;
    await sendText({ cfg, to, text: 'The answer.', replyToId: question.id });
    owed.ended(question.id, place);
    owed.taken(['queued'], place, 3);
    await sendText({ cfg, to, text: 'The next one.' });
    expect(said().map(post => readMarker(post, claw.id)?.answers)).toEqual([[question.id], ['queued']]);
    expect(owed.isAnswered('queued')).toBe(true);
  });

  it('answers nothing when it is the host’s own word about a restart', async () => {
    const { cfg, ops, question, claw, owed, said } = await openRunningAccount();
    owed.taken([question.id], { channelId: ops.id, rootId: undefined }, 1);
    const text = "I couldn't continue this session after a gateway restart. Your transcript is safe.";
    await sendText({ cfg, to: `channel:${ops.id}`, text });
    expect(said().map(post => readMarker(post, claw.id)?.answers)).toEqual([[]]);
    expect(owed.isAnswered(question.id)).toBe(false);
  });

  it('is one post however often the host repeats the delivery', async () => {
    const { cfg, ops, said } = await openRunningAccount();
    const message = { cfg, to: `channel:${ops.id}`, text: 'Once.', deliveryQueueId: 'q1' };
    const [first, second] = [await sendText(message), await sendText(message)];
    expect(second.messageId).toBe(first.messageId);
    expect(said()).toHaveLength(1);
  });

  it('is a post of its own for each part of a delivery', async () => {
    const { cfg, ops, said } = await openRunningAccount();
    const message = { cfg, to: `channel:${ops.id}`, deliveryQueueId: 'q1' };
    await sendText({ ...message, text: 'One.', deliveryPartIndex: 0 });
    await sendText({ ...message, text: 'Two.', deliveryPartIndex: 1 });
    expect(said().map(({ message: text }) => text)).toEqual(['One.', 'Two.']);
  });

  it('tells the host right before it can become visible', async () => {
    const { cfg, ops, said } = await openRunningAccount();
    let saidBefore = -1;
    const onPlatformSendDispatch = async () => {
      saidBefore = said().length;
    };
    await sendText({ cfg, to: `channel:${ops.id}`, text: 'Now.', onPlatformSendDispatch });
    expect(saidBefore).toBe(0);
  });

  it('is refused when there is nothing to say, or nobody to say it to', async () => {
    const { cfg, ops } = await openRunningAccount();
    await expect(sendText({ cfg, to: `channel:${ops.id}`, text: '' })).rejects.toThrow('the text is empty');
    await expect(sendText({ cfg, to: 'ops', text: 'Hello.' })).rejects.toThrow('"ops" is no target');
  });

  it('leaves the post unanswered that it was for when it cannot be posted', async () => {
    const { cfg, ops, owed, mattermost, creations } = await openRunningAccount();
    const place = { channelId: ops.id, rootId: undefined };
    owed.putOff(['queued'], place, 1);
    owed.taken(['queued'], place, 2);
    mattermost.faults.answer(creations, { status: 403 });
    await expect(sendText({ cfg, to: `channel:${ops.id}`, text: 'No.' })).rejects.toThrow();
    expect(owed.isAnswered('queued')).toBe(false);
  });
});
