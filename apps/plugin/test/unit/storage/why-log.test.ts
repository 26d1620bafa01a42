import { expect, it } from 'vitest';
import { createWhyLog } from '../../../src/storage/sqlite/why-log.ts';
import { temporaryStateFile } from '../../support/state-file.ts';

const why = (postId: string, code: string, at = 1) => ({ postId, channelId: 'ops', userId: 'alice', at, code });

it('tells all decisions about a post, oldest first, also after a restart', () => {
  const { file, reopened } = temporaryStateFile();
  const log = createWhyLog(file);
  log.note(why('one', 'not-mentioned', 1));
  log.note(why('other', 'own-post', 2));
  log.note(why('one', 'delivered', 3));
  expect(createWhyLog(reopened()).about('one')).toEqual([why('one', 'not-mentioned', 1), why('one', 'delivered', 3)]);
});

it('knows nothing about a post that it never saw', () => {
  expect(createWhyLog(temporaryStateFile().file).about('one')).toEqual([]);
});

it('keeps the last 10,000 decisions and forgets the oldest first', () => {
  const { file } = temporaryStateFile();
  const log = createWhyLog(file);
  file.database.exec(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
     INSERT INTO why (post_id, channel_id, user_id, at, code) SELECT 'post ' || i, 'ops', 'alice', i, 'not-mentioned' FROM n`,
  );
  log.note(why('the newest', 'delivered'));
  expect(log.about('post 1')).toEqual([]);
  expect(log.about('post 2')).toHaveLength(1);
  expect(log.about('the newest')).toHaveLength(1);
});
