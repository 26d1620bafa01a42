import { describe, expect, it } from 'vitest';
import { answerText, createDelivery } from '../../../src/answers/delivery.ts';
import type { Answer } from '../../../src/answers/post-answer.ts';

/** The delivery of a turn about two posts in a thread, and all that is heard of it. */
function open() {
  const heard: string[] = [];
  const sent: Answer[] = [];
  const delivery = createDelivery({
    place: { channelId: 'ops', rootId: 'root' },
    to: 'channel:ops',
    triggerId: 'second',
    answers: ['first', 'second'],
    send: async answer => {
      sent.push(answer);
      return ['post'];
    },
    onItsWay: { setsOut: () => void heard.push('sets out'), isNoted: () => void heard.push('is noted') },
    isRefusal: text => text === 'No turn.',
    onDelivered: () => void heard.push('delivered'),
    onError: () => void heard.push('failed'),
  });
  return { heard, sent, delivery: delivery as Required<typeof delivery> };
}

const final = { kind: 'final' } as const;

it('does not post what the host says for want of a turn', async () => {
  const { delivery, heard, sent } = open();
  const durable = delivery.durable as (payload: object, info: object) => unknown;
  const deliver = delivery.deliver as (payload: object, info: object) => unknown;
  expect(durable({ text: 'No turn.' }, final)).toBe(false);
  expect(await deliver({ text: 'No turn.' }, final)).toEqual({ visibleReplySent: false });
  expect([heard, sent]).toEqual([[], []]);
});

describe('a final answer', () => {
  it('goes through the host’s queue, with its place and the post that it answers', () => {
    const { delivery, heard, sent } = open();
    const durable = delivery.durable as (payload: object, info: object) => unknown;
    expect(durable({ text: 'Hello.' }, final)).toEqual({ to: 'channel:ops', replyToId: 'second', threadId: 'root' });
    expect(heard).toEqual(['sets out']);
    expect(sent).toEqual([]);
  });

  it('counts as delivered once the host has noted it, and not when nothing was visible', () => {
    const { delivery, heard } = open();
    const noted = delivery.onDelivered as (payload: object, info: object, result?: object) => void;
    noted({ text: 'Hello.' }, final);
    noted({ text: 'Hello.' }, final, { visibleReplySent: false });
    noted({ text: 'Working …' }, { kind: 'tool' });
    expect(heard).toEqual(['is noted', 'delivered', 'is noted', 'is noted']);
  });

  it('that fails is noted as well, so that the session goes on', () => {
    const { delivery, heard } = open();
    (delivery.onError as (error: unknown, info: object) => void)(new Error('no'), final);
    expect(heard).toEqual(['is noted', 'failed']);
  });
});

describe('what cannot be queued', () => {
  it.each([
    ['what is no final answer', { text: 'A question.' }, { kind: 'tool' }],
    ['what shows something', { text: 'Look.', mediaUrl: 'https://example.com/cat.png' }, final],
    ['what says nothing', { text: ' ' }, final],
    ['what only thinks', { text: 'Hm.', isReasoning: true }, final],
  ])('is not given to the queue: %s', (_, payload, info) => {
    const durable = open().delivery.durable as (payload: object, info: object) => unknown;
    expect(durable(payload, info)).toBe(false);
  });

  it('is posted at once, for all posts of the turn, with the addresses of what it shows', async () => {
    const { delivery, sent } = open();
    const result = await delivery.deliver({ text: 'Look.', mediaUrl: 'https://example.com/cat.png' } as never, final);
    expect(result).toMatchObject({ messageIds: ['post'], visibleReplySent: true });
    expect(sent).toMatchObject([
      { channelId: 'ops', rootId: 'root', text: 'Look.\nhttps://example.com/cat.png', answers: ['first', 'second'] },
    ]);
  });

  it('answers nothing when it is the host’s own word about a restart', async () => {
    const { delivery, sent } = open();
    await delivery.deliver({ text: 'My session in this room ended during restart recovery. Use /new.' }, final);
    expect(sent).toMatchObject([{ answers: [] }]);
  });

  it('is not posted when it has no words, or only thinks', async () => {
    const { delivery, sent } = open();
    expect(await delivery.deliver({ text: '' } as never, final)).toEqual({ visibleReplySent: false });
    expect(await delivery.deliver({ text: 'Hm.', isReasoning: true } as never, final)).toEqual({
      visibleReplySent: false,
    });
    expect(sent).toEqual([]);
  });
});

describe('the words of an answer', () => {
  it('have no addresses of files on the gateway', () => {
    expect(answerText({ text: ' Look. ', mediaUrls: ['/tmp/secret.png', 'http://example.com/a'] })).toBe(
      'Look.\nhttp://example.com/a',
    );
  });
});
