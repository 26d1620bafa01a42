import { setTimeout as sleep } from 'node:timers/promises';
import type { PairingRecord, PairingRecords } from '../storage/pairing-records.ts';
import { texts } from '../texts.ts';
import { deliveryId, type SendDirect } from './challenge.ts';
import type { PairingStore } from './store.ts';

/** How long a record is kept; the host forgets a request after one hour. */
const keptMs = 2 * 60 * 60_000;

/** Notices approvals, however they were given, and tells the person. */
export interface PairingWatch {
  /** Looks now rather than at the next round; resolves when everybody approved has been told or could not be. */
  look(): Promise<void>;
  /** Tells somebody of an approval even where nothing is known of their request. */
  tell(senderId: string): Promise<void>;
  /** Resolves when the watch has ended, because its signal was aborted. */
  readonly done: Promise<void>;
}

/**
 * Watches the host's store while somebody waits. An approval by the command line happens in another process and tells
 * nobody; the store is all that changes. Who was told is on record, so each approval is told once, also across restarts.
 */
export function createPairingWatch(options: {
  readonly store: Pick<PairingStore, 'approved'>;
  readonly records: PairingRecords;
  /** Posts a text to a user's direct channel. */
  readonly sendTo: (senderId: string, ...message: Parameters<SendDirect>) => Promise<unknown>;
  readonly signal: AbortSignal;
  /** @default 2_000 */
  readonly everyMs?: number;
  readonly now?: () => number;
  readonly onError?: (error: unknown) => void;
}): PairingWatch {
  const { store, records, sendTo, signal, everyMs = 2_000, now = Date.now, onError = () => {} } = options;
  const telling = new Map<string, Promise<void>>();

  async function tellOnce(record: PairingRecord): Promise<void> {
    const { senderId, askedAt } = record;
    await records.put({ ...record, phase: 'telling' });
    await sendTo(senderId, texts.approved, deliveryId('approved', senderId, askedAt));
    // Kept for a while: the host may notify of an approval that was noticed already.
    await records.put({ ...record, phase: 'told' });
  }

  async function tell(record: PairingRecord): Promise<void> {
    const { senderId, phase } = record;
    if (phase === 'told') return;
    const known = telling.get(senderId);
    if (known) return known;
    const told = tellOnce(record).finally(() => telling.delete(senderId));
    telling.set(senderId, told);
    return told;
  }

  async function look(): Promise<void> {
    const known = await records.list();
    if (known.length === 0) return;
    const approved = new Set(await store.approved());
    for (const record of known) {
      const over = record.phase === 'told' || !approved.has(record.senderId);
      if (!over) await tell(record).catch(report);
      else if (now() - record.askedAt > keptMs) await records.delete(record.senderId);
    }
  }

  function report(error: unknown): void {
    if (!signal.aborted) onError(error);
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      await look().catch(report);
      await sleep(everyMs, undefined, { signal }).catch(() => {});
    }
  }

  return {
    look,
    tell: async senderId => tell((await records.get(senderId)) ?? { senderId, askedAt: now(), phase: 'asked' }),
    done: run(),
  };
}
