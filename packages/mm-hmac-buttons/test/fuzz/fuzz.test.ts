import { expect, it } from 'vitest';
import { fuzzMutants } from '../support/fuzz/fuzz-mutants.ts';
import { fuzzNoise } from '../support/fuzz/fuzz-noise.ts';
import { refusalCodes } from '../support/fuzz/report.ts';

const seed = 20_261_121;

it('The receiver accepts every valid request, refuses every mutant with its code, and every refusal is reached', async () => {
  const { reached } = await fuzzMutants(seed, round => round < 2_000);
  expect([...reached.keys()].sort()).toEqual(refusalCodes);
}, 60_000);

it('The receiver works as before after random bytes, random JSON and damaged requests', async () => {
  const { reached } = await fuzzNoise(seed, round => round < 3_000);
  expect([...reached.keys()]).toEqual(expect.arrayContaining(['invalid-body', 'missing-context', 'invalid-token']));
}, 60_000);
