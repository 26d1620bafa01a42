import { LedgerError } from './ledger/errors.ts';
import type { ResolvedOptions } from './options.ts';
import { messageOf } from './queue/persist.ts';

/** What the upkeep finds out. */
export interface UpkeepHost {
  /** Another process has written to the ledger. */
  changedElsewhere(): Promise<void>;
  /** The ledger is no longer ours. */
  ledgerLost(error: LedgerError): void;
}

/** How often the ledger is told that this process is alive: several times before the lease would be stale. */
const heartbeatMs = 5_000;

/** Every so many heartbeats, what is old is forgotten: every ten minutes. */
const beatsBetweenPrunings = 120;

/** So many entries are forgotten at a time, so that it does not take long. */
const pruneAtOnce = 1_000;

/** Keeps the lease, notices what other processes did, and forgets what is old; until the signal aborts. */
export async function keepHouse(options: ResolvedOptions, signal: AbortSignal, host: UpkeepHost): Promise<void> {
  const { ledger, logger, sleep } = options;
  for (let beat = 0; !signal.aborted; beat++) {
    try {
      if (beat > 0) await ledger.renewLease();
      if ((await ledger.changedElsewhere()) && beat > 0) await host.changedElsewhere();
      if (beat % beatsBetweenPrunings === 0) await prune(options, signal);
    } catch (error) {
      if (error instanceof LedgerError) {
        host.ledgerLost(error);
        return;
      }
      logger.error(`the ledger could not be kept up: ${messageOf(error)}`);
    }
    await sleep(heartbeatMs, signal).catch(() => {});
  }
}

async function prune({ ledger, retention, now, sleep }: ResolvedOptions, signal: AbortSignal): Promise<void> {
  const { maxAgeMs, maxRows } = retention;
  for (;;) {
    const count = await ledger.prune({ before: now() - maxAgeMs, maxRows, limit: pruneAtOnce });
    if (count < pruneAtOnce || signal.aborted) return;
    // Others come first.
    await sleep(10, signal);
  }
}
