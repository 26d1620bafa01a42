/** The bot participates in a thread for this long after its last answer there: 7 days. */
export const participationMs: number = 7 * 24 * 60 * 60 * 1000;

/** Threads with the time of the bot's last answer, by a key of yours such as the root post's id; the oldest comes first. */
export type ThreadParticipation = ReadonlyMap<string, number>;

/** Limits of what is remembered. */
export interface ParticipationBounds {
  /** How many threads are remembered; the one that was quiet longest is forgotten first. @default 5000 */
  readonly maxThreads?: number | undefined;
}

/** Whether a bot with this last answer still participates in the thread. */
export function isParticipating(lastAnswerAt: number | undefined, now: number): boolean {
  return lastAnswerAt !== undefined && now - lastAnswerAt < participationMs;
}

/**
 * Notes an answer of the bot in a thread and returns a new map; the given map stays as it is. Threads in which the bot no
 * longer participates are removed.
 */
export function noteAnswer(
  threads: ThreadParticipation,
  thread: string,
  now: number,
  { maxThreads = 5000 }: ParticipationBounds = {},
): ThreadParticipation {
  const last = Math.max(now, threads.get(thread) ?? now);
  const kept = [...threads].filter(([key, at]) => key !== thread && isParticipating(at, now));
  return new Map([...kept, [thread, last] as const].slice(-Math.max(1, maxThreads)));
}
