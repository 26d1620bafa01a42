import { expect, it } from 'vitest';
import { manualTime } from '../../src/index.ts';

it('Timers run in order, each at its own time, and cancelled ones do not', () => {
  const time = manualTime(1_000);
  const ran: [string, number][] = [];
  const run = (name: string) => () => void ran.push([name, time.now()]);
  time.schedule(200, run('second'));
  time.schedule(100, run('first'));
  const callOff = time.schedule(150, run('called off'));
  time.schedule(301, run('later'));
  callOff();
  time.advance(300);
  expect(ran).toEqual([
    ['first', 1_100],
    ['second', 1_200],
  ]);
  expect(time.now()).toBe(1_300);
});

it('Timers that timers have set run too when they are due', () => {
  const time = manualTime(0);
  const times: number[] = [];
  const again = (): void => {
    times.push(time.now());
    time.schedule(10, again);
  };
  time.schedule(10, again);
  time.advance(35);
  expect(times).toEqual([10, 20, 30]);
});
