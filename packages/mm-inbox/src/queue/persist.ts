import { LedgerError } from '../ledger/errors.ts';
import type { Logger } from '../options.ts';
import { patience } from '../retry.ts';

/** What trying again takes. */
export interface Persistence {
  readonly signal: AbortSignal;
  readonly logger: Logger;
  readonly random: () => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<unknown>;
  /** The ledger is no longer ours. */
  readonly onLost: (error: LedgerError) => void;
}

/**
 * Writes to the ledger, again and again if it must be: a full disk can be emptied. Gives up when it is told to stop, or
 * when the ledger belongs to somebody else by now.
 */
export async function persist<T>(what: string, write: () => Promise<T>, options: Persistence): Promise<T> {
  for (let failures = 1; ; failures++) {
    try {
      return await write();
    } catch (error) {
      if (error instanceof LedgerError) options.onLost(error);
      if (error instanceof LedgerError || options.signal.aborted) throw error;
      options.logger.error(`the ledger could not ${what}: ${messageOf(error)}`);
      await options.sleep(patience(failures, options.random), options.signal);
    }
  }
}

/** What an error says; nothing else of it. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}
