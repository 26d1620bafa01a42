import { setTimeout as sleep } from 'node:timers/promises';
import type { Outcome } from '@clawmost/mm-inbox';
import type { ReadyAccount } from '../server/ready-account.ts';
import type { TurnRequest } from '../turns/turn-request.ts';
import type { TurnJob } from './recover.ts';
import type { Inheritance } from './take-over.ts';
import { timing } from './timing.ts';

/** Keeps the order that a crash would mix up: which message waits for the turn of which. */
export interface TurnOrder {
  /** Waits until the turn that was cut off in the session of a request goes on. */
  waitForInterrupted(request: TurnRequest, job: TurnJob): Promise<void>;
  /** The turn of a request goes on, or is over: the others of its session may follow. */
  goOn(request: TurnRequest): void;
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
  { stores }: Pick<ReadyAccount, 'stores'>,
  { interrupted }: Pick<Inheritance, 'interrupted'>,
): TurnOrder {
  const members = new Map<string, TurnRequest[]>();
  const find = async (key: string) => (await stores.ledger.find([key])).get(key);

  return {
    async waitForInterrupted({ id, route }, job) {
      for (let first = interrupted.get(route.sessionKey); first !== undefined && first !== id; ) {
        job.onStarted();
        const entry = await find(first);
        if (entry?.state !== 'waiting' && entry?.state !== 'running') return;
        await sleep(timing.lookMs, undefined, { signal: job.signal });
        first = interrupted.get(route.sessionKey);
      }
    },

    goOn({ id, route }) {
      if (interrupted.get(route.sessionKey) === id) interrupted.delete(route.sessionKey);
    },

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
