import { describe, expect, it } from 'vitest';
import type { Decision } from '../../../src/storage/decision-log.ts';
import { sqliteDecisionLog } from '../../../src/storage/sqlite/decision-log.ts';
import { temporaryStateFile } from '../../support/state-file.ts';
import { implementations } from '../../support/stores.ts';

const decisionOn = (postId: string, code: string, at = 1): Decision => ({
  ...{ postId, channelId: 'ops', userId: 'alice', at, code },
});

describe.each(implementations)('The decision log in %s', (_, open) => {
  it('All decisions on a post are found, the oldest first', async () => {
    const { decisions } = open();
    await decisions.note(decisionOn('one', 'not-mentioned', 1));
    await decisions.note(decisionOn('other', 'not-mentioned', 2));
    await decisions.note(decisionOn('one', 'delivered', 3));
    expect(await decisions.about('one')).toEqual([
      decisionOn('one', 'not-mentioned', 1),
      decisionOn('one', 'delivered', 3),
    ]);
    expect(await decisions.about('unknown')).toEqual([]);
  });

  it('The last 10,000 decisions are kept, and the oldest are forgotten first', async () => {
    const { decisions } = open();
    for (let number = 1; number <= 10_001; number += 1) await decisions.note(decisionOn(`post ${number}`, 'delivered'));
    expect(await decisions.about('post 1')).toEqual([]);
    expect(await decisions.about('post 2')).toHaveLength(1);
    expect(await decisions.about('post 10001')).toHaveLength(1);
  });
});

describe('The decision log in a SQLite file', () => {
  it('The decisions survive a restart', async () => {
    const { file, reopen } = temporaryStateFile();
    await sqliteDecisionLog(file).note(decisionOn('one', 'not-mentioned'));
    expect(await sqliteDecisionLog(reopen()).about('one')).toEqual([decisionOn('one', 'not-mentioned')]);
  });
});
