import { inspect } from 'node:util';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { messageOf, redact, safeCause } from '../../src/redact.ts';

it('No trace of the token is left in a text, however often it occurs', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), words => {
      const text = redact(words.join('s3cr3t-token'), 's3cr3t-token');
      expect(text).not.toContain('s3cr3t-token');
    }),
  );
});

it('An error that does not hold the token is passed on as it is', () => {
  const error = new Error('refused');
  expect(safeCause(error, 's3cr3t-token')).toBe(error);
});

it.each([
  new Error('Bearer s3cr3t-token'),
  Object.assign(new Error('failed'), { config: { headers: { Authorization: 'Bearer s3cr3t-token' } } }),
  new Error('failed', { cause: new Error('s3cr3t-token') }),
  's3cr3t-token',
])('An error that holds the token is replaced: %s', error => {
  expect(inspect(safeCause(error, 's3cr3t-token'), { depth: 9 })).not.toContain('s3cr3t-token');
});

it('The message of an error includes its cause, or its code when it has no message', () => {
  expect(messageOf(new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') }))).toBe(
    'fetch failed: connect ECONNREFUSED',
  );
  expect(messageOf(Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' }))).toBe('ECONNREFUSED');
  expect(messageOf('thrown')).toBe('thrown');
});

it('A token that is too short to be one is not hidden, so that no word is torn apart', () => {
  expect(redact('the connection was closed', 't')).toBe('the connection was closed');
});
