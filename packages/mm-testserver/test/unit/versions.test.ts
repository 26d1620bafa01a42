import { describe, expect, it } from 'vitest';
import { differences, type MattermostVersion, traitsOf } from '../../src/versions.ts';

const rows = Object.entries(differences);
const versions: readonly MattermostVersion[] = ['5.37', '6.7', '10.11', '11.6'];

describe('The table of differences', () => {
  it('Every row has different values', () => {
    const same = rows.filter(([, row]) => new Set(versions.map(version => row[version].value)).size === 1);
    expect(same).toEqual([]);
  });

  it('No value of 10.11 and 11.6 is marked as recorded', () => {
    const claimed = rows.filter(([, row]) =>
      [row['10.11'], row['11.6']].some(({ evidence }) => evidence === 'recorded'),
    );
    expect(claimed).toEqual([]);
  });

  it('No value of 5.37 and 6.7 is marked as assumed', () => {
    const assumed = rows.filter(([, row]) => [row['5.37'], row['6.7']].some(({ evidence }) => evidence === 'assumed'));
    expect(assumed).toEqual([]);
  });

  it('10.11 has the traits of 11.6, except its release', () => {
    const { release: _, ...ten } = traitsOf('10.11');
    const { release: __, ...eleven } = traitsOf('11.6');
    expect(ten).toEqual(eleven);
  });

  it.each(versions)('The version %s has a value for every difference', version => {
    const traits = traitsOf(version);
    expect(Object.keys(traits)).toEqual(rows.map(([name]) => name));
    expect(traits.release).toBe(`${version}.0`);
  });
});
