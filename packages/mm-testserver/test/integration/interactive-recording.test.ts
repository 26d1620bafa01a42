import { expect, it } from 'vitest';
import { type Outcome, playTopics } from '../replay/interactive/play.ts';
import { topicGroups } from '../replay/interactive/steps.ts';

// `test/replay/interactive/skipped.ts` has the reasons. Notes of the recorder, which only sum up other records, count nowhere.
it.each([
  { version: '9.11', replayed: 851, skipped: 46 },
  { version: '10.11', replayed: 848, skipped: 47 },
  { version: '11.1', replayed: 5, skipped: 28 },
] as const)(
  'Buttons, dialogs, commands and webhooks work as on a real $version: $replayed records',
  async ({ version, replayed, skipped }) => {
    const outcomes: Outcome[] = [];
    for (const topics of topicGroups) outcomes.push(await playTopics(topics, version));
    expect(outcomes.flatMap(({ differences }) => differences)).toEqual([]);
    const sum = (count: 'replayed' | 'skipped') => outcomes.reduce((total, outcome) => total + outcome[count], 0);
    expect({ replayed: sum('replayed'), skipped: sum('skipped') }).toEqual({ replayed, skipped });
  },
  300_000,
);
