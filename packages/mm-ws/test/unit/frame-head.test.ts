import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEventName, readSeq } from '../../src/frame-head.ts';
import recorded from '../fixtures/frames.json' with { type: 'json' };
import { eventFrame } from '../helpers/frames.ts';

const bytes = (text: string): Buffer => Buffer.from(text);

describe.each(Object.entries(recorded.frames))('in what Mattermost %s sent', (_, frames) => {
  it('finds the name and the number of every event, and of nothing else', () => {
    for (const frame of frames) {
      const found = [readEventName(bytes(JSON.stringify(frame))), readSeq(bytes(JSON.stringify(frame)))];
      expect(found).toEqual('event' in frame ? [frame.event, frame.seq] : [undefined, undefined]);
    }
  });
});

it('finds them in frames with blanks and a line break, as Mattermost writes them', () => {
  const frame = bytes(eventFrame('posted', { post: '{}' }, 42));
  expect(readEventName(frame)).toBe('posted');
  expect(readSeq(frame)).toBe(42);
});

it('finds the right name, whichever came before', () => {
  const name = fc.stringMatching(/^[a-c_]{0,4}$/);
  fc.assert(
    fc.property(fc.array(name, { maxLength: 40 }), names => {
      expect(names.map(one => readEventName(bytes(eventFrame(one, {}, 1))))).toEqual(names);
    }),
  );
});

it('takes nothing that people write for a name or a number', () => {
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
])('gives up on %j', text => {
  expect(readEventName(bytes(text))).toBeUndefined();
  expect(readSeq(bytes(text))).toBeUndefined();
});

it('leaves a number that may be too large to the parser', () => {
  expect(readSeq(bytes('{"a":1,"seq":999999999999999}'))).toBe(999_999_999_999_999);
  expect(readSeq(bytes('{"a":1,"seq":1000000000000000}'))).toBeUndefined();
});
