import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { decide, resolveRules } from '../../src/index.ts';
import { allCombinations, type Combination, factsFor, matches, settingsFor } from '../support/decision-combinations.ts';
import { rows } from '../support/decision-rows.ts';

const combinations = [...allCombinations()];
const rowFor = (combination: Combination) => rows.find(row => matches(row.when, combination));

/** A page of this package, or one that comes with OpenClaw. */
function readPage(page: string): string {
  const path = page === 'README.md' ? '../../README.md' : `../../../../node_modules/openclaw/docs/${page}`;
  return plainWords(readFileSync(new URL(path, import.meta.url), 'utf8'));
}

const plainWords = (text: string) => text.replace(/\s+/g, ' ').toLowerCase();

it('The table of decisions covers every combination', () => {
  expect(combinations.length).toBeGreaterThan(50_000);
  expect(combinations.filter(combination => !rowFor(combination)).slice(0, 3)).toEqual([]);
});

it('The table of decisions has no unused row', () => {
  const used = new Set(combinations.map(rowFor));
  expect(rows.filter(row => !used.has(row))).toEqual([]);
});

it('Each row of the table quotes a page of this package or of OpenClaw word for word', () => {
  const missing = rows.filter(({ because: [page, words] }) => !readPage(page).includes(plainWords(words)));
  expect(missing.map(row => row.because)).toEqual([]);
});

it('decide agrees with the table on every combination', () => {
  const wrong = combinations
    .map(combination => ({
      ...combination,
      said: decide(factsFor(combination), resolveRules(settingsFor(combination))).reason,
      wanted: rowFor(combination)?.reason,
    }))
    .filter(({ said, wanted }) => said !== wanted);
  expect(wrong.slice(0, 3)).toEqual([]);
});
