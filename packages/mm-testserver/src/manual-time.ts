import type { Schedule } from './schedule.ts';

/** Time that stands still until a test moves it. */
export interface ManualTime {
  /** What time it is, in milliseconds. */
  now(): number;
  /** Timers that run when the time is moved past them. */
  readonly schedule: Schedule;
  /** Moves the time on, and runs the timers that are due, in their order, each at its own time. */
  advance(ms: number): void;
}

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** Makes such a time, for the `time` option; it begins at `startAt`, by default at the time of day. */
export function manualTime(startAt: number = Date.now()): ManualTime {
  const timers = new Set<Timer>();
  let time = startAt;
  const due = (until: number): Timer | undefined =>
    [...timers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
  return {
    now: () => time,
    schedule(ms, run) {
      const timer = { at: time + ms, run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    advance(ms) {
      const until = time + ms;
      for (let timer = due(until); timer; timer = due(until)) {
        timers.delete(timer);
        time = Math.max(time, timer.at);
        timer.run();
      }
      time = until;
    },
  };
}
