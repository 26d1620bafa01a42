import type { SoakResult } from './soak.ts';
import type { TroubleCount } from './tally.ts';

/** The counts as text. */
export function renderReport(seed: number, { verdict, troubles, crashes, good, evidence }: SoakResult): string {
  const { messages, wanted, again } = verdict;
  const line = (label: string, found: readonly (number | string)[]): string =>
    `  ${label}: ${found.length}${found.length > 0 ? ` (${found.slice(0, 20).join('; ')})` : ''}`;
  const hit = ({ kind, count, hits }: TroubleCount): string =>
    `  ${count} × ${kind}${hits < count ? ` (${hits} × it hit something)` : ''}`;
  return [
    `seed ${seed}: ${messages} messages, ${wanted} of them meant for the bot`,
    ...troubles.map(hit),
    `  dispatched again: ${again}`,
    line('lost', verdict.lost),
    line('answered twice', verdict.twice),
    line('answered although not meant for the bot', verdict.unwanted),
    line('answered in the wrong place', verdict.misplaced),
    line('without one fitting outcome', verdict.unsettled),
    line('dispatched out of order', verdict.outOfOrder),
    line('posts other than answers', verdict.stray),
    `  bot ended by itself: ${crashes}`,
    good ? 'every message has exactly one outcome' : `FAILED; state and logs are in ${evidence}`,
  ].join('\n');
}
