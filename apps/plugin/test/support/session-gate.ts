import { setImmediate as nextTick } from 'node:timers/promises';
import type { QueueMode } from '../../src/host/session-entry.ts';
import { SessionGate } from '../../src/turns/session-gate.ts';
import type { GateResult } from '../../src/turns/session-order.ts';
import { createTurn, type Turn, type TurnRequest } from '../../src/turns/turn.ts';
import { turnRequest } from './turn-request.ts';

const never = new AbortController().signal;

/** A turn at the gate, and what has become of it. */
export interface Visitor {
  readonly turn: Turn;
  result: GateResult | 'waiting' | 'aborted';
}

/** Opens a gate to which turns can come. */
export function openGate() {
  const gate = new SessionGate();
  async function come(
    id: string,
    {
      who = 'alice',
      mode = 'steer' as QueueMode,
      signal = never,
      ...more
    }: { who?: string; mode?: QueueMode; signal?: AbortSignal } & Partial<TurnRequest> = {},
  ): Promise<Visitor> {
    const turn = createTurn('default', turnRequest(id, { speaker: { id: who, name: who }, ...more }), signal);
    const visitor: Visitor = { turn, result: 'waiting' };
    gate.enter(turn, mode, signal).then(
      result => {
        visitor.result = result;
      },
      () => {
        visitor.result = 'aborted';
      },
    );
    await nextTick();
    return visitor;
  }
  async function leave({ turn }: Visitor): Promise<void> {
    gate.leave(turn);
    await nextTick();
  }
  async function start({ turn }: Visitor): Promise<void> {
    turn.isStarted = true;
    gate.admitNext(turn);
    await nextTick();
  }
  return { gate, come, leave, start };
}
