import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { missedBefore, positionAfterHello } from '../../src/sequence.ts';

const ID = 'abcdefghijklmnopqrstuvwxyz';
const hello = { connection_id: ID, server_version: '6.7.0' };

describe('a hello', () => {
  it('begins a stream that can be resumed', () => {
    expect(positionAfterHello(0, hello)).toEqual({ nextSeq: 1, connectionId: ID });
  });

  it('that comes late begins a stream that is not resumed', () => {
    expect(positionAfterHello(7, hello)).toEqual({ nextSeq: 8 });
  });

  it.each(['', 'short', 'A'.repeat(26), `${'a'.repeat(25)}-`, 'a'.repeat(27)])('with the id %j is not resumed', id => {
    expect(positionAfterHello(0, { ...hello, connection_id: id })).toEqual({ nextSeq: 1 });
  });

  it('never leads to the number 0, which Mattermost takes for no wish to resume', () => {
    fc.assert(
      fc.property(fc.nat(), seq => {
        expect(positionAfterHello(seq, hello).nextSeq).toBeGreaterThan(0);
      }),
    );
  });
});

it('counts what is missing before an event, and has less than none for one that was there', () => {
  expect(missedBefore(3, { nextSeq: 3 })).toBe(0);
  expect(missedBefore(6, { nextSeq: 3 })).toBe(3);
  expect(missedBefore(2, { nextSeq: 3 })).toBe(-1);
});
