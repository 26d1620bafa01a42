import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lanes } from '../../src/lanes.ts';
import { Queue, type QueuedCall } from '../../src/queue.ts';

const queuedCall: fc.Arbitrary<QueuedCall> = fc.record({
  lane: fc.constantFrom(...lanes),
  edits: fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined }),
  expiresAt: fc.nat(100),
});

function all(queue: Queue<QueuedCall>): QueuedCall[] {
  const found: QueuedCall[] = [];
  for (;;) {
    const next = lanes.map(lane => queue.first(lane)).find(first => first !== undefined);
    if (next === undefined) return found;
    queue.remove(next);
    found.push(next);
  }
}

it('A queue never holds more than its limit, and reports every call that it drops', () => {
  fc.assert(
    fc.property(fc.array(queuedCall, { maxLength: 60 }), fc.integer({ min: 1, max: 10 }), (calls, max) => {
      const queue = new Queue<QueuedCall>();
      const gone = new Set<QueuedCall>();
      for (const call of calls) {
        const dropped = queue.add(call, max);
        if (dropped !== undefined) gone.add(dropped);
        expect(queue.size).toBeLessThanOrEqual(max);
      }
      const left = all(queue);
      expect(new Set([...left, ...gone])).toEqual(new Set(calls));
      expect(left.length + gone.size).toBe(calls.length);
    }),
  );
});

it('Each lane is served in the order of arrival', () => {
  fc.assert(
    fc.property(fc.array(queuedCall), calls => {
      const queue = new Queue<QueuedCall>();
      for (const call of calls) queue.add(call, 1_000);
      const expected = lanes.flatMap(lane => calls.filter(call => call.lane === lane));
      expect(all(queue)).toEqual(expected);
    }),
  );
});

it('Exactly the calls that have expired are taken out', () => {
  fc.assert(
    fc.property(fc.array(queuedCall), fc.nat(100), (calls, time) => {
      const queue = new Queue<QueuedCall>();
      for (const call of calls) queue.add(call, 1_000);
      const expired = queue.removeExpired(time);
      expect(expired.every(({ expiresAt }) => expiresAt <= time)).toBe(true);
      expect(queue.nextExpiry()).toBeGreaterThan(time);
      expect(queue.size).toBe(calls.length - expired.length);
    }),
  );
});

it('A newer preview of the same post takes the place of the older one in the queue', () => {
  const queue = new Queue<QueuedCall>();
  const older: QueuedCall = { lane: 'preview', edits: 'a', expiresAt: 1 };
  const other: QueuedCall = { lane: 'preview', edits: 'b', expiresAt: 1 };
  const newer: QueuedCall = { lane: 'preview', edits: 'a', expiresAt: 2 };
  queue.add(older, 1_000);
  queue.add(other, 1_000);
  expect(queue.supersededBy(newer)).toBe(older);
  queue.replace(older, newer);
  expect(all(queue)).toEqual([newer, other]);
  expect(queue.supersededBy(newer)).toBeUndefined();
});

it('A final edit is never replaced by a preview', () => {
  const queue = new Queue<QueuedCall>();
  queue.add({ lane: 'final', edits: 'a', expiresAt: 1 }, 1_000);
  expect(queue.supersededBy({ lane: 'preview', edits: 'a', expiresAt: 2 })).toBeUndefined();
});
