import { setImmediate as nextTick } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { QueueMode } from '../../../src/host/session-entry.ts';
import { SessionGate } from '../../../src/turns/session-gate.ts';
import type { GateResult } from '../../../src/turns/session-order.ts';
import { stopOwnTurns } from '../../../src/turns/stop.ts';
import { createTurn, type Turn, type TurnRequest } from '../../../src/turns/turn.ts';
import { turnRequest } from '../../support/turn-request.ts';

/** A turn that came to the gate. */
interface Visitor {
  readonly turn: Turn;
  readonly owner: AbortController;
  /** What it was told, once or, if the gate is wrong, more often. */
  readonly told: (GateResult | 'aborted')[];
  hasLeft: boolean;
}

const at = fc.nat({ max: 30 });
const steps = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      act: fc.constant('come' as const),
      who: fc.constantFrom('alice', 'bob', 'carol'),
      where: fc.constantFrom('ops', 'ops', 'dev'),
      mode: fc.constantFrom<QueueMode>('steer', 'steer', 'followup', 'collect', 'interrupt'),
      writtenAt: at,
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      act: fc.constantFrom(
        'start',
        'join',
        'ask',
        'end',
        'leave',
        'leave',
        'leave',
        'again',
        'withdraw',
        'abort',
        'stopOwn',
      ),
      index: at,
    }),
  },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('stopAll' as const) }) },
);
type Step = typeof steps extends fc.Arbitrary<infer T> ? T : never;

const { route } = turnRequest('any');
const key = route.sessionKey;

function open() {
  const gate = new SessionGate();
  const visitors: Visitor[] = [];
  const reserved = new Set<string>();
  const inSession = () => visitors.filter(({ turn }) => gate.turnsIn(key).includes(turn));
  const waiting = () => visitors.filter(({ told }) => told.length === 0);
  const pick = <T>(list: readonly T[], index: number): T | undefined => list[index % list.length];

  async function enter(id: string, mode: QueueMode, more: Partial<TurnRequest>): Promise<void> {
    const owner = new AbortController();
    const turn = createTurn('default', turnRequest(id, { ...more, route }), owner.signal);
    const visitor: Visitor = { turn, owner, told: [], hasLeft: false };
    visitors.push(visitor);
    const cancel = () => {
      reserved.delete(id);
      gate.cancelReservation(key, { accountId: 'default', id });
    };
    gate.enter(turn, mode, owner.signal).then(
      result => {
        visitor.told.push(result);
        if (result.act === 'enter') reserved.delete(id);
        else cancel();
      },
      () => {
        visitor.told.push('aborted');
        cancel();
      },
    );
    await nextTick();
  }

  function leave(visitor: Visitor): void {
    visitor.hasLeft = true;
    gate.leave(visitor.turn);
  }

  async function take(step: Step): Promise<void> {
    if (step.act === 'come') {
      const { who, where, mode, writtenAt } = step;
      const channel = { id: where, name: where } as TurnRequest['channel'];
      await enter(`m${visitors.length}`, mode, {
        speaker: { id: who, name: who },
        timestamp: writtenAt,
        writtenAt,
        channel,
      });
    } else if (step.act === 'stopAll') gate.markStopped(key);
    else await change(step.act, (step as { index: number }).index);
    await nextTick();
  }

  async function change(act: string, index: number): Promise<void> {
    const one = pick(inSession(), index);
    const queued = pick(waiting(), index);
    if (act === 'abort') queued?.owner.abort();
    if (act === 'withdraw')
      gate.withdraw((pick([one, queued], index) ?? one ?? queued)?.turn ?? never, 'prompt-deleted');
    if (!one) return;
    if (act === 'start') one.turn.isStarted = true;
    if (act === 'join') one.turn.joined = gate.turnsIn(key)[0];
    if (act === 'ask') one.turn.hasQuestion = true;
    if (act === 'end') Object.assign(one.turn, { isEnding: true, hasQuestion: false });
    if (act === 'stopOwn') stopOwnTurns(gate, one.turn.request);
    if (act === 'leave') leave(one);
    else if (act === 'again') {
      const { id, timestamp } = one.turn.request;
      reserved.add(id);
      gate.reserveFor(key, { accountId: 'default', id, writtenAt: timestamp });
      leave(one);
      await enter(id, pick(['steer', 'followup', 'collect', 'interrupt'] as const, index) ?? 'steer', one.turn.request);
    } else gate.admitNext(one.turn);
  }

  return { gate, visitors, reserved, inSession, waiting, take, leave };
}

const never = createTurn('default', turnRequest('never'), new AbortController().signal);

it('Every turn is told once what becomes of it, in the order of writing, and nothing stays behind', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { maxLength: 60 }), async list => {
      const { gate, visitors, reserved, inSession, waiting, take, leave } = open();
      for (const step of list) {
        const before = new Set(inSession());
        const wasReserved = reserved.size > 0 || step.act === 'again';
        await take(step);
        const [first] = inSession().filter(one => !before.has(one));
        const isFirst = ![...before].some(one => inSession().includes(one));
        // A free session is given to the turn that was written first, unless it is reserved for one that goes again.
        if (first && isFirst && !wasReserved) {
          const earliest = Math.min(...[first, ...waiting()].map(({ turn }) => turn.request.timestamp));
          expect(first.turn.request.writtenAt).toBeLessThanOrEqual(earliest);
        }
        // Somebody is in the session whenever somebody waits.
        if (waiting().length > 0 && reserved.size === 0) expect(inSession()).not.toEqual([]);
      }
      for (let round = 0; gate.allTurns().length > 0; round += 1) {
        expect(round).toBeLessThan(200);
        for (const id of [...reserved]) {
          reserved.delete(id);
          gate.cancelReservation(key, { accountId: 'default', id });
        }
        await nextTick();
        for (const one of inSession()) leave(one);
        await nextTick();
      }
      for (const { told } of visitors) expect(told).toHaveLength(1);
      for (const { told, turn } of visitors) {
        const [result] = told;
        if (result === 'aborted' || result?.act !== 'collected') continue;
        expect(result.into.request.posts).toContain(turn.request.id);
      }
    }),
    { numRuns: 500 },
  );
});
