import { describe, expect, it } from 'vitest';
import { differences, type MattermostVersion, traitsOf } from '../../src/versions.ts';

const rows = Object.entries(differences);
const versions: readonly MattermostVersion[] = ['5.37', '6.7', '10.11', '11.6'];

describe('the table of differences', () => {
  it('names only what differs', () => {
    const same = rows.filter(([, row]) => new Set(versions.map(version => row[version].value)).size === 1);
    expect(same).toEqual([]);
  });

  it('claims no recording of versions that were not recorded', () => {
    const claimed = rows.filter(([, row]) =>
      [row['10.11'], row['11.6']].some(({ evidence }) => evidence === 'recorded'),
    );
    expect(claimed).toEqual([]);
  });

  it('assumes nothing of the versions that were recorded', () => {
    const assumed = rows.filter(([, row]) => [row['5.37'], row['6.7']].some(({ evidence }) => evidence === 'assumed'));
    expect(assumed).toEqual([]);
  });

  it('takes 10.11 to do what 11.6 does, its own name aside', () => {
    const { release: _, ...ten } = traitsOf('10.11');
    const { release: __, ...eleven } = traitsOf('11.6');
    expect(ten).toEqual(eleven);
  });

  it.each(versions)('gives %s a value for every difference', version => {
    const traits = traitsOf(version);
    expect(Object.keys(traits)).toEqual(rows.map(([name]) => name));
    expect(traits.release).toBe(`${version}.0`);
  });
});
