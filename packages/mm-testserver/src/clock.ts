/** The server's time, in milliseconds. */
export interface Clock {
  /** What time it is. */
  now(): number;
  /** A moment for what is put in order by time: a post, an edit, a reaction. */
  tick(): number;
}

/**
 * The server's clock.
 *
 * Lists of posts are ordered by `create_at` alone, and a server in one process is fast enough to give several posts the
 * same millisecond. So, unless `now` is given, each tick is later than the one before. With `now`, ties are possible,
 * as they are on a busy server.
 */
export function createClock(now?: () => number): Clock {
  if (now) return { now, tick: now };
  let latest = 0;
  return {
    now: () => Math.max(Date.now(), latest),
    tick: () => {
      latest = Math.max(Date.now(), latest + 1);
      return latest;
    },
  };
}
