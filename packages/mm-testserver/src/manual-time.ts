import type { Schedule } from './schedule.ts';

/** A clock and timers that only a test moves on. */
export interface ManualTime {
  /** The time, in milliseconds since 1970. */
  now(): number;
  /** Timers that run when `advance` passes them. */
  readonly schedule: Schedule;
  /** Moves the time on, and runs the timers that are due, in order, each at its own time. */
  advance(ms: number): void;
}

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** Creates a time for the `time` option; it starts at `startAt`, in milliseconds since 1970. */
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
