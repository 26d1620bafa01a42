/** How often something went wrong. */
export interface TroubleCount {
  readonly kind: string;
  readonly count: number;
  /** How often anything was hit: a request that is to be refused may not come. */
  readonly hits: number;
}

/** Counts what goes wrong. */
export interface Tally {
  count(kind: string, hit: boolean): void;
  /** By name. */
  readonly troubles: readonly TroubleCount[];
}

/** Begins to count. */
export function createTally(): Tally {
  const counts = new Map<string, TroubleCount>();
  return {
    count(kind, hit) {
      const { count, hits } = counts.get(kind) ?? { count: 0, hits: 0 };
      counts.set(kind, { kind, count: count + 1, hits: hits + (hit ? 1 : 0) });
    },
    get troubles() {
      return [...counts.values()].sort((a, b) => a.kind.localeCompare(b.kind, 'en'));
    },
  };
}
