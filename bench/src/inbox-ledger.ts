import type { Ledger, NewEntry } from '@clawmost/mm-inbox';
import { type Bench, row, scaled } from './bench.ts';
import { newEntry, openLedger } from './ledger-file.ts';
import { median } from './rounds.ts';

type Step = (ledger: Ledger, entry: NewEntry) => Promise<unknown>;

/** The steps of a post in a ledger; each is a transaction of its own. */
const steps: readonly (readonly [what: string, step: Step])[] = [
  ['posts appended to a ledger', (ledger, entry) => ledger.append({ entries: [entry] })],
  ['posts claimed', (ledger, { key }) => ledger.claim(key)],
  ['posts settled', (ledger, { key }) => ledger.settle(key, { outcome: 'answered' })],
];

/** How many posts a second a ledger in a file appends, claims and settles. */
export const inboxLedger: Bench = {
  name: 'inbox-ledger',
  async run(scale) {
    const { ledger, close } = openLedger();
    await ledger.acquireLease();
    const [count, rounds] = [scaled(1_000, scale), scaled(11, scale)];
    const rates: number[][] = steps.map(() => []);
    // The first round is not counted, because it compiles.
    for (let round = 0; round <= rounds; round++) {
      const entries = Array.from({ length: count }, (_, at) => newEntry(round * count + at));
      for (const [at, [, step]] of steps.entries()) {
        const start = performance.now();
        for (const entry of entries) await step(ledger, entry);
        if (round > 0) rates[at]?.push(count / ((performance.now() - start) / 1_000));
      }
    }
    await close();
    return steps.map(([what], at) => row({ what, unit: '/s', ours: median(rates[at] ?? []) }));
  },
};
