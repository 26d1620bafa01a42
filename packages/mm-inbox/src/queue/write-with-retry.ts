import { LedgerError } from '../ledger/errors.ts';
import type { Logger } from '../options.ts';
import { backoffMs } from '../retry.ts';

/** What repeating a write needs. */
export interface RetryOptions {
  readonly signal: AbortSignal;
  readonly logger: Logger;
  readonly random: () => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<unknown>;
  /** The ledger can no longer be used by this process. */
  readonly onLedgerLost: (error: LedgerError) => void;
}

/**
 * Writes to the ledger until it works, because a full disk can be emptied. Throws when the signal aborts or when another
 * process has taken the ledger.
 */
export async function writeWithRetry<T>(what: string, write: () => Promise<T>, options: RetryOptions): Promise<T> {
  for (let failures = 1; ; failures++) {
    try {
      return await write();
    } catch (error) {
      if (error instanceof LedgerError) options.onLedgerLost(error);
      if (error instanceof LedgerError || options.signal.aborted) throw error;
      options.logger.error(`the ledger could not ${what}: ${messageOf(error)}`);
      await options.sleep(backoffMs(failures, options.random), options.signal);
    }
  }
}

/** The message of an error, without its cause and stack. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}
