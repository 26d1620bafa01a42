import type { TroubleCount } from './tally.ts';
import type { Verdict } from './verdict.ts';

/** How to run a soak. */
export interface SoakOptions {
  /** Decides who writes what where and when, and which troubles happen. */
  readonly seed: number;
  /** How many messages are written. */
  readonly messages: number;
  /** The longest duration of a trouble. */
  readonly longestTroubleMs: number;
  /** Selects the kinds of trouble by name; each happens at least once. @default all */
  readonly only?: (kind: string) => boolean;
  /** Receives lines about the progress. */
  readonly log: (line: string) => void;
}

/** How a soak went. */
export interface SoakResult {
  readonly verdict: Verdict;
  readonly troubles: readonly TroubleCount[];
  /** How often the bot ended by itself. */
  readonly crashes: number;
  readonly good: boolean;
  /** The folder with state and logs, which is kept after a bad verdict. */
  readonly evidence: string | undefined;
}
