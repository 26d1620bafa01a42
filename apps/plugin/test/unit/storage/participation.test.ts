import { openStateFile } from '@clawmost/mm-inbox/sqlite';
import { participationMs } from '@clawmost/mm-policy';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createParticipation } from '../../../src/storage/sqlite/participation.ts';
import { temporaryStateFile } from '../../support/state-file.ts';

function open() {
  const file = openStateFile(':memory:');
  onTestFinished(() => file.close());
  return { file, ...createParticipation(file) };
}

const week = participationMs;

describe('the participation in a thread', () => {
  it('outlives a restart', () => {
    const { file, reopened } = temporaryStateFile();
    createParticipation(file).note('root', 1_000);
    expect(createParticipation(reopened()).lastAnswerAt('root', 2_000)).toBe(1_000);
  });

  it('lasts for 7 days from the last answer, and not a moment longer', () => {
    const { note, lastAnswerAt } = open();
    note('root', 1_000);
    expect(lastAnswerAt('root', 1_000 + week - 1)).toBe(1_000);
    expect(lastAnswerAt('root', 1_000 + week)).toBeUndefined();
    note('root', week);
    expect(lastAnswerAt('root', 1_000 + week)).toBe(week);
  });

  it('does not count for what was written before the first answer, whenever that is asked', () => {
    const { note, lastAnswerAt } = open();
    note('root', 5_000);
    note('root', 9_000);
    expect(lastAnswerAt('root', 4_999)).toBeUndefined();
    expect(lastAnswerAt('root', 5_000)).toBe(5_000);
    expect(lastAnswerAt('root', 7_000)).toBe(7_000);
    expect(lastAnswerAt('other', 9_000)).toBeUndefined();
  });

  it('begins anew after a pause that was too long', () => {
    const { note, lastAnswerAt } = open();
    note('root', 0);
    note('root', 2 * week);
    expect(lastAnswerAt('root', 2 * week - 1)).toBeUndefined();
    expect(lastAnswerAt('root', 2 * week)).toBe(2 * week);
  });

  it('does not depend on the order in which answers are noted', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: week }), { minLength: 1, maxLength: 6 }),
        fc.nat(2 * week),
        (times, at) => {
          const [one, other] = [open(), open()];
          for (const time of times) one.note('root', time);
          for (const time of times.toSorted((a, b) => a - b)) other.note('root', time);
          expect(one.lastAnswerAt('root', at)).toBe(other.lastAnswerAt('root', at));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('is forgotten first where the thread was quiet longest, beyond 5,000 threads', () => {
    const { file, note, lastAnswerAt } = open();
    for (let index = 0; index <= 5_000; index += 1) note(`root-${index}`, 1_000 + index);
    expect(file.database.prepare('SELECT count(*) AS n FROM participation').get()).toEqual({ n: 5_000 });
    expect(lastAnswerAt('root-0', 9_000)).toBeUndefined();
    expect(lastAnswerAt('root-1', 9_000)).toBe(1_001);
  });

  it('that an earlier version noted still counts', () => {
    const file = openStateFile(':memory:');
    onTestFinished(() => file.close());
    file.migrate('participation', [
      `CREATE TABLE participation (root_id TEXT PRIMARY KEY, answered_at INTEGER NOT NULL) STRICT;
       CREATE INDEX participation_by_time ON participation (answered_at);
       INSERT INTO participation VALUES ('root', 7000);`,
    ]);
    expect(createParticipation(file).lastAnswerAt('root', 8_000)).toBe(7_000);
  });
});
