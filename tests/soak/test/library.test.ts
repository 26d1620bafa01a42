import { expect, it } from 'vitest';
import { soakLibrary } from '../src/library/soak.ts';
import { troubleKinds } from '../src/library/troubles.ts';
import { renderReport } from '../src/report.ts';

// A server that goes down stays down for seconds: once is enough here.
const only = (kind: string) => !kind.endsWith('and server restarted');

it('Each of 60 messages gets one outcome while every kind of trouble happens once', async () => {
  const seed = 4;
  const result = await soakLibrary({ seed, messages: 60, longestTroubleMs: 200, only, log: () => {} });
  expect(result.good, renderReport(seed, result)).toBe(true);
  expect(result.troubles.map(({ kind }) => kind).sort()).toEqual(troubleKinds.filter(only).sort());
});
