import { expect, it } from 'vitest';
import { soakLibrary } from '../src/library/soak.ts';
import { troubleKinds } from '../src/library/troubles.ts';
import { renderReport } from '../src/report.ts';

it('gives each of 60 messages one outcome while everything goes wrong once', async () => {
  const seed = 4;
  const result = await soakLibrary({ seed, messages: 60, longestTroubleMs: 200, tell: () => {} });
  expect(result.good, renderReport(seed, result)).toBe(true);
  expect(result.troubles.map(({ kind }) => kind).sort()).toEqual([...troubleKinds].sort());
});
