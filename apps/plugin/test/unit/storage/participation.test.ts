import { participationMs } from '@clawmost/mm-policy';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryParticipation } from '../../../src/storage/memory/participation.ts';
import { sqliteParticipation } from '../../../src/storage/sqlite/participation.ts';
import { temporaryStateFile } from '../../support/state-file.ts';
import { implementations } from '../../support/stores.ts';

const week = participationMs;

describe.each(implementations)('The participation in threads in %s', (_, open) => {
  it('An answer counts for 7 days, and a later answer starts the 7 days again', async () => {
    const { participation } = open();
    await participation.note('root', 1_000);
    expect(await participation.lastAnswerAt('root', 1_000 + week - 1)).toBe(1_000);
    expect(await participation.lastAnswerAt('root', 1_000 + week)).toBeUndefined();
    await participation.note('root', week);
    expect(await participation.lastAnswerAt('root', 1_000 + week)).toBe(week);
  });

  it('An answer does not count for posts that were written before it, whenever it is asked for', async () => {
    const { participation } = open();
    await participation.note('root', 5_000);
    await participation.note('root', 9_000);
    expect(await participation.lastAnswerAt('root', 4_999)).toBeUndefined();
    expect(await participation.lastAnswerAt('root', 5_000)).toBe(5_000);
    expect(await participation.lastAnswerAt('root', 7_000)).toBe(7_000);
  });

  it('An answer in one thread does not count in another', async () => {
    const { participation } = open();
    await participation.note('root', 5_000);
    expect(await participation.lastAnswerAt('other', 9_000)).toBeUndefined();
  });

  it('A thread without an answer for 7 days starts again with the next answer', async () => {
    const { participation } = open();
    await participation.note('root', 0);
    await participation.note('root', 2 * week);
    expect(await participation.lastAnswerAt('root', 2 * week - 1)).toBeUndefined();
    expect(await participation.lastAnswerAt('root', 2 * week)).toBe(2 * week);
  });

  it('An answer that is noted late, from before a pause of 7 days, changes nothing', async () => {
    const { participation } = open();
    await participation.note('root', 2 * week);
    await participation.note('root', 0);
    expect(await participation.lastAnswerAt('root', 2 * week - 1)).toBeUndefined();
    expect(await participation.lastAnswerAt('root', 2 * week)).toBe(2 * week);
  });

  it('Beyond 5,000 threads, the thread with the oldest answer is forgotten first', async () => {
    const { participation } = open();
    for (let index = 0; index <= 5_000; index += 1) await participation.note(`root-${index}`, 1_000 + index);
    expect(await participation.lastAnswerAt('root-0', 9_000)).toBeUndefined();
    expect(await participation.lastAnswerAt('root-1', 9_000)).toBe(1_001);
    expect(await participation.lastAnswerAt('root-5000', 9_000)).toBe(6_000);
  });
});

describe('The participation in threads', () => {
  const answers = fc.array(fc.record({ root: fc.constantFrom('a', 'b'), at: fc.nat(3 * week) }), { maxLength: 8 });

  it('The memory and the SQLite implementation say the same after any answers in any order', async () => {
    await fc.assert(
      fc.asyncProperty(answers, fc.nat(4 * week), async (noted, at) => {
        const { file } = temporaryStateFile();
        const [memory, sqlite] = [memoryParticipation(), sqliteParticipation(file)];
        for (const answer of noted) {
          await memory.note(answer.root, answer.at);
          await sqlite.note(answer.root, answer.at);
        }
        expect(await sqlite.lastAnswerAt('a', at)).toBe(await memory.lastAnswerAt('a', at));
      }),
      { numRuns: 50 },
    );
  });

  it('The order in which the answers of one week are noted does not matter', async () => {
    const times = fc.uniqueArray(fc.integer({ min: 0, max: week }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(times, fc.nat(2 * week), async (noted, at) => {
        const [asNoted, sorted] = [memoryParticipation(), memoryParticipation()];
        for (const time of noted) await asNoted.note('root', time);
        for (const time of noted.toSorted((a, b) => a - b)) await sorted.note('root', time);
        expect(await asNoted.lastAnswerAt('root', at)).toBe(await sorted.lastAnswerAt('root', at));
      }),
    );
  });
});

describe('The participation in threads in a SQLite file', () => {
  it('An answer survives a restart', async () => {
    const { file, reopen } = temporaryStateFile();
    await sqliteParticipation(file).note('root', 1_000);
    expect(await sqliteParticipation(reopen()).lastAnswerAt('root', 2_000)).toBe(1_000);
  });

  it('An answer that an earlier version noted still counts, and for nothing before it', async () => {
    const { file } = temporaryStateFile();
    file.migrate('participation', [
      `CREATE TABLE participation (root_id TEXT PRIMARY KEY, answered_at INTEGER NOT NULL) STRICT;
       CREATE INDEX participation_by_time ON participation (answered_at);
       INSERT INTO participation VALUES ('root', 7000);`,
    ]);
    const participation = sqliteParticipation(file);
    expect(await participation.lastAnswerAt('root', 8_000)).toBe(7_000);
    expect(await participation.lastAnswerAt('root', 6_000)).toBeUndefined();
  });

  it('A thread that is forgotten leaves no row behind', async () => {
    const { file } = temporaryStateFile();
    const participation = sqliteParticipation(file);
    await participation.note('old', 0);
    await participation.note('new', week);
    expect(file.database.prepare('SELECT root_id FROM participation').all()).toEqual([{ root_id: 'new' }]);
  });
});
