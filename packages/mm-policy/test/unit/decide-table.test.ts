import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decide, resolveRules } from '../../src/index.ts';
import { allCombinations, type Combination, factsFor, matches, settingsFor } from './table/combinations.ts';
import { rows } from './table/rows.ts';

const combinations = [...allCombinations()];
const rowFor = (combination: Combination) => rows.find(row => matches(row.when, combination));

describe('the table of decisions', () => {
  it('speaks of every combination', () => {
    expect(combinations.length).toBeGreaterThan(50_000);
    expect(combinations.filter(combination => !rowFor(combination)).slice(0, 3)).toEqual([]);
  });

  it('has no row that never counts', () => {
    const used = new Set(combinations.map(rowFor));
    expect(rows.filter(row => !used.has(row))).toEqual([]);
  });

  it('quotes this package where it rests on it', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8').replace(/\s+/g, ' ');
    const quotes = rows.filter(row => row.because[0] === 'README.md').map(row => row.because[1]);
    expect(quotes.filter(words => !readme.toLowerCase().includes(words.toLowerCase()))).toEqual([]);
  });
});

describe('decide', () => {
  it('says what the table says, of every combination', () => {
    const wrong = combinations
      .map(combination => ({
        ...combination,
        said: decide(factsFor(combination), resolveRules(settingsFor(combination))).reason,
        wanted: rowFor(combination)?.reason,
      }))
      .filter(({ said, wanted }) => said !== wanted);
    expect(wrong.slice(0, 3)).toEqual([]);
  });
});
