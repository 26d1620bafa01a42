import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countMissing, positionAfterHello } from '../../src/sequence.ts';

const connectionId = 'abcdefghijklmnopqrstuvwxyz';
const hello = { connection_id: connectionId, server_version: '6.7.0' };

it('A hello begins a stream that can be resumed', () => {
  expect(positionAfterHello(0, hello)).toEqual({ nextSeq: 1, connectionId });
});

it('A hello with a number above 0 begins a stream that is not resumed', () => {
  expect(positionAfterHello(7, hello)).toEqual({ nextSeq: 8 });
});

it.each(['', 'short', 'A'.repeat(26), `${'a'.repeat(25)}-`, 'a'.repeat(27)])(
  'A stream with the id %j is not resumed, because Mattermost would drop the connection',
  id => {
    expect(positionAfterHello(0, { ...hello, connection_id: id })).toEqual({ nextSeq: 1 });
  },
);

it('The number to resume from is never 0, which Mattermost reads as no wish to resume', () => {
  fc.assert(
    fc.property(fc.nat(), seq => {
      expect(positionAfterHello(seq, hello).nextSeq).toBeGreaterThan(0);
    }),
  );
});

it('The number of missing events is counted, and is negative for an event that was there before', () => {
  expect(countMissing(3, { nextSeq: 3 })).toBe(0);
  expect(countMissing(6, { nextSeq: 3 })).toBe(3);
  expect(countMissing(2, { nextSeq: 3 })).toBe(-1);
});
