import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decide, resolveRules } from '../../src/index.ts';
import { allCombinations, type Combination, factsFor, matches, settingsFor } from './table/combinations.ts';
import { rows } from './table/rows.ts';

const combinations = [...allCombinations()];
const rowFor = (combination: Combination) => rows.find(row => matches(row.when, combination));

/** A page of this package, or one that comes with OpenClaw. */
function readPage(page: string): string {
  const path = page === 'README.md' ? '../../README.md' : `../../../../node_modules/openclaw/docs/${page}`;
  return plainWords(readFileSync(new URL(path, import.meta.url), 'utf8'));
}

const plainWords = (text: string) => text.replace(/\s+/g, ' ').toLowerCase();

describe('the table of decisions', () => {
  it('speaks of every combination', () => {
    expect(combinations.length).toBeGreaterThan(50_000);
    expect(combinations.filter(combination => !rowFor(combination)).slice(0, 3)).toEqual([]);
  });

  it('has no row that never counts', () => {
    const used = new Set(combinations.map(rowFor));
    expect(rows.filter(row => !used.has(row))).toEqual([]);
  });

  it('quotes the page on which each row rests, of this package or of OpenClaw, word for word', () => {
    const missing = rows.filter(({ because: [page, words] }) => !readPage(page).includes(plainWords(words)));
    expect(missing.map(row => row.because)).toEqual([]);
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
