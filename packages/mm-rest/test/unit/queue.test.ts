import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lanes } from '../../src/lanes.ts';
import { Queue, type Waiter } from '../../src/queue.ts';

const waiter: fc.Arbitrary<Waiter> = fc.record({
  lane: fc.constantFrom(...lanes),
  edits: fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined }),
  expiresAt: fc.nat(100),
});

function all(queue: Queue<Waiter>): Waiter[] {
  const found: Waiter[] = [];
  for (;;) {
    const next = lanes.map(lane => queue.first(lane)).find(first => first !== undefined);
    if (next === undefined) return found;
    queue.remove(next);
    found.push(next);
  }
}

it('never holds more than its bound, and loses nobody without saying so', () => {
  fc.assert(
    fc.property(fc.array(waiter, { maxLength: 60 }), fc.integer({ min: 1, max: 10 }), (waiters, max) => {
      const queue = new Queue<Waiter>(max);
      const gone = new Set<Waiter>();
      for (const waiter of waiters) {
        const victim = queue.add(waiter);
        if (victim !== undefined) gone.add(victim);
        expect(queue.size).toBeLessThanOrEqual(max);
      }
      const left = all(queue);
      expect(new Set([...left, ...gone])).toEqual(new Set(waiters));
      expect(left.length + gone.size).toBe(waiters.length);
    }),
  );
});

it('serves each lane in the order of arrival', () => {
  fc.assert(
    fc.property(fc.array(waiter), waiters => {
      const queue = new Queue<Waiter>(1_000);
      for (const waiter of waiters) queue.add(waiter);
      const expected = lanes.flatMap(lane => waiters.filter(waiter => waiter.lane === lane));
      expect(all(queue)).toEqual(expected);
    }),
  );
});

it('takes out exactly those for whom it is too late', () => {
  fc.assert(
    fc.property(fc.array(waiter), fc.nat(100), (waiters, time) => {
      const queue = new Queue<Waiter>(1_000);
      for (const waiter of waiters) queue.add(waiter);
      const late = queue.expire(time);
      expect(late.every(({ expiresAt }) => expiresAt <= time)).toBe(true);
      expect(queue.nextExpiry()).toBeGreaterThan(time);
      expect(queue.size).toBe(waiters.length - late.length);
    }),
  );
});

it('knows the preview that a newer edit of the same replaces, and keeps its place', () => {
  const queue = new Queue<Waiter>(10);
  const older: Waiter = { lane: 'preview', edits: 'a', expiresAt: 1 };
  const other: Waiter = { lane: 'preview', edits: 'b', expiresAt: 1 };
  const newer: Waiter = { lane: 'preview', edits: 'a', expiresAt: 2 };
  queue.add(older);
  queue.add(other);
  expect(queue.supersededBy(newer)).toBe(older);
  queue.replace(older, newer);
  expect(all(queue)).toEqual([newer, other]);
  expect(queue.supersededBy(newer)).toBeUndefined();
});

it('never takes a final edit for a preview to be replaced', () => {
  const queue = new Queue<Waiter>(10);
  queue.add({ lane: 'final', edits: 'a', expiresAt: 1 });
  expect(queue.supersededBy({ lane: 'preview', edits: 'a', expiresAt: 2 })).toBeUndefined();
});
