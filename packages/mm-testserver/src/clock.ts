/** The server's time, in milliseconds. */
export interface Clock {
  /** The time now. */
  now(): number;
  /** A time for a post, an edit or a reaction: lists are sorted by it. */
  tick(): number;
}

/** A clock that returns exactly the given time: several posts can have the same `create_at`, as on a busy server. */
export function exactClock(now: () => number): Clock {
  return { now, tick: now };
}

/**
 * A clock whose ticks always increase.
 *
 * This server is so fast that several posts would get the same millisecond, which would surprise most tests.
 */
export function orderlyClock(now: () => number = Date.now): Clock {
  let latest = 0;
  return {
    now: () => Math.max(now(), latest),
    tick: () => {
      latest = Math.max(now(), latest + 1);
      return latest;
    },
  };
}
