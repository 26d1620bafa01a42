/** Does one round of work and resolves to its figure, such as milliseconds a call. */
export type Side = () => Promise<number>;

/** The figures of two sides that were measured in turns. */
export interface Duel {
  readonly ours: number;
  readonly theirs: number;
  readonly ratio: number;
}

/**
 * Measures the sides in turns and takes medians. On a shared machine a slow moment slows all sides, so that the ratio
 * within a round says more than the figures.
 */
export async function takeTurns(rounds: number, ours: Side, ...others: readonly Side[]): Promise<Duel[]> {
  const sides = [ours, ...others];
  // The first calls are not counted, because they compile.
  for (const side of sides) await side();
  const figures: number[][] = sides.map(() => []);
  for (let round = 0; round < rounds; round++) {
    // Another side begins each round, so that no side always runs after the same one.
    for (let at = 0; at < sides.length; at++) {
      const turn = (round + at) % sides.length;
      figures[turn]?.push(await (sides[turn] as Side)());
    }
  }
  const [own = [], ...theirs] = figures;
  return theirs.map(other => ({
    ours: median(own),
    theirs: median(other),
    ratio: median(own.map((figure, at) => figure / (other[at] ?? Number.NaN))),
  }));
}

/** The median; of an even number, the mean of the two in the middle. */
export function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
