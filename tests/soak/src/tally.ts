/** How often a kind of trouble happened. */
export interface TroubleCount {
  readonly kind: string;
  readonly count: number;
  /** How often it hit something: a fault for requests may meet none. */
  readonly hits: number;
}

/** Counts troubles. */
export interface Tally {
  count(kind: string, hit: boolean): void;
  /** Sorted by name. */
  readonly troubles: readonly TroubleCount[];
}

/** Starts to count at zero. */
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
