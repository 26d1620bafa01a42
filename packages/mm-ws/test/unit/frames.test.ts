import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFrame } from '../../src/frames.ts';
import recorded from '../fixtures/frames.json' with { type: 'json' };

const event = (name: string, data: unknown, rest: object = { seq: 1 }): string =>
  JSON.stringify({ event: name, data, ...rest });

describe.each(Object.entries(recorded.frames))('what Mattermost %s sent', (_, frames) => {
  it.each(frames.map(frame => ({ name: 'event' in frame ? frame.event : frame.status, frame })))(
    'is understood: $name',
    ({ frame }) => {
      const parsed = parseFrame(JSON.stringify(frame));
      if ('event' in frame && frame.event === 'open_dialog') {
        expect(parsed).toMatchObject({ kind: 'event', event: { known: false, data: frame.data } });
      } else if ('event' in frame) {
        expect(parsed).toMatchObject({ kind: 'event', event: { known: true, event: frame.event, seq: frame.seq } });
        expect(parsed).not.toHaveProperty('unreadField');
      } else {
        expect(parsed).toMatchObject({
          kind: 'reply',
          reply: { ok: frame.status === 'OK', seqReply: frame.seq_reply },
        });
      }
    },
  );
});

describe('an event', () => {
  it('has the JSON in its strings turned into objects', () => {
    const data = { post: '{"id":"p","message":"hi"}', mentions: '["a","b"]', channel_type: 'D' };
    expect(parseFrame(event('posted', data))).toMatchObject({
      event: { known: true, data: { post: { id: 'p', message: 'hi' }, mentions: ['a', 'b'], channel_type: 'D' } },
    });
  });

  it('needs no mentions', () => {
    const parsed = parseFrame(event('posted', { post: '{}' }));
    expect(parsed).toMatchObject({ event: { known: true } });
    expect(parsed).not.toHaveProperty('event.data.mentions');
  });

  it('may carry an object where other servers send a string', () => {
    expect(parseFrame(event('user_updated', { user: { id: 'u' } }))).toMatchObject({
      event: { known: true, data: { user: { id: 'u' } } },
    });
  });

  it.each([
    { post: '{' },
    { post: '[]' },
    { post: 'null' },
    { post: 3 },
    {},
    { post: '{}', mentions: '[1]' },
    { post: '{}', mentions: '{}' },
  ])('that breaks its own shape is left as it came: %j', data => {
    const parsed = parseFrame(event('posted', data));
    expect(parsed).toMatchObject({ kind: 'event', event: { known: false, event: 'posted', data } });
    expect(parsed).toHaveProperty('unreadField');
  });

  it('of a name that objects have by birth is unknown', () => {
    for (const name of ['__proto__', 'constructor', 'toString']) {
      expect(parseFrame(event(name, {}))).toMatchObject({ event: { known: false, event: name } });
    }
  });

  it('without data or broadcast has empty ones', () => {
    expect(parseFrame('{"event":"typing","seq":2}')).toMatchObject({
      event: { data: {}, broadcast: { omit_users: null, user_id: '', channel_id: '', team_id: '' } },
    });
  });

  it.each([{}, { seq: '1' }, { seq: 1.5 }, { seq: null }])('without a number is unreadable: %j', rest => {
    expect(parseFrame(event('posted', {}, rest))).toMatchObject({ kind: 'unreadable' });
  });
});

it("leaves a refusal's text out, because 5.37 puts the token into it", () => {
  const error = {
    id: 'api.context.invalid_token.error',
    message: 'Invalid session token=secret, err=',
    status_code: 401,
  };
  const parsed = parseFrame(JSON.stringify({ status: 'FAIL', seq_reply: 2, error }));
  expect(parsed).toEqual({
    kind: 'reply',
    reply: { ok: false, seqReply: 2, data: {}, errorId: 'api.context.invalid_token.error', errorStatus: 401 },
  });
});

it('never throws, whatever comes in', () => {
  const frame = fc.record(
    {
      event: fc.constantFrom('hello', 'posted', 'x'),
      data: fc.jsonValue(),
      broadcast: fc.jsonValue(),
      seq: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );
  const reply = fc.record({
    status: fc.string(),
    seq_reply: fc.jsonValue(),
    error: fc.jsonValue(),
    data: fc.jsonValue(),
  });
  const texts = fc.oneof(
    fc.string(),
    fc.json(),
    frame.map(value => JSON.stringify(value)),
    reply.map(value => JSON.stringify(value)),
  );
  fc.assert(
    fc.property(texts, text => {
      expect(['event', 'reply', 'unreadable']).toContain(parseFrame(text).kind);
    }),
  );
});
