/** After this many failures a post becomes a dead letter. */
export const maxAttempts = 5;

/** When the process ended this often while the same post was handled, the post counts as the cause: a dead letter. */
export const maxInterruptions = 20;

const pausesMs = [1_000, 5_000, 25_000, 120_000];

/** The pause before the next attempt, at random between half and all of the planned pause; `undefined` for no more. */
export function retryPauseMs(failures: number, random: () => number): number | undefined {
  if (failures >= maxAttempts) return undefined;
  const pause = pausesMs[Math.min(failures, pausesMs.length) - 1] ?? 0;
  return Math.round(pause * (0.5 + random() / 2));
}

/** The pause before something is repeated that must succeed in the end: from 1 s, doubling up to 30 s. */
export function backoffMs(failures: number, random: () => number): number {
  return Math.round(Math.min(30_000, 1_000 * 2 ** Math.min(failures - 1, 10)) * (0.5 + random() / 2));
}
