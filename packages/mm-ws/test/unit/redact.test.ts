import { inspect } from 'node:util';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { messageOf, redact, safeCause } from '../../src/redact.ts';

it('leaves no trace of the token, wherever and however often it stands', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), words => {
      const text = redact(words.join('s3cr3t'), 's3cr3t');
      expect(text).not.toContain('s3cr3t');
    }),
  );
});

it('passes on an error that does not know the token', () => {
  const error = new Error('refused');
  expect(safeCause(error, 's3cr3t')).toBe(error);
});

it.each([
  new Error('Bearer s3cr3t'),
  Object.assign(new Error('failed'), { config: { headers: { Authorization: 'Bearer s3cr3t' } } }),
  new Error('failed', { cause: new Error('s3cr3t') }),
  's3cr3t',
])('replaces an error that does: %s', error => {
  expect(inspect(safeCause(error, 's3cr3t'), { depth: 9 })).not.toContain('s3cr3t');
});

it('says what is behind an error that says nothing itself', () => {
  expect(messageOf(new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') }))).toBe(
    'fetch failed: connect ECONNREFUSED',
  );
  expect(messageOf(Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' }))).toBe('ECONNREFUSED');
  expect(messageOf('thrown')).toBe('thrown');
});
