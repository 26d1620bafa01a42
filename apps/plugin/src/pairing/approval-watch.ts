import { setTimeout as sleep } from 'node:timers/promises';
import { isAnswerRefused, refusalCode } from '../answers/refusal.ts';
import { processShared } from '../host/process-shared.ts';
import type { PairingRecord, PairingRecords } from '../storage/pairing-records.ts';
import { texts } from '../texts.ts';
import { deliveryIdOf, type PostToPerson } from './give-code.ts';
import type { HostPairing } from './host-pairing.ts';

/** How long a record is kept without an approval; OpenClaw forgets a request after one hour. */
const keptMs = 2 * 60 * 60_000;

/** Finds approvals, however an administrator gave them, and sends each approved person a message. */
export interface ApprovalWatch {
  /** Looks for approvals now rather than at the next round; resolves when all messages were sent or have failed. */
  check(): Promise<void>;
  /** Sends a person the message, also when there is no record of a request. @throws the error of a post that failed */
  notify(senderId: string): Promise<void>;
  /** Resolves when the watch has ended, because its signal was aborted. */
  readonly done: Promise<void>;
}

/**
 * Watches OpenClaw's list of approved people while there are open requests: the command line approves in another process,
 * and only the list changes. The records keep who got the message, so each person gets it once, also across restarts.
 */
export function createApprovalWatch(options: {
  readonly host: Pick<HostPairing, 'approved'>;
  readonly records: PairingRecords;
  /** Posts a text in a person's direct channel. */
  readonly postTo: (senderId: string, ...message: Parameters<PostToPerson>) => Promise<unknown>;
  readonly signal: AbortSignal;
  /** @default 2_000 */
  readonly everyMs?: number;
  readonly now?: () => number;
  readonly onError?: (error: unknown) => void;
}): ApprovalWatch {
  const { host, records, postTo, signal, everyMs = 2_000, now = Date.now, onError = () => {} } = options;
  const posting = new Map<string, Promise<void>>();

  async function post(record: PairingRecord): Promise<void> {
    const { senderId, requestedAt } = record;
    await records.put({ ...record, phase: 'posting-approval' });
    try {
      await postTo(senderId, texts.approved, deliveryIdOf('approved', senderId, requestedAt));
    } catch (error) {
      // Of a person who is deactivated, for example. Tried again in each round, it would fill the log.
      if (isAnswerRefused(error) || refusalCode(error)) await records.put({ ...record, phase: 'approval-posted' });
      throw error;
    }
    // The record stays for a while: OpenClaw may notify us of an approval that the watch has found already.
    await records.put({ ...record, phase: 'approval-posted' });
  }

  async function postOnce(record: PairingRecord): Promise<void> {
    const { senderId, phase } = record;
    if (phase === 'approval-posted') return;
    const known = posting.get(senderId);
    if (known) return known;
    const mine = post(record).finally(() => posting.delete(senderId));
    posting.set(senderId, mine);
    return mine;
  }

  async function check(): Promise<void> {
    const known = await records.list();
    if (known.length === 0) return;
    const approved = new Set(await host.approved());
    for (const record of known) {
      const isWaiting = record.phase !== 'approval-posted' && approved.has(record.senderId);
      if (isWaiting) await postOnce(record).catch(report);
      else if (now() - record.requestedAt > keptMs) await records.delete(record.senderId);
    }
  }

  function report(error: unknown): void {
    if (!signal.aborted) onError(error);
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      await check().catch(report);
      await sleep(everyMs, undefined, { signal }).catch(() => {});
    }
  }

  return {
    check,
    notify: async senderId =>
      postOnce((await records.get(senderId)) ?? { senderId, requestedAt: now(), phase: 'code-posted' }),
    done: run(),
  };
}

const watches = processShared('pairing-watches', () => new Map<string, ApprovalWatch>());

/** Makes the watch of an account available to OpenClaw's notifications for as long as it runs. */
export function registerWatch(accountId: string, watch: ApprovalWatch): void {
  watches.set(accountId, watch);
  const forget = () => {
    if (watches.get(accountId) === watch) watches.delete(accountId);
  };
  watch.done.then(forget, forget);
}

/** The watch of a running account; `undefined` in a process that does not run it. */
export function runningWatch(accountId: string): ApprovalWatch | undefined {
  return watches.get(accountId);
}
