import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ConversationQueue, type QueuedEntry } from '../../src/queue/conversation-queue.ts';

function waiting(key: string, conversation: string, at: number, more: Partial<QueuedEntry> = {}): QueuedEntry {
  const state = { dueAt: 0, isRetry: false, isSuspect: false, source: 'live' as const, verdict: undefined };
  return { key, conversation, channelId: conversation, at, ...state, ...more };
}

const open = (): boolean => true;

it('The queue gives out each conversation in order and one entry at a time', () => {
  const entry = fc.record({ conversation: fc.constantFrom('a', 'b', 'c'), at: fc.nat({ max: 20 }) });
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 40 }), fc.infiniteStream(fc.boolean()), (entries, frees) => {
      const queue = new ConversationQueue();
      for (const [index, { conversation, at }] of entries.entries()) {
        queue.add(waiting(`k${String(index).padStart(2, '0')}`, conversation, at));
      }
      const taken: QueuedEntry[] = [];
      const busy = new Set<string>();
      while (queue.size > 0) {
        const next = queue.take(0, open);
        if (next !== undefined) {
          expect(busy.has(next.conversation)).toBe(false);
          taken.push(next);
          busy.add(next.conversation);
        }
        if (next === undefined || frees.next().value) {
          for (const conversation of busy) queue.free(conversation);
          busy.clear();
        }
      }
      expect(taken).toHaveLength(entries.length);
      for (const conversation of ['a', 'b', 'c']) {
        const order = taken.filter(one => one.conversation === conversation).map(({ at, key }) => `${at + 100} ${key}`);
        expect(order).toEqual([...order].sort());
      }
    }),
  );
});

it('A later entry does not pass an earlier one that was put back', () => {
  const queue = new ConversationQueue();
  queue.add(waiting('first', 'a', 1, { dueAt: 50 }));
  queue.add(waiting('second', 'a', 2));
  expect(queue.take(10, open)).toBeUndefined();
  expect(queue.nextDue(10)).toBe(50);
  expect(queue.take(50, open)?.key).toBe('first');
});

it('A later entry passes an earlier one that waits for a retry', () => {
  const queue = new ConversationQueue();
  queue.add(waiting('failed', 'a', 1, { dueAt: 50, isRetry: true }));
  queue.add(waiting('second', 'a', 2));
  queue.add(waiting('third', 'a', 3));
  expect(queue.take(10, open)?.key).toBe('second');
  queue.free('a');
  expect(queue.nextDue(10)).toBe(50);
  expect(queue.take(50, open)?.key).toBe('failed');
  queue.free('a');
  expect(queue.take(50, open)?.key).toBe('third');
});

it('An entry is due when the clock was set back further than the longest pause', () => {
  const queue = new ConversationQueue();
  queue.add(waiting('first', 'a', 1, { dueAt: 3_600_000 }));
  expect(queue.take(3_600_000 - 120_000, open)).toBeUndefined();
  expect(queue.take(1_000, open)?.key).toBe('first');
});

it('The queue gives out nothing from closed channels', () => {
  const queue = new ConversationQueue();
  queue.add(waiting('one', 'a', 1));
  queue.add(waiting('two', 'b', 2));
  expect(queue.take(0, ({ channelId }) => channelId === 'b')?.key).toBe('two');
  expect(queue.take(0, ({ channelId }) => channelId === 'b')).toBeUndefined();
  expect([...queue.channels()]).toEqual(['a']);
});

it('The queue knows whether an entry must be handled alone', () => {
  const queue = new ConversationQueue();
  queue.add(waiting('one', 'a', 1, { isSuspect: true }));
  expect(queue.hasSuspects).toBe(true);
  queue.remove('one');
  expect(queue.hasSuspects).toBe(false);
});

it('Conversations take turns', () => {
  const queue = new ConversationQueue();
  for (const key of ['a1', 'a2', 'b1', 'b2']) queue.add(waiting(key, key.charAt(0), Number(key.charAt(1))));
  const order: (string | undefined)[] = [];
  for (let n = 0; n < 4; n++) {
    const next = queue.take(0, open);
    order.push(next?.key);
    queue.free(next?.conversation ?? '');
  }
  expect(order).toEqual(['a1', 'b1', 'a2', 'b2']);
});
