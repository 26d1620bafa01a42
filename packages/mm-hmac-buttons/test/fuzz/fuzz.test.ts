import { expect, it } from 'vitest';
import { fuzz } from './fuzz.ts';

/** All refusals there are; a new one has to be reached too. */
const codes = [
  'account-mismatch',
  'already-made',
  'authorization-failed',
  'body-timeout',
  'body-too-large',
  'channel-mismatch',
  'expired',
  'forbidden-source',
  'handler-failed',
  'invalid-body',
  'invalid-ticket',
  'invalid-token',
  'method-not-allowed',
  'missing-action-id',
  'missing-context',
  'missing-token',
  'not-allowed',
  'not-found',
  'post-mismatch',
  'tokens-off',
  'too-many-requests',
  'unknown-action',
  'unknown-option',
  'unknown-ticket',
  'validation-failed',
];

it('accepts every original, refuses every mutant with its code, and reaches every refusal', async () => {
  const seed = 20_261_121;
  const { reached } = await fuzz(seed, round => round < 1_500);
  expect([...reached.keys()].sort()).toEqual(codes);
}, 60_000);
