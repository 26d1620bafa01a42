import { expect, it } from 'vitest';
import { hasUnread, inReadingOrder, knownUntil } from '../../src/catch-up/channels-to-read.ts';

const channel = (last_post_at: number, type = 'O', id = 'c') => ({ id, type, last_post_at, delete_at: 0 });
const progress = { startedAt: 0, completeUntil: 100_000, prunedUntil: 0, marks: new Map([['c', 150_000]]) };

it('A channel has unread posts when it was active after its watermark', () => {
  expect(hasUnread(channel(150_001), progress)).toBe(true);
  expect(hasUnread(channel(150_000), progress)).toBe(false);
});

it('A channel without a watermark has unread posts when it was active after, or shortly before, the stream broke', () => {
  const unmarked = { ...progress, marks: new Map() };
  expect(hasUnread(channel(100_001), unmarked)).toBe(true);
  expect(hasUnread(channel(95_000), unmarked)).toBe(true);
  expect(hasUnread(channel(90_000), unmarked)).toBe(false);
  expect(hasUnread(channel(0), { ...unmarked, completeUntil: undefined })).toBe(false);
});

it('A channel is known up to its watermark or the completeness of the stream', () => {
  expect(knownUntil('c', progress)).toBe(150_000);
  expect(knownUntil('other', progress)).toBe(100_000);
  expect(knownUntil('other', { ...progress, completeUntil: undefined })).toBe(0);
});

it('Direct and group channels are read first, then the most recently active', () => {
  const all = [channel(1, 'O', 'a'), channel(9, 'P', 'b'), channel(2, 'D', 'c'), channel(3, 'G', 'd')];
  expect(all.sort(inReadingOrder).map(({ id }) => id)).toEqual(['d', 'c', 'b', 'a']);
});
