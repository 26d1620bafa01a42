import { expect, it } from 'vitest';
import { startTime } from '../../src/first-start.ts';

const channel = (last_post_at: number) => ({ id: 'c', type: 'O', last_post_at, delete_at: 0 });

it('The first start is its call when the clocks agree', () => {
  expect(startTime([channel(90), channel(105)], 100, 20)).toBe(100);
});

it('The first start is the newest post when the bot clock is ahead of the server clock', () => {
  expect(startTime([channel(90), channel(105)], 5_000, 20)).toBe(105);
});

it('The first start goes back no further than the call took when the bot clock is behind the server clock', () => {
  expect(startTime([channel(90), channel(5_000)], 100, 20)).toBe(4_980);
});

it('The first start of an account without channels lets every post count', () => {
  expect(startTime([], 100, 20)).toBe(0);
});
