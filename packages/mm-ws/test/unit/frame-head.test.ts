import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readEventName, readSeq } from '../../src/frame-head.ts';
import recorded from '../fixtures/frames.json' with { type: 'json' };
import { eventFrame } from '../support/frames.ts';

const bytes = (text: string): Buffer => Buffer.from(text);

it.each(Object.entries(recorded.frames))(
  'In the messages recorded from Mattermost %s, the name and number of every event are found without parsing',
  (_, frames) => {
    for (const frame of frames) {
      const found = [readEventName(bytes(JSON.stringify(frame))), readSeq(bytes(JSON.stringify(frame)))];
      expect(found).toEqual('event' in frame ? [frame.event, frame.seq] : [undefined, undefined]);
    }
  },
);

it('The name and number are found between the blanks and before the line break that Mattermost writes', () => {
  const frame = bytes(eventFrame('posted', { post: '{}' }, 42));
  expect(readEventName(frame)).toBe('posted');
  expect(readSeq(frame)).toBe(42);
});

it('The right name is found, whichever names came before', () => {
  const name = fc.stringMatching(/^[a-c_]{0,4}$/);
  fc.assert(
    fc.property(fc.array(name, { maxLength: 40 }), names => {
      expect(names.map(one => readEventName(bytes(eventFrame(one, {}, 1))))).toEqual(names);
    }),
  );
});

it('Nothing that people write is read as a name or a number', () => {
  const tricky = fc.constantFrom(
    '","seq":7}',
    ',"seq": 7}',
    '{"event":"x"',
    '"seq":7}}',
    '\\","seq":7}',
    '\\',
    '"',
    '}',
    '\n',
    '🚀',
  );
  const text = fc.array(fc.oneof(tricky, fc.string()), { maxLength: 6 }).map(parts => parts.join(''));
  fc.assert(
    fc.property(text, text, text, fc.nat(), (name, key, value, seq) => {
      for (const frame of [
        eventFrame(name, { [key]: value }, seq),
        JSON.stringify({ event: name, data: { [key]: value }, seq }),
        JSON.stringify({ event: name, seq, [key]: value }),
        JSON.stringify({ event: name, seq, data: { seq: value } }),
        JSON.stringify({ data: { event: value, seq: 1 }, event: name, seq }),
        JSON.stringify(value),
      ]) {
        const read: unknown = JSON.parse(frame);
        const truth = typeof read === 'object' && read !== null ? (read as { event?: string; seq?: number }) : {};
        const found = { event: readEventName(bytes(frame)), seq: readSeq(bytes(frame)) };
        if (found.event !== undefined) expect(found.event).toBe(truth.event);
        if (found.event !== undefined && found.seq !== undefined) expect(found.seq).toBe(truth.seq);
      }
    }),
  );
});

it.each([
  '',
  '{',
  '}',
  '7}',
  ':7}',
  '"seq":7}',
  '{"seq":7}',
  '{"a":1,"seq":}',
  '{"a":1,"seq":-7}',
  '{"a":1,"seq":1e3}',
])('No name and no number are found in %j', text => {
  expect(readEventName(bytes(text))).toBeUndefined();
  expect(readSeq(bytes(text))).toBeUndefined();
});

it('A number that may be too large is left to the parser', () => {
  expect(readSeq(bytes('{"a":1,"seq":999999999999999}'))).toBe(999_999_999_999_999);
  expect(readSeq(bytes('{"a":1,"seq":1000000000000000}'))).toBeUndefined();
});
