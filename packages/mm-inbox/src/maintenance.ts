import { LedgerError } from './ledger/errors.ts';
import type { ResolvedOptions } from './options.ts';
import { messageOf } from './repeat.ts';

/** What the maintenance reports. */
export interface MaintenanceCallbacks {
  /** Another process has written to the ledger. */
  onChangedElsewhere(): Promise<void>;
  /** The ledger can no longer be used by this process. */
  onLedgerLost(error: LedgerError): void;
}

/** How often the lease is renewed: several times before it would expire. */
const heartbeatMs = 5_000;

/** Old entries are forgotten every 120 heartbeats: every ten minutes. */
const beatsBetweenPrunings = 120;

/** How many entries are forgotten in one transaction, so that it is short. */
const pruneBatchSize = 1_000;

/** Renews the lease, notices changes by other processes and forgets old entries, until the signal aborts. */
export async function runMaintenance(
  options: ResolvedOptions,
  signal: AbortSignal,
  callbacks: MaintenanceCallbacks,
): Promise<void> {
  const { ledger, logger, testing } = options;
  for (let beat = 0; !signal.aborted; beat++) {
    try {
      if (beat > 0) await ledger.renewLease();
      if ((await ledger.hasChangedElsewhere()) && beat > 0) await callbacks.onChangedElsewhere();
      if (beat % beatsBetweenPrunings === 0) await prune(options, signal);
    } catch (error) {
      if (error instanceof LedgerError) {
        callbacks.onLedgerLost(error);
        return;
      }
      logger.error(`the maintenance of the ledger failed: ${messageOf(error)}`);
    }
    await testing.sleep(heartbeatMs, signal).catch(() => {});
  }
}

async function prune({ ledger, retention, testing }: ResolvedOptions, signal: AbortSignal): Promise<void> {
  const { maxAgeMs, maxRows } = retention;
  for (;;) {
    const count = await ledger.prune({ before: testing.now() - maxAgeMs, maxRows, limit: pruneBatchSize });
    if (count < pruneBatchSize || signal.aborted) return;
    // Posts that arrive go first.
    await testing.sleep(10, signal);
  }
}
