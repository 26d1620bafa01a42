import { describe, expect, it } from 'vitest';
import { exactClock, orderlyClock } from '../../src/clock.ts';

describe('The clock of the server', () => {
  it('Every tick has a different time', () => {
    const clock = orderlyClock();
    const ticks = Array.from({ length: 100 }, () => clock.tick());
    expect(new Set(ticks).size).toBe(100);
    expect(ticks).toEqual([...ticks].sort((a, b) => a - b));
  });

  it('The time is never before the last tick', () => {
    const clock = orderlyClock();
    const ticks = Array.from({ length: 100 }, () => clock.tick());
    expect(clock.now()).toBeGreaterThanOrEqual(Math.max(...ticks));
  });

  it('A given clock is followed, even with equal times', () => {
    const clock = exactClock(() => 5);
    expect([clock.now(), clock.tick(), clock.tick()]).toEqual([5, 5, 5]);
  });
});
