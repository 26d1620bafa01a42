import { describe, expect, it } from 'vitest';
import type { MattermostVersion } from '../../src/index.ts';
import { recording } from '../replay/recording.ts';
import { replay } from '../replay/replay.ts';

/** How many entries each version has. All are replayed; the recorder of 5.37 had no rate limiter. */
const counts: Readonly<Record<MattermostVersion, number>> = {
  '5.37': 222,
  '6.7': 225,
  '9.11': 225,
  '10.11': 225,
  '11.1': 225,
};

describe('Recordings of real servers', () => {
  it.each(Object.keys(counts) as MattermostVersion[])(
    'The server gives the same answers as a real %s',
    async version => {
      let replayed = 0;
      for (const suffix of ['', '-faults']) {
        const which = recording(`mattermost-${version}${suffix}.json`, version);
        const outcome = await replay(which);
        expect(outcome.differences).toEqual([]);
        expect(outcome.replayed).toBe(which.entries.length);
        replayed += outcome.replayed;
      }
      expect(replayed).toBe(counts[version]);
    },
  );
});
