import { expect, it } from 'vitest';
import { fuzzMutants } from './fuzz-mutants.ts';
import { fuzzNoise } from './fuzz-noise.ts';
import { refusalCodes } from './report.ts';

const seed = 20_261_121;

it('accepts every original, refuses every mutant with its code, and reaches every refusal', async () => {
  const { reached } = await fuzzMutants(seed, round => round < 2_000);
  expect([...reached.keys()].sort()).toEqual(refusalCodes);
}, 60_000);

it('is none the worse for random bytes, random JSON and damaged requests', async () => {
  const { reached } = await fuzzNoise(seed, round => round < 3_000);
  expect([...reached.keys()]).toEqual(expect.arrayContaining(['invalid-body', 'missing-context', 'invalid-token']));
}, 60_000);
