import { describe, expect, it } from 'vitest';
import type { MattermostVersion } from '../../src/index.ts';
import { notReplayed } from '../replay/not-replayed.ts';
import { recording } from '../replay/recording.ts';
import { replay } from '../replay/replay.ts';

/** How many entries of each version are replayed and skipped; `not-replayed.ts` has the reasons. */
const counts: Readonly<Record<MattermostVersion, { readonly replayed: number; readonly skipped: number }>> = {
  '5.37': { replayed: 190, skipped: 32 },
  '6.7': { replayed: 193, skipped: 32 },
  '9.11': { replayed: 193, skipped: 32 },
  '10.11': { replayed: 193, skipped: 32 },
  '11.1': { replayed: 193, skipped: 32 },
};

const versions = Object.keys(counts) as MattermostVersion[];

function recordingsOf(version: MattermostVersion): ReturnType<typeof recording>[] {
  return ['', '-faults'].map(suffix => recording(`mattermost-${version}${suffix}.json`, version));
}

describe('Recordings of real servers', () => {
  it.each(versions)('The server gives the same answers as a real %s', async version => {
    let replayed = 0;
    let skipped = 0;
    for (const which of recordingsOf(version)) {
      const outcome = await replay(which);
      expect(outcome.differences).toEqual([]);
      replayed += outcome.replayed.length;
      skipped += outcome.skipped.length;
      expect(outcome.replayed.length + outcome.skipped.length).toBe(which.entries.length);
    }
    expect({ replayed, skipped }).toEqual(counts[version]);
  });

  it('Every entry that is not replayed is in a recording', () => {
    const labels = new Set(versions.flatMap(recordingsOf).flatMap(({ entries }) => entries.map(({ label }) => label)));
    expect(Object.keys(notReplayed).filter(label => !labels.has(label))).toEqual([]);
  });
});
