/** How often a post is tried before it is put aside for people to look at. */
export const maxAttempts = 5;

/** How often the process may end in the middle of the same post before that post is taken for the reason. */
export const maxInterruptions = 20;

const pausesMs = [1_000, 5_000, 25_000, 120_000];

/** How long to wait after so many failures, at random between half and the whole; `undefined` means never again. */
export function retryAfterMs(failures: number, random: () => number): number | undefined {
  if (failures >= maxAttempts) return undefined;
  const pause = pausesMs[Math.min(failures, pausesMs.length) - 1] ?? 0;
  return Math.round(pause * (0.5 + random() / 2));
}

/** How long to wait before something that must work in the end is tried again: 1 s at first, 30 s in the long run. */
export function patience(failures: number, random: () => number): number {
  return Math.round(Math.min(30_000, 1_000 * 2 ** Math.min(failures - 1, 10)) * (0.5 + random() / 2));
}
