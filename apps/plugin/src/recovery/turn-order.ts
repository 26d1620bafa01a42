import { setTimeout as sleep } from 'node:timers/promises';
import type { Outcome } from '@clawmost/mm-inbox';
import type { ReadyAccount } from '../server/ready-account.ts';
import type { SessionGate } from '../turns/session-gate.ts';
import type { TurnRequest } from '../turns/turn.ts';
import type { TurnJob } from './recover.ts';
import type { TakeOverResult } from './take-over.ts';
import { timing } from './timing.ts';

/** Keeps the order of messages that a crash would mix up: which one waits for the turn of another. */
export interface TurnOrder {
  /** The turn of a request is over, or does not come: other turns of its session may follow. */
  cancelReservation(request: TurnRequest): void;
  /**
   * Waits for a later message of the same turn, which is answered for both. Resolves to `undefined` when that message is
   * gone: then this one is answered by itself.
   */
  joinLater(laterId: string, request: TurnRequest, job: TurnJob): Promise<Outcome | undefined>;
  /** The requests that wait for the turn of a later one; they are part of it from then on. */
  takeJoined(id: string): TurnRequest[];
}

/** Makes the order of an account from what an earlier process has left. */
export function createTurnOrder(
  { accountId, stores, signal }: Pick<ReadyAccount, 'accountId' | 'stores' | 'signal'>,
  { interrupted }: Pick<TakeOverResult, 'interrupted'>,
  gate: SessionGate,
): TurnOrder {
  const joined = new Map<string, TurnRequest[]>();
  const find = async (key: string) => (await stores.ledger.find([key])).get(key);
  for (const [sessionKey, id] of interrupted) {
    gate.reserveFor(sessionKey, { accountId, id, writtenAt: 0 });
    void cancelWhenGone(sessionKey, id);
  }

  /** A message can be deleted before it is handed over again: then nothing waits for it any longer. */
  async function cancelWhenGone(sessionKey: string, id: string): Promise<void> {
    try {
      for (
        let entry = await find(id);
        entry?.state === 'waiting' || entry?.state === 'running';
        entry = await find(id)
      ) {
        await sleep(timing.lookMs, undefined, { signal, ref: false });
      }
    } catch {
      // The account stops.
    } finally {
      gate.cancelReservation(sessionKey, { accountId, id });
    }
  }

  return {
    cancelReservation: ({ id, route }) => gate.cancelReservation(route.sessionKey, { accountId, id }),

    async joinLater(laterId, request, job) {
      joined.set(laterId, [...(joined.get(laterId) ?? []), request]);
      // The later message may be the next of the conversation.
      job.onStarted();
      for (;;) {
        const entry = await find(laterId);
        if (entry?.state === 'dead') throw new Error(`Post ${laterId}, which has the same turn, was given up`);
        if (entry?.state === 'settled' && entry.code !== 'deleted') return { outcome: 'joined', code: 'collected' };
        if (entry?.state !== 'waiting' && entry?.state !== 'running') return undefined;
        await sleep(timing.lookMs, undefined, { signal: job.signal });
      }
    },

    takeJoined(id) {
      const taken = joined.get(id) ?? [];
      joined.delete(id);
      return taken;
    },
  };
}
