import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ServerEvent } from '../../src/events.ts';
import { type Position, place } from '../../src/sequence.ts';

const ID = 'abcdefghijklmnopqrstuvwxyz';
const broadcast = { omit_users: null, user_id: '', channel_id: '', team_id: '' };
const hello = (seq: number, id = ID): ServerEvent => ({
  known: true,
  event: 'hello',
  data: { connection_id: id, server_version: '6.7.0' },
  broadcast,
  seq,
});
const other = (seq: number): ServerEvent => ({ known: false, event: 'custom_x', data: {}, broadcast, seq });

describe('a hello', () => {
  it('begins a stream that can be resumed', () => {
    expect(place(undefined, hello(0))).toMatchObject({ kind: 'begin', position: { nextSeq: 1, connectionId: ID } });
  });

  it('begins a new stream wherever we were, even far ahead of it', () => {
    const position = { nextSeq: 500, connectionId: 'z'.repeat(26) };
    expect(place(position, hello(0))).toMatchObject({ kind: 'begin', position: { nextSeq: 1, connectionId: ID } });
  });

  it('that comes late begins a stream that is not resumed', () => {
    expect(place(undefined, hello(7))).toEqual({ kind: 'begin', position: { nextSeq: 8 }, connectionId: ID });
  });

  it.each(['', 'short', 'A'.repeat(26), `${'a'.repeat(25)}-`, 'a'.repeat(27)])('with the id %j is not resumed', id => {
    expect(place(undefined, hello(0, id))).toMatchObject({ kind: 'begin', position: { nextSeq: 1 } });
    expect(place(undefined, hello(0, id))).not.toHaveProperty('position.connectionId');
  });
});

describe('another event', () => {
  it('is a stray before any stream has begun', () => {
    expect(place(undefined, other(1))).toEqual({ kind: 'stray' });
  });

  it('moves the position on when it is the next', () => {
    expect(place({ nextSeq: 3, connectionId: ID }, other(3))).toEqual({
      kind: 'next',
      position: { nextSeq: 4, connectionId: ID },
    });
  });

  it('shows how many are missing when it comes too early', () => {
    expect(place({ nextSeq: 3 }, other(6))).toEqual({ kind: 'jump', missed: 3, position: { nextSeq: 7 } });
  });

  it('is a repeat when we have had its number', () => {
    expect(place({ nextSeq: 3 }, other(2))).toEqual({ kind: 'repeat' });
  });
});

it('passes each number on at most once, in order, and accounts for every one that is missing', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(200), { maxLength: 100 }), seqs => {
      let position: Position = { nextSeq: 1, connectionId: ID };
      let missed = 0;
      const passed: number[] = [];
      for (const seq of seqs) {
        const step = place(position, other(seq));
        if (step.kind === 'repeat' || step.kind === 'stray') continue;
        position = step.position;
        if (step.kind === 'jump') missed += step.missed;
        passed.push(seq);
      }
      expect(passed).toEqual([...new Set(passed)].sort((a, b) => a - b));
      expect(passed.length + missed).toBe(position.nextSeq - 1);
      expect(position.connectionId).toBe(ID);
    }),
  );
});
