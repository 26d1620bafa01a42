import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noteAnswer, participationMs, type ThreadParticipation, takesPart } from '../../src/index.ts';

const none: ThreadParticipation = new Map();

describe('noteAnswer', () => {
  it('keeps the bot in a thread for seven days after each answer', () => {
    const once = noteAnswer(none, 'a', 0);
    const twice = noteAnswer(once, 'a', 1000);
    expect(takesPart(once.get('a'), participationMs - 1)).toBe(true);
    expect(takesPart(once.get('a'), participationMs)).toBe(false);
    expect(takesPart(twice.get('a'), participationMs + 999)).toBe(true);
    expect(participationMs).toBe(7 * 24 * 3600 * 1000);
  });

  it('leaves the value given as it was', () => {
    noteAnswer(none, 'a', 0);
    expect(none.size).toBe(0);
  });

  it('forgets what has run out', () => {
    expect([...noteAnswer(noteAnswer(none, 'a', 0), 'b', participationMs).keys()]).toEqual(['b']);
  });

  it('does not shorten participation when the clock was set back', () => {
    expect(noteAnswer(noteAnswer(none, 'a', 1000), 'a', 10).get('a')).toBe(1000);
  });

  it('never remembers more than its bound, and always the latest', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e')),
        fc.integer({ min: 1, max: 4 }),
        (answers, most) => {
          let threads = none;
          for (const [index, thread] of answers.entries()) threads = noteAnswer(threads, thread, index, { most });
          const latest = [...new Set([...answers].reverse())].slice(0, most).reverse();
          expect([...threads.keys()]).toEqual(latest);
        },
      ),
    );
  });
});
