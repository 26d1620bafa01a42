import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findTurn, type TranscriptEntry, toEntry, turnsAnsweredBy } from '../../../src/host/transcript.ts';

const user = (turn: string | undefined): TranscriptEntry => ({ role: 'user', turn, messageId: turn });
const answer = (text: string): TranscriptEntry => ({ role: 'assistant', text, isFinal: true });
/** What the model writes before it calls a tool. */
const remark = (text: string): TranscriptEntry => ({ role: 'assistant', text, isFinal: false });

describe('findTurn', () => {
  it('A turn that the transcript does not contain is absent', () => {
    expect(findTurn([user('a'), answer('A.')], 'b')).toEqual({ state: 'absent' });
  });

  it('A turn is answered by the last final text before the next message', () => {
    const entries = [user('a'), answer('A.'), answer('More of A.'), user('b'), answer('B.')];
    expect(findTurn(entries, 'a')).toEqual({ state: 'answered', text: 'More of A.', joined: [] });
    expect(findTurn(entries, 'b')).toEqual({ state: 'answered', text: 'B.', joined: [] });
  });

  it('A turn is not answered by text before a tool call; an empty end is an answer without words', () => {
    expect(findTurn([user('a'), remark('Let me look.')], 'a')).toEqual({ state: 'unanswered', isFollowed: false });
    expect(findTurn([user('a'), answer('')], 'a')).toEqual({ state: 'answered', text: '', joined: [] });
    expect(findTurn([user('a'), answer('Yes.'), answer('')], 'a')).toMatchObject({ text: 'Yes.' });
  });

  it('A turn is not answered by the answer to the next message', () => {
    expect(findTurn([user('a'), remark('Hm.'), user('b'), answer('B.')], 'a')).toEqual({
      ...{ state: 'unanswered', isFollowed: true },
    });
  });

  it('A turn that was put together with later ones is answered with them', () => {
    const entries = [user('a'), remark('Let me look.'), user('b'), user('c'), answer('All three.'), user('d')];
    const mates = new Set(['a', 'b', 'c']);
    expect(findTurn(entries, 'a', mates)).toEqual({ state: 'answered', text: 'All three.', joined: ['b', 'c'] });
    expect(findTurn(entries, 'c', mates)).toEqual({ state: 'answered', text: 'All three.', joined: [] });
  });

  it('A turn that has its own answer is not answered again with a turn that was put into it later', () => {
    const entries = [user('a'), answer('A.'), user('b'), answer('B.')];
    expect(findTurn(entries, 'a', new Set(['a', 'b']))).toEqual({ state: 'answered', text: 'A.', joined: [] });
  });

  it('A turn that was dispatched twice is found where it was dispatched last', () => {
    const entries = [user('a'), answer('Before.'), user('b'), user('a'), answer('After.')];
    expect(findTurn(entries, 'a')).toEqual({ state: 'answered', text: 'After.', joined: [] });
  });

  it('A message of OpenClaw’s own ends the search for an answer', () => {
    expect(findTurn([user('a'), user(undefined), answer('Something else.')], 'a')).toEqual({
      ...{ state: 'unanswered', isFollowed: true },
    });
  });
});

describe('turnsAnsweredBy', () => {
  const names = new Set(['a', 'b', 'c']);

  it('An answer is for all messages before it that have no earlier answer', () => {
    const entries = [user('a'), answer('A.'), user('b'), user('c'), answer('Both.')];
    expect(turnsAnsweredBy(entries, 'A.', names, new Set())).toEqual(['a']);
    expect(turnsAnsweredBy(entries, 'Both.', names, new Set(['a']))).toEqual(['b', 'c']);
  });

  it('An answer with OpenClaw’s prefix, or without the tags that it removed, is found all the same', () => {
    const entries = [user('a'), answer('Here it is.'), user('b'), answer('[[reply]] That.')];
    expect(turnsAnsweredBy(entries, '[claw] Here it is.', names, new Set())).toEqual(['a']);
    expect(turnsAnsweredBy(entries, 'That.', names, new Set(['a']))).toEqual(['b']);
  });

  it('An answer is not for messages that came after it', () => {
    const entries = [user('a'), answer('A.'), user('b')];
    expect(turnsAnsweredBy(entries, 'A.', names, new Set())).toEqual(['a']);
  });

  it('An answer is not for turns that are not open in the session', () => {
    const entries = [user('other'), user('a'), answer('A.')];
    expect(turnsAnsweredBy(entries, 'A.', names, new Set())).toEqual(['a']);
  });

  it('A remark before a tool call is not taken for the answer, even when it has the same text', () => {
    const entries = [user('a'), remark('Done.'), user('b'), answer('Done.')];
    expect(turnsAnsweredBy(entries, 'Done.', names, new Set())).toEqual(['a', 'b']);
  });

  it('No turn is named twice, and none that has an answer already', () => {
    const entry = fc.oneof(
      fc.constantFrom('a', 'b', 'c').map(user),
      fc.constantFrom('A.', 'B.').map(answer),
      fc.constantFrom('A.', 'B.').map(remark),
    );
    const served = fc.subarray(['a', 'b', 'c']);
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 12 }), served, (entries, done) => {
        const found = turnsAnsweredBy(entries, 'A.', names, new Set(done));
        expect(new Set(found).size).toBe(found.length);
        expect(found.filter(name => done.includes(name))).toEqual([]);
      }),
    );
  });
});

describe('toEntry', () => {
  it('A message that is neither a user’s nor the model’s is left out', () => {
    expect(toEntry({ role: 'toolResult', content: 'A cat.' })).toEqual([]);
    expect(toEntry(undefined)).toEqual([]);
  });

  it('A text that is not in parts is read as it is', () => {
    expect(toEntry({ role: 'assistant', content: 'A cat.', stopReason: 'stop' })).toEqual([answer('A cat.')]);
    expect(toEntry({ role: 'assistant', stopReason: 'error' })).toEqual([remark('')]);
  });
});
