/** Does something later; returns how to call it off. */
export type Schedule = (ms: number, run: () => void) => () => void;

/** Timers that do not keep the process alive. */
export const timers: Schedule = (ms, run) => {
  const timer = setTimeout(run, ms);
  timer.unref();
  return () => clearTimeout(timer);
};
