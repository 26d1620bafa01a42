import { setTimeout as sleep } from 'node:timers/promises';
import type { Outcome } from '@clawmost/mm-inbox';
import type { ReadyAccount } from '../server/ready-account.ts';
import type { SessionGate } from '../turns/session-gate.ts';
import type { TurnRequest } from '../turns/turn-request.ts';
import type { TurnJob } from './recover.ts';
import type { Inheritance } from './take-over.ts';
import { timing } from './timing.ts';

/** Keeps the order that a crash would mix up: which message waits for the turn of which. */
export interface TurnOrder {
  /** The turn of a request is over, or does not come: the others of its session may follow. */
  letOthersIn(request: TurnRequest): void;
  /**
   * Waits for a later message of the same turn, which is answered for both. Resolves to `undefined` when that message is
   * gone: then this one is answered by itself.
   */
  joinLater(laterId: string, request: TurnRequest, job: TurnJob): Promise<Outcome | undefined>;
  /** The requests that wait for the turn of a later one; they are part of it from then on. */
  takeMembers(id: string): TurnRequest[];
}

/** Makes the order of an account from what an earlier process has left. */
export function createTurnOrder(
  { stores, signal }: Pick<ReadyAccount, 'stores' | 'signal'>,
  { interrupted }: Pick<Inheritance, 'interrupted'>,
  gate: SessionGate,
): TurnOrder {
  const members = new Map<string, TurnRequest[]>();
  const find = async (key: string) => (await stores.ledger.find([key])).get(key);
  for (const [sessionKey, id] of interrupted) {
    gate.keepFor(sessionKey, id, 0);
    void letInWhenGone(sessionKey, id);
  }

  /** A message can be deleted before it is handed over again: then nothing waits for it any longer. */
  async function letInWhenGone(sessionKey: string, id: string): Promise<void> {
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
      gate.letOthersIn(sessionKey, id);
    }
  }

  return {
    letOthersIn: ({ id, route }) => gate.letOthersIn(route.sessionKey, id),

    async joinLater(laterId, request, job) {
      members.set(laterId, [...(members.get(laterId) ?? []), request]);
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

    takeMembers(id) {
      const taken = members.get(id) ?? [];
      members.delete(id);
      return taken;
    },
  };
}
