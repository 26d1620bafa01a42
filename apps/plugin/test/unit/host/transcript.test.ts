import { describe, expect, it } from 'vitest';
import { answersIn, isHeard, type Said } from '../../../src/host/transcript.ts';

const user = (timestamp: number): Said => ({ role: 'user', text: `question ${timestamp}`, timestamp });
const assistant = (text: string): Said => ({ role: 'assistant', text, timestamp: 99 });
const texts = (said: Said[], writtenAt: number) => answersIn(said, writtenAt).map(({ text }) => text);

describe('what the agent has said to a post', () => {
  it('is what follows it', () => {
    const said = [user(1), assistant('one'), user(2), assistant('two'), assistant('more of two'), user(3)];
    expect([1, 2, 3, 4].map(writtenAt => texts(said, writtenAt))).toEqual([['one'], ['two', 'more of two'], [], []]);
  });

  it('may be said to several posts at once', () => {
    const said = [user(1), assistant('one'), user(2), user(3), assistant('both')];
    expect(texts(said, 2)).toEqual(['both']);
    expect(texts(said, 3)).toEqual(['both']);
  });

  it('is looked for wherever the post was handed over', () => {
    expect(texts([user(1), assistant('once'), user(2), user(1), assistant('again')], 1)).toEqual(['once', 'again']);
  });
});

it('a session has heard what was handed over to it, whether or not it was answered', () => {
  const said = [user(1), assistant('one'), user(2)];
  expect([1, 2, 3, 99].map(writtenAt => isHeard(said, writtenAt))).toEqual([true, true, false, false]);
});
