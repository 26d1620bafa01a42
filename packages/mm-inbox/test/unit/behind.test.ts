import { describe, expect, it } from 'vitest';
import { inReadingOrder, isBehind, knownUntil } from '../../src/catch-up/behind.ts';

const channel = (last_post_at: number, type = 'O', id = 'c') => ({ id, type, last_post_at, delete_at: 0 });
const progress = { startedAt: 0, wholeUntil: 100_000, prunedUntil: 0, marks: new Map([['c', 150_000]]) };

describe('a channel', () => {
  it('is behind when something happened after what is known', () => {
    expect(isBehind(channel(150_001), progress)).toBe(true);
    expect(isBehind(channel(150_000), progress)).toBe(false);
  });

  it('without a mark is behind when it was active after, or a little before, the stream broke', () => {
    const unmarked = { ...progress, marks: new Map() };
    expect(isBehind(channel(100_001), unmarked)).toBe(true);
    expect(isBehind(channel(95_000), unmarked)).toBe(true);
    expect(isBehind(channel(90_000), unmarked)).toBe(false);
    expect(isBehind(channel(0), { ...unmarked, wholeUntil: undefined })).toBe(false);
  });

  it('is known as far as its mark or the stream reaches', () => {
    expect(knownUntil('c', progress)).toBe(150_000);
    expect(knownUntil('other', progress)).toBe(100_000);
    expect(knownUntil('other', { ...progress, wholeUntil: undefined })).toBe(0);
  });

  it('is read earlier when it is personal, or more recently active', () => {
    const all = [channel(1, 'O', 'a'), channel(9, 'P', 'b'), channel(2, 'D', 'c'), channel(3, 'G', 'd')];
    expect(all.sort(inReadingOrder).map(({ id }) => id)).toEqual(['d', 'c', 'b', 'a']);
  });
});
