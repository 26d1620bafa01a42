import { describe, expect, it } from 'vitest';
import { type InboundPost, notAQuestion, peerKind } from '../../../src/inbound/facts.ts';

const post = (over: Partial<InboundPost>): InboundPost => ({
  id: 'p',
  create_at: 1,
  user_id: 'alice',
  channel_id: 'c',
  root_id: '',
  message: 'hello',
  type: '',
  props: {},
  ...over,
});

describe('notAQuestion', () => {
  it.each([
    ['own', post({ user_id: 'bot' })],
    ['system', post({ type: 'system_add_to_channel' })],
    ['webhook', post({ props: { from_webhook: 'true' } })],
  ] as const)('sorts out what is %s', (why, it) => {
    expect(notAQuestion(it, 'bot')).toBe(why);
  });

  it('lets a person’s words through, a /me among them', () => {
    expect(notAQuestion(post({}), 'bot')).toBeUndefined();
    expect(notAQuestion(post({ type: 'me' }), 'bot')).toBeUndefined();
  });
});

describe('peerKind', () => {
  it.each([
    ['D', 'direct'],
    ['G', 'group'],
    ['P', 'group'],
    ['O', 'channel'],
  ])('of a channel of type %s is %s', (type, kind) => {
    expect(peerKind(type)).toBe(kind);
  });
});
