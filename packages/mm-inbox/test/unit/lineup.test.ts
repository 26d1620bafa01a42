import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Lineup, type Waiting } from '../../src/queue/lineup.ts';

function waiting(key: string, conversation: string, at: number, dueAt = 0): Waiting {
  return { key, conversation, channelId: conversation, at, dueAt, source: 'live', verdict: undefined };
}

const open = (): boolean => true;

describe('the line-up', () => {
  it('hands each conversation out in the order in which it was written, one at a time', () => {
    const entry = fc.record({ conversation: fc.constantFrom('a', 'b', 'c'), at: fc.nat({ max: 20 }) });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 40 }), fc.infiniteStream(fc.boolean()), (entries, frees) => {
        const lineup = new Lineup();
        for (const [index, { conversation, at }] of entries.entries()) {
          lineup.add(waiting(`k${String(index).padStart(2, '0')}`, conversation, at));
        }
        const taken: Waiting[] = [];
        const busy = new Set<string>();
        while (lineup.size > 0) {
          const next = lineup.take(0, open);
          if (next !== undefined) {
            expect(busy.has(next.conversation)).toBe(false);
            taken.push(next);
            busy.add(next.conversation);
          }
          if (next === undefined || frees.next().value) {
            for (const conversation of busy) lineup.free(conversation);
            busy.clear();
          }
        }
        expect(taken).toHaveLength(entries.length);
        for (const conversation of ['a', 'b', 'c']) {
          const order = taken
            .filter(one => one.conversation === conversation)
            .map(({ at, key }) => `${at + 100} ${key}`);
          expect(order).toEqual([...order].sort());
        }
      }),
    );
  });

  it('does not let a later one pass an earlier one that is not due yet', () => {
    const lineup = new Lineup();
    lineup.add(waiting('first', 'a', 1, 50));
    lineup.add(waiting('second', 'a', 2));
    expect(lineup.take(10, open)).toBeUndefined();
    expect(lineup.nextDue(10, open)).toBe(50);
    expect(lineup.take(50, open)?.key).toBe('first');
  });

  it('leaves closed channels alone', () => {
    const lineup = new Lineup();
    lineup.add(waiting('one', 'a', 1));
    lineup.add(waiting('two', 'b', 2));
    expect(lineup.take(0, channelId => channelId === 'b')?.key).toBe('two');
    expect(lineup.take(0, channelId => channelId === 'b')).toBeUndefined();
    expect([...lineup.channels()]).toEqual(['a']);
  });

  it('lets conversations take turns', () => {
    const lineup = new Lineup();
    for (const key of ['a1', 'a2', 'b1', 'b2']) lineup.add(waiting(key, key.charAt(0), Number(key.charAt(1))));
    const order: (string | undefined)[] = [];
    for (let n = 0; n < 4; n++) {
      const next = lineup.take(0, open);
      order.push(next?.key);
      lineup.free(next?.conversation ?? '');
    }
    expect(order).toEqual(['a1', 'b1', 'a2', 'b2']);
  });
});
