/** How long an answer keeps the bot in a thread: 7 days. */
export const participationMs: number = 7 * 24 * 60 * 60 * 1000;

/** The threads in which a bot has answered, by the key you give, with the time of its last answer; the oldest first. */
export type ThreadParticipation = ReadonlyMap<string, number>;

/** Bounds of what is remembered of threads. */
export interface ParticipationBounds {
  /** How many threads are remembered; the one that was quiet longest is forgotten first. @default 5000 */
  readonly most?: number | undefined;
}

/** Whether a bot that last answered then still takes part now. */
export function takesPart(lastAnswerAt: number | undefined, now: number): boolean {
  return lastAnswerAt !== undefined && now - lastAnswerAt < participationMs;
}

/**
 * Remembers that the bot has answered in a thread, and returns what is then known; the value given stays as it is.
 * Threads that have run out are forgotten on the way.
 */
export function noteAnswer(
  threads: ThreadParticipation,
  thread: string,
  now: number,
  { most = 5000 }: ParticipationBounds = {},
): ThreadParticipation {
  const last = Math.max(now, threads.get(thread) ?? now);
  const kept = [...threads].filter(([key, at]) => key !== thread && takesPart(at, now));
  return new Map([...kept, [thread, last] as const].slice(-Math.max(1, most)));
}
