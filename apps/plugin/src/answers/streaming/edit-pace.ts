import type { BudgetStatus } from '@clawmost/mm-rest';

/** The usual pause between two edits of a preview, in milliseconds. */
export const usualPauseMs = 1_200;

/** The pauses, by which share of the server's rate limit is left at least. */
const pauses: readonly { readonly left: number; readonly ms: number }[] = [
  { left: 0.75, ms: usualPauseMs / 2 },
  { left: 0.5, ms: usualPauseMs },
  { left: 0.25, ms: usualPauseMs * 2 },
  { left: 0, ms: usualPauseMs * 4 },
];

/**
 * How long to wait between two edits of a preview: less when the server has no rate limit or much of it is left, more when
 * little is left or edits fail. After a 429, at least as long as that forbids calls.
 *
 * @param failures how many edits have failed since the last that worked
 */
export function pauseBetweenEdits({ limit, silentMs }: Pick<BudgetStatus, 'limit' | 'silentMs'>, failures = 0): number {
  const left = limit ? limit.remaining / limit.size : 1;
  const pauseMs = pauses.find(pause => left >= pause.left)?.ms ?? usualPauseMs;
  return Math.max(silentMs, pauseMs * 2 ** Math.min(failures, 4));
}
