/** After this many failures a post becomes a dead letter. */
export const maxAttempts = 5;

/** When the process ended this often while the same post was handled, the post is a suspect and is handled alone. */
export const suspectAfterInterruptions = 3;

/** When the process ended this often while the same post was handled, the post becomes a dead letter. */
export const maxInterruptions = 10;

const pausesMs = [1_000, 5_000, 25_000, 120_000];

/** No pause between two attempts is longer. */
const longestPauseMs = 120_000;

/** The pause before the next attempt, at random between half and all of the planned pause; `undefined` for no more. */
export function retryPauseMs(failures: number, random: () => number): number | undefined {
  if (failures >= maxAttempts) return undefined;
  return spread(plannedPause(failures), random);
}

/** The pause before a suspect is handled again after a start; 0 for a post that is not a suspect. */
export function suspectPauseMs(interruptions: number, random: () => number): number {
  if (interruptions < suspectAfterInterruptions) return 0;
  return spread(plannedPause(interruptions - suspectAfterInterruptions + 1), random);
}

/** The pause before something is repeated that must succeed in the end: from 1 s, doubling up to 30 s. */
export function backoffMs(failures: number, random: () => number): number {
  return spread(Math.min(30_000, 1_000 * 2 ** Math.min(failures - 1, 10)), random);
}

/** Whether a time has come. A time further away than any pause means that the clock was set back: then it has come too. */
export function isDue(dueAt: number, now: number): boolean {
  return dueAt <= now || dueAt - now > longestPauseMs;
}

function plannedPause(count: number): number {
  return pausesMs[Math.min(count, pausesMs.length) - 1] ?? 0;
}

function spread(pauseMs: number, random: () => number): number {
  return Math.round(pauseMs * (0.5 + random() / 2));
}
