import { participationMs } from '@clawmost/mm-policy';
import { expect, it } from 'vitest';
import { createParticipation } from '../../../src/state/participation.ts';
import { temporaryStateFile } from './state-file.ts';

const start = 1_700_000_000_000;

it('remembers across a restart when the bot last answered in a thread', () => {
  const { file, reopened } = temporaryStateFile();
  const before = createParticipation(file);
  before.note('root', start);
  before.note('root', start + 5);
  expect(createParticipation(reopened()).lastAnswerAt('root', start + 10)).toBe(start + 5);
});

it('knows nothing of a thread in which the bot never spoke', () => {
  expect(createParticipation(temporaryStateFile().file).lastAnswerAt('root', start)).toBeUndefined();
});

it('ends after a while without an answer, which each answer begins anew', () => {
  const participation = createParticipation(temporaryStateFile().file);
  participation.note('quiet', start);
  participation.note('busy', start);
  participation.note('busy', start + 1_000);
  const now = start + participationMs;
  expect(participation.lastAnswerAt('quiet', now)).toBeUndefined();
  expect(participation.lastAnswerAt('busy', now)).toBe(start + 1_000);
});

it('forgets the thread that was quiet longest when there are too many', () => {
  const { file } = temporaryStateFile();
  const participation = createParticipation(file);
  file.database.exec(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
     INSERT INTO participation SELECT 'thread ' || i, ${start} + i FROM n`,
  );
  participation.note('one more', start + 6_000);
  expect(participation.lastAnswerAt('thread 1', start + 6_000)).toBeUndefined();
  expect(participation.lastAnswerAt('thread 2', start + 6_000)).toBe(start + 2);
  expect(participation.lastAnswerAt('one more', start + 6_000)).toBe(start + 6_000);
});
