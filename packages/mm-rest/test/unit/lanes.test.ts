import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ahead, lanes, needed, pickLane, pickVictim, type Waiting } from '../../src/lanes.ts';

const lane = fc.constantFrom(...lanes);
const size = fc.nat(1_000);
const waiting: fc.Arbitrary<Waiting> = fc.record({
  final: fc.nat(5),
  read: fc.nat(5),
  typing: fc.nat(5),
  preview: fc.nat(5),
});

it('never sends a call while one of a better lane waits', () => {
  fc.assert(
    fc.property(waiting, fc.nat(1_000), size, (waiting, free, size) => {
      const picked = pickLane(waiting, free, size);
      if (picked === undefined) return;
      expect(waiting[picked]).toBeGreaterThan(0);
      expect(lanes.slice(0, lanes.indexOf(picked)).every(better => waiting[better] === 0)).toBe(true);
    }),
  );
});

it('sends a final call whenever there is room for one', () => {
  fc.assert(
    fc.property(waiting, fc.integer({ min: 1, max: 1_000 }), size, (waiting, free, size) => {
      expect(pickLane({ ...waiting, final: 1 }, free, size)).toBe('final');
    }),
  );
});

it('asks no better lane for more room than a worse one', () => {
  fc.assert(
    fc.property(size, size => {
      const rooms = lanes.map(lane => needed(lane, size));
      expect(rooms).toEqual(rooms.toSorted((a, b) => a - b));
      expect(rooms.every(room => room >= 1 && room <= Math.max(1, size))).toBe(true);
    }),
  );
});

it('never gives up a call of a better lane for a newcomer', () => {
  fc.assert(
    fc.property(waiting, lane, (waiting, newcomer) => {
      const victim = pickVictim(waiting, newcomer);
      if (victim === undefined) return;
      expect(waiting[victim]).toBeGreaterThan(0);
      expect(lanes.indexOf(victim)).toBeGreaterThanOrEqual(lanes.indexOf(newcomer));
    }),
  );
});

it('turns away a final call only when nothing but final calls wait', () => {
  const full = { final: 9, read: 0, typing: 0, preview: 0 };
  expect(pickVictim(full, 'final')).toBeUndefined();
  expect(pickVictim({ ...full, read: 1 }, 'final')).toBe('read');
});

it('gives up the older of two signs of typing, but the newer of two reads', () => {
  const none = { final: 0, read: 0, typing: 0, preview: 0 };
  expect(pickVictim({ ...none, typing: 1 }, 'typing')).toBe('typing');
  expect(pickVictim({ ...none, read: 1 }, 'read')).toBeUndefined();
});

it('counts those of better lanes and of its own as ahead', () => {
  const waiting = { final: 1, read: 2, typing: 4, preview: 8 };
  expect(lanes.map(lane => ahead(waiting, lane))).toEqual([1, 3, 7, 15]);
});
