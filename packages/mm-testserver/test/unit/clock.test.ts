import { describe, expect, it } from 'vitest';
import { exactClock, orderlyClock } from '../../src/clock.ts';

describe('the clock of the server', () => {
  it('gives every tick a moment of its own', () => {
    const clock = orderlyClock();
    const ticks = Array.from({ length: 100 }, () => clock.tick());
    expect(new Set(ticks).size).toBe(100);
    expect(ticks).toEqual([...ticks].sort((a, b) => a - b));
  });

  it('is never behind its own ticks', () => {
    const clock = orderlyClock();
    const ticks = Array.from({ length: 100 }, () => clock.tick());
    expect(clock.now()).toBeGreaterThanOrEqual(Math.max(...ticks));
  });

  it('follows a clock that it is given, ties and all', () => {
    const clock = exactClock(() => 5);
    expect([clock.now(), clock.tick(), clock.tick()]).toEqual([5, 5, 5]);
  });
});
