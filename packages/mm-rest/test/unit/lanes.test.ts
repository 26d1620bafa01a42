import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countAhead, type LaneCounts, lanes, laneToDropFrom, nextLane, roomNeeded } from '../../src/lanes.ts';

const lane = fc.constantFrom(...lanes);
const size = fc.nat(1_000);
const waiting: fc.Arbitrary<LaneCounts> = fc.record({
  final: fc.nat(5),
  read: fc.nat(5),
  typing: fc.nat(5),
  preview: fc.nat(5),
});

it('A call never goes before one of a better lane', () => {
  fc.assert(
    fc.property(waiting, fc.nat(1_000), size, (waiting, free, size) => {
      const picked = nextLane(waiting, free, size);
      if (picked === undefined) return;
      expect(waiting[picked]).toBeGreaterThan(0);
      expect(lanes.slice(0, lanes.indexOf(picked)).every(better => waiting[better] === 0)).toBe(true);
    }),
  );
});

it('A final call goes whenever there is room for one', () => {
  fc.assert(
    fc.property(waiting, fc.integer({ min: 1, max: 1_000 }), size, (waiting, free, size) => {
      expect(nextLane({ ...waiting, final: 1 }, free, size)).toBe('final');
    }),
  );
});

it('No lane needs more room than a worse lane', () => {
  fc.assert(
    fc.property(size, size => {
      const rooms = lanes.map(lane => roomNeeded(lane, size));
      expect(rooms).toEqual(rooms.toSorted((a, b) => a - b));
      expect(rooms.every(room => room >= 1 && room <= Math.max(1, size))).toBe(true);
    }),
  );
});

it('A full queue never drops a call of a better lane for a new one', () => {
  fc.assert(
    fc.property(waiting, lane, (waiting, newcomer) => {
      const dropped = laneToDropFrom(waiting, newcomer);
      if (dropped === undefined) return;
      expect(waiting[dropped]).toBeGreaterThan(0);
      expect(lanes.indexOf(dropped)).toBeGreaterThanOrEqual(lanes.indexOf(newcomer));
    }),
  );
});

it('A new final call is dropped only when nothing but final calls wait', () => {
  const full = { final: 9, read: 0, typing: 0, preview: 0 };
  expect(laneToDropFrom(full, 'final')).toBeUndefined();
  expect(laneToDropFrom({ ...full, read: 1 }, 'final')).toBe('read');
});

it('The older of two signs of typing is dropped, but the newer of two reads', () => {
  const none = { final: 0, read: 0, typing: 0, preview: 0 };
  expect(laneToDropFrom({ ...none, typing: 1 }, 'typing')).toBe('typing');
  expect(laneToDropFrom({ ...none, read: 1 }, 'read')).toBeUndefined();
});

it('Calls of better lanes and of the same lane are ahead of a new one', () => {
  const waiting = { final: 1, read: 2, typing: 4, preview: 8 };
  expect(lanes.map(lane => countAhead(waiting, lane))).toEqual([1, 3, 7, 15]);
});
