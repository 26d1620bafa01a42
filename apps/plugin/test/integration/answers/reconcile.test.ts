import type { ChannelMessageUnknownSendContext } from 'openclaw/plugin-sdk/channel-outbound';
import { describe, expect, it } from 'vitest';
import { markerProps, readMarker } from '../../../src/answers/marker.ts';
import { postAnswer } from '../../../src/answers/post-answer.ts';
import { reconcileUnknownSend } from '../../../src/answers/reconcile.ts';
import { openRunningAccount } from '../../support/posting.ts';

type Stage = Awaited<ReturnType<typeof openRunningAccount>>;

/** What the host asks after a crash about the delivery `q1` of a text. */
const asks = ({ cfg, ops }: Stage, text: string, more: object = {}) =>
  reconcileUnknownSend({
    ...{ cfg, accountId: 'default', to: `channel:${ops.id}`, queueId: 'q1', enqueuedAt: Date.now() },
    payloads: [{ text }],
    ...more,
  } as unknown as ChannelMessageUnknownSendContext);

const long = 'one two three four';
const firstPart = 'one two';

describe('what became of an answer, after a crash', () => {
  it('is told from its post, which stands', async () => {
    const stage = await openRunningAccount();
    const [post] = await postAnswer(stage.poster, stage.answer('Here.', { deliveryId: 'q1' }));
    expect(await asks(stage, 'Here.')).toMatchObject({ status: 'sent', messageId: post?.id });
    expect(stage.said()).toHaveLength(1);
  });

  it('is that it was not sent, when two looks do not find it', async () => {
    const stage = await openRunningAccount();
    expect(await asks(stage, 'Never sent.')).toEqual({ status: 'not_sent' });
    expect(stage.said()).toEqual([]);
  });

  it('is completed where a part of it stands; the rest answers the same posts', async () => {
    const stage = await openRunningAccount({ maxPostSize: 12 });
    const { rest, ops, claw, question, said } = stage;
    const marker = { delivery: 'q1', answers: [question.id], part: 1, of: 2, state: 'final' } as const;
    await rest.posts.create({ channel_id: ops.id, message: firstPart, props: markerProps(marker) });
    expect(await asks(stage, long)).toMatchObject({ status: 'sent', messageId: said()[0]?.id });
    expect(said().map(({ message }) => message)).toEqual([firstPart, 'three four']);
    expect(said().map(post => readMarker(post, claw.id)?.answers)).toEqual([[question.id], [question.id]]);
  });

  it('is open where the rest cannot be told from the part that stands, and nothing is posted', async () => {
    const stage = await openRunningAccount({ maxPostSize: 12 });
    await postAnswer({ ...stage.poster, maxPostSize: 7 }, stage.answer(long, { deliveryId: 'q1' }));
    const before = stage.said().length;
    expect(await asks(stage, long)).toMatchObject({ status: 'unresolved' });
    expect(stage.said()).toHaveLength(before);
  });

  it('is open while the channel cannot be read, and worth asking again', async () => {
    const stage = await openRunningAccount({ maxAttempts: 1 });
    stage.mattermost.faults.answer({ path: `/channels/${stage.ops.id}/posts` }, { status: 503 });
    expect(await asks(stage, 'Perhaps.')).toMatchObject({ status: 'unresolved', retryable: true });
    expect(stage.said()).toEqual([]);
  });

  it('is open for ever where the bot may not read any more', async () => {
    const stage = await openRunningAccount();
    stage.ops.remove(stage.claw);
    expect(await asks(stage, 'Perhaps.')).toMatchObject({ status: 'unresolved', retryable: false });
  });

  it('is open for several answers at once', async () => {
    const stage = await openRunningAccount();
    expect(await asks(stage, 'One.', { payloads: [{ text: 'One.' }, { text: 'Two.' }] })).toMatchObject({
      status: 'unresolved',
    });
  });
});
