import { LedgerError } from './ledger/errors.ts';
import type { ResolvedOptions } from './options.ts';
import { backoffMs } from './retry.ts';

/** How to repeat an attempt. */
export interface RepeatOptions {
  readonly signal: AbortSignal;
  readonly testing: ResolvedOptions['testing'];
  /** Called after each failure, before the pause. */
  readonly onFailure: (error: unknown, pauseMs: number) => void;
  /** Called when an attempt works after a failure. */
  readonly onRecovered: () => void;
}

/** Repeats an attempt until it works. Throws when the signal aborts, and the error of a ledger that cannot be used. */
export async function repeatUntilDone<T>(attempt: () => Promise<T>, options: RepeatOptions): Promise<T> {
  const { signal, testing, onFailure, onRecovered } = options;
  for (let failures = 1; ; failures++) {
    try {
      const result = await attempt();
      if (failures > 1) onRecovered();
      return result;
    } catch (error) {
      if (error instanceof LedgerError || signal.aborted) throw error;
      const pause = backoffMs(failures, testing.random);
      onFailure(error, pause);
      await testing.sleep(pause, signal);
    }
  }
}

/** The message of an error, without its cause and stack. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}

/** Describes a value for an error message, without its content. */
export function shapeOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === '') return 'an empty text';
  return Array.isArray(value) ? 'a list' : typeof value;
}
