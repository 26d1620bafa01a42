import { describe, expect, it } from 'vitest';
import { notReplayed } from '../replay/not-replayed.ts';
import { recording } from '../replay/recording.ts';
import { replay } from '../replay/replay.ts';

const recordings = [
  recording('mattermost-5.37.json', '5.37'),
  recording('mattermost-5.37-faults.json', '5.37'),
  recording('mattermost-6.7.json', '6.7'),
  recording('mattermost-6.7-faults.json', '6.7'),
];

describe('Recordings of real servers', () => {
  it.each(recordings)('The server gives the same answers as in $file', async which => {
    const { replayed, skipped, differences } = await replay(which);
    expect(differences).toEqual([]);
    expect(replayed.length + skipped.length).toBe(which.entries.length);
    expect(replayed.length).toBeGreaterThan(20);
  });

  it('Every entry that is not replayed is in a recording', () => {
    const labels = new Set(recordings.flatMap(({ entries }) => entries.map(({ label }) => label)));
    expect(Object.keys(notReplayed).filter(label => !labels.has(label))).toEqual([]);
  });
});
