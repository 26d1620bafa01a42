import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isParticipating, noteAnswer, participationMs, type ThreadParticipation } from '../../src/index.ts';

const none: ThreadParticipation = new Map();

it('The bot participates in a thread for seven days after each answer', () => {
  const once = noteAnswer(none, 'a', 0);
  const twice = noteAnswer(once, 'a', 1000);
  expect(isParticipating(once.get('a'), participationMs - 1)).toBe(true);
  expect(isParticipating(once.get('a'), participationMs)).toBe(false);
  expect(isParticipating(twice.get('a'), participationMs + 999)).toBe(true);
  expect(participationMs).toBe(7 * 24 * 3600 * 1000);
});

it('The given map is not changed', () => {
  noteAnswer(none, 'a', 0);
  expect(none.size).toBe(0);
});

it('Threads in which the bot no longer participates are removed', () => {
  expect([...noteAnswer(noteAnswer(none, 'a', 0), 'b', participationMs).keys()]).toEqual(['b']);
});

it('A clock that was set back does not shorten participation', () => {
  expect(noteAnswer(noteAnswer(none, 'a', 1000), 'a', 10).get('a')).toBe(1000);
});

it('No more threads than the limit are remembered, always the latest', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e')), fc.integer({ min: 1, max: 4 }), (answers, most) => {
      let threads = none;
      for (const [index, thread] of answers.entries())
        threads = noteAnswer(threads, thread, index, { maxThreads: most });
      const latest = [...new Set([...answers].reverse())].slice(0, most).reverse();
      expect([...threads.keys()]).toEqual(latest);
    }),
  );
});
