import type { RefusalCode } from '../../../src/index.ts';

/** The result of a run. */
export interface FuzzReport {
  readonly rounds: number;
  /** How often each refusal occurred. */
  readonly reached: ReadonlyMap<RefusalCode, number>;
}

/** Counts the refusals of a run. */
export interface Tally extends FuzzReport {
  rounds: number;
  count(code: RefusalCode): void;
}

/** Starts to count. */
export function createTally(): Tally {
  const reached = new Map<RefusalCode, number>();
  return { rounds: 0, reached, count: code => void reached.set(code, (reached.get(code) ?? 0) + 1) };
}

// A record, so that the compiler asks for each new refusal here. Then the fuzzer must reach it.
const known: Record<RefusalCode, true> = {
  'account-mismatch': true,
  'already-made': true,
  'authorization-failed': true,
  'body-timeout': true,
  'body-too-large': true,
  'channel-mismatch': true,
  expired: true,
  'forbidden-source': true,
  'handler-failed': true,
  'invalid-body': true,
  'invalid-ticket': true,
  'invalid-token': true,
  'method-not-allowed': true,
  'missing-action-id': true,
  'missing-context': true,
  'missing-token': true,
  'not-allowed': true,
  'not-found': true,
  'post-mismatch': true,
  'tokens-off': true,
  'too-many-requests': true,
  'unknown-action': true,
  'unknown-option': true,
  'unknown-ticket': true,
  'validation-failed': true,
};

/** All refusals. */
export const refusalCodes: readonly string[] = Object.keys(known).sort();
