/** What must hold for a figure to count as good enough: of the ratio where there is one, else of our own value. */
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
  /** What we are compared with; absent where a figure stands for itself. */
  readonly beside?: string;
  readonly theirs?: number;
  /** Ours divided by theirs. */
  readonly ratio?: number;
  readonly aim?: Aim;
  readonly reached?: boolean;
  /** What else one should know about it. */
  readonly note?: string;
}

/** One thing to measure. Add another as a file of its own, and list it in `benches.ts`. */
export interface Bench {
  /** By which `npm run bench -- <name>` picks it. */
  readonly name: string;
  /** Measures; `scale` is 1 for figures that mean something, and next to 0 for finding out whether it runs at all. */
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

/** How often to do something that is done `times` times at full scale. */
export function scaled(times: number, scale: number): number {
  return Math.max(1, Math.round(times * scale));
}
