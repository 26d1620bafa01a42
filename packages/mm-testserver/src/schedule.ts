/** Runs a function after `ms` milliseconds; returns a function that cancels this. */
export type Schedule = (ms: number, run: () => void) => () => void;

/** Timers that do not keep the process alive. */
export const timers: Schedule = (ms, run) => {
  const timer = setTimeout(run, ms);
  timer.unref();
  return () => clearTimeout(timer);
};
