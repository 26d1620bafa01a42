/** When a figure is good enough: limits of the ratio or, without one, of our own value. */
export interface Aim {
  readonly atMost?: number;
  readonly atLeast?: number;
}

/** One line of the report. */
export interface Row {
  /** What was measured. */
  readonly what: string;
  readonly unit: string;
  readonly ours: number;
  /** What we are compared with; absent for a figure without a comparison. */
  readonly beside?: string;
  readonly theirs?: number;
  /** Ours divided by theirs. */
  readonly ratio?: number;
  readonly aim?: Aim;
  readonly reached?: boolean;
  /** An explanation below the table. */
  readonly note?: string;
}

/** One thing to measure. Add another as a file of its own, and list it in `benches.ts`. */
export interface Bench {
  /** The name for `npm run bench -- <name>`. */
  readonly name: string;
  /** Measures. A `scale` of 1 gives meaningful figures; one near 0 only shows that the bench runs. */
  run(scale: number): Promise<Row[]>;
}

/** Completes a row: the ratio, and whether the aim was reached. */
export function row(measured: Omit<Row, 'reached'>): Row {
  const { ours, theirs, aim } = measured;
  const ratio = measured.ratio ?? (theirs === undefined ? undefined : ours / theirs);
  const judged = ratio ?? ours;
  const { atMost = Number.POSITIVE_INFINITY, atLeast = Number.NEGATIVE_INFINITY } = aim ?? {};
  return {
    ...measured,
    ...(ratio !== undefined && { ratio }),
    ...(aim !== undefined && { reached: judged <= atMost && judged >= atLeast }),
  };
}

/** The number of repetitions at this scale of something that is done `times` times at full scale. */
export function scaled(times: number, scale: number): number {
  return Math.max(1, Math.round(times * scale));
}
