import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseFrame } from '../../src/frames.ts';
import recorded from '../fixtures/frames.json' with { type: 'json' };

const event = (name: string, data: unknown, rest: object = { seq: 1 }): string =>
  JSON.stringify({ event: name, data, ...rest });

/** A post with the fields without which it is none. */
const post = { id: 'p', user_id: 'u', channel_id: 'c', message: 'hi', create_at: 1, update_at: 2 };

const recordedFrames = Object.entries(recorded.frames).flatMap(([version, frames]) =>
  frames.map(frame => ({ version, name: 'event' in frame ? frame.event : `reply ${frame.status}`, frame })),
);

it.each(recordedFrames)('The message $name recorded from Mattermost $version is understood', ({ frame }) => {
  const parsed = parseFrame(JSON.stringify(frame));
  if ('event' in frame && frame.event === 'open_dialog') {
    expect(parsed).toMatchObject({ kind: 'event', event: { known: false, data: frame.data } });
  } else if ('event' in frame) {
    expect(parsed).toMatchObject({ kind: 'event', event: { known: true, event: frame.event, seq: frame.seq } });
    expect(parsed).not.toHaveProperty('unreadField');
  } else {
    expect(parsed).toMatchObject({ kind: 'reply', reply: { ok: frame.status === 'OK', seqReply: frame.seq_reply } });
  }
});

it('The JSON in the strings of an event is turned into objects', () => {
  const data = { post: JSON.stringify(post), mentions: '["a","b"]', channel_type: 'D' };
  expect(parseFrame(event('posted', data))).toMatchObject({
    event: { known: true, data: { post, mentions: ['a', 'b'], channel_type: 'D' } },
  });
});

it('A post has every typed field, though the server left it out or sent null', () => {
  const bare = { ...post, props: null, file_ids: null, root_id: null, metadata: { files: [{ id: 'f' }], other: 1 } };
  const parsed = parseFrame(event('post_deleted', { post: JSON.stringify(bare) }));
  expect(parsed).toHaveProperty('event.data.post', {
    ...post,
    root_id: '',
    original_id: '',
    type: '',
    props: {},
    file_ids: [],
    metadata: {
      files: [
        { id: 'f', name: '', extension: '', size: 0, mime_type: '', width: 0, height: 0, has_preview_image: false },
      ],
      embeds: [],
      emojis: [],
      reactions: [],
      other: 1,
    },
    pending_post_id: '',
    is_pinned: false,
    edit_at: 0,
    delete_at: 0,
  });
});

it.each(['id', 'user_id', 'channel_id', 'message', 'create_at', 'update_at'])(
  'A post without its %s is handed out as an unknown event',
  field => {
    const data = { post: JSON.stringify({ ...post, [field]: undefined }) };
    expect(parseFrame(event('posted', data))).toMatchObject({
      kind: 'event',
      unreadField: 'post',
      event: { known: false, event: 'posted', data },
    });
  },
);

it.each([
  ['channel_updated', 'channel', { id: 'c', type: 'O' }, { header: '', last_post_at: 0, delete_at: 0 }],
  ['channel_member_updated', 'channelMember', { channel_id: 'c', user_id: 'u' }, { roles: '', scheme_admin: false }],
  ['update_team', 'team', { id: 't', name: 'lab' }, { display_name: '', type: '', delete_at: 0 }],
  ['user_updated', 'user', { id: 'u', username: 'alice' }, { is_bot: false, roles: '', delete_at: 0 }],
  ['reaction_removed', 'reaction', { user_id: 'u', post_id: 'p', emoji_name: '+1' }, { create_at: 0 }],
])('The object of %s has every typed field, and without its id it is unreadable', (name, field, object, filledIn) => {
  expect(parseFrame(event(name, { [field]: JSON.stringify(object) }))).toMatchObject({
    event: { known: true, data: { [field]: { ...object, ...filledIn } } },
  });
  for (const key of Object.keys(object)) {
    const text = JSON.stringify({ ...object, [key]: undefined });
    expect(parseFrame(event(name, { [field]: text }))).toMatchObject({ unreadField: field, event: { known: false } });
  }
});

it('The list of mentions may be left out of a posted event', () => {
  const parsed = parseFrame(event('posted', { post: JSON.stringify(post) }));
  expect(parsed).toMatchObject({ event: { known: true } });
  expect(parsed).not.toHaveProperty('event.data.mentions');
});

it('An event may carry an object where other servers send a string', () => {
  expect(parseFrame(event('user_updated', { user: { id: 'u', username: 'alice' } }))).toMatchObject({
    event: { known: true, data: { user: { id: 'u' } } },
  });
});

it.each([
  { post: '{' },
  { post: '[]' },
  { post: 'null' },
  { post: 3 },
  {},
  { post: JSON.stringify(post), mentions: '[1]' },
  { post: JSON.stringify(post), mentions: '{}' },
])('An event that breaks its own shape is left as it came: %j', data => {
  const parsed = parseFrame(event('posted', data));
  expect(parsed).toMatchObject({ kind: 'event', event: { known: false, event: 'posted', data } });
  expect(parsed).toHaveProperty('unreadField');
});

it.each(['__proto__', 'constructor', 'toString'])('An event of the name %s is unknown', name => {
  expect(parseFrame(event(name, {}))).toMatchObject({ event: { known: false, event: name } });
});

it('An event without data or broadcast has empty ones', () => {
  expect(parseFrame('{"event":"typing","seq":2}')).toMatchObject({
    event: { data: {}, broadcast: { omit_users: null, user_id: '', channel_id: '', team_id: '' } },
  });
});

it.each([{}, { seq: '1' }, { seq: 1.5 }, { seq: null }])('An event without a whole number is unreadable: %j', rest => {
  expect(parseFrame(event('posted', {}, rest))).toMatchObject({ kind: 'unreadable' });
});

it('The text of a refusal is left out, because 5.37 puts the token into it', () => {
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

it('No message makes the parser throw', () => {
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
