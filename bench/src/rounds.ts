/** Does one round of work and tells its figure, such as milliseconds a call. */
export type Side = () => Promise<number>;

/** The figures of two sides that took turns. */
export interface Duel {
  readonly ours: number;
  readonly theirs: number;
  readonly ratio: number;
}

/**
 * Lets the sides take turns, and takes medians. The machine is shared: what slows it down for a while slows all sides,
 * so that the ratio to the neighbour of the same round says more than the figures.
 */
export async function takeTurns(rounds: number, ours: Side, ...others: readonly Side[]): Promise<Duel[]> {
  const sides = [ours, ...others];
  // Not counted: the first calls compile.
  for (const side of sides) await side();
  const figures: number[][] = sides.map(() => []);
  for (let round = 0; round < rounds; round++) {
    // The one who begins changes, so that nobody always runs after the same neighbour.
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

/** The one in the middle. */
export function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
