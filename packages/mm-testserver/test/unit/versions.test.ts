import { describe, expect, it } from 'vitest';
import type { MattermostVersion } from '../../src/traits.ts';
import { differences, traitsOf } from '../../src/versions.ts';

const rows = Object.entries(differences);
const versions: readonly MattermostVersion[] = ['5.37', '6.7', '9.11', '10.11', '11.1'];

describe('The table of differences', () => {
  it('Every row has different values', () => {
    const same = rows.filter(([, row]) => new Set(versions.map(version => row[version].value)).size === 1);
    expect(same).toEqual([]);
  });

  it.each(versions)('The version %s has a value for every difference', version => {
    const traits = traitsOf(version);
    expect(Object.keys(traits)).toEqual(rows.map(([name]) => name));
    expect(traits.release).toBe(`${version}.0`);
  });
});
