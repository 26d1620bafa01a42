/** The server's time, in milliseconds. */
export interface Clock {
  /** What time it is. */
  now(): number;
  /** A moment for what is put in order by time: a post, an edit, a reaction. */
  tick(): number;
}

/**
 * A clock that says exactly what it is told. Lists of posts are ordered by `create_at` alone, and with this clock posts
 * can be equal in it, as they are on a busy server.
 */
export function exactClock(now: () => number): Clock {
  return { now, tick: now };
}

/**
 * A clock of which each tick is later than the one before.
 *
 * A server in one process is fast enough to give several posts the same millisecond, which nobody expects of a test.
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
