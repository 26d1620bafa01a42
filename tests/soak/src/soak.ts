import type { TroubleCount } from './tally.ts';
import type { Verdict } from './verdict.ts';

/** What a soak is given. */
export interface SoakOptions {
  /** Decides who writes what where and when, and what goes wrong. */
  readonly seed: number;
  /** How many messages are written. */
  readonly messages: number;
  /** How long what goes wrong lasts at most, where it lasts. */
  readonly longestTroubleMs: number;
  /** What goes wrong, by its name; every kind at least once. @default everything */
  readonly only?: (kind: string) => boolean;
  /** Told how far it is. */
  readonly tell: (line: string) => void;
}

/** How a soak went. */
export interface SoakResult {
  readonly verdict: Verdict;
  readonly troubles: readonly TroubleCount[];
  /** How often the bot ended by itself. */
  readonly crashes: number;
  readonly good: boolean;
  /** The folder with the state and the logs, kept when it went wrong. */
  readonly evidence: string | undefined;
}
