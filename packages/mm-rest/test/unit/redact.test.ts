import { inspect } from 'node:util';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createCleanText, findSystemCode, rootMessage, withoutToken } from '../../src/redact.ts';

const token = 'abcdefghijklmnopqrstuvwxyz';

it('The token is hidden wherever it is in a text', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (before, after) => {
      expect(createCleanText(token)(before + token + after)).not.toContain(token);
    }),
  );
});

it('The token is hidden in its percent-encoded form', () => {
  expect(createCleanText('a+b/c=d+e')('at ?access_token=a%2Bb%2Fc%3Dd%2Be')).toBe('at ?access_token=[redacted]');
});

it('No part of a token is shown where the text is cut off', () => {
  fc.assert(
    fc.property(fc.integer({ min: 250, max: 320 }), length => {
      expect(createCleanText(token)('-'.repeat(length) + token)).not.toContain('abc');
    }),
  );
});

it('A foreign text is put on one line and cut off', () => {
  expect(createCleanText(token)(' one\r\n\ttwo\u0000three ')).toBe('one two three');
  expect(createCleanText(token)('😀'.repeat(1000))).toBe(`${'😀'.repeat(300)}…`);
});

it('The copy of an error keeps its name, message, code and causes', () => {
  const cause = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  const copy = withoutToken(new TypeError('fetch failed', { cause }), token);
  expect(copy).toMatchObject({ name: 'TypeError', message: 'fetch failed' });
  expect(copy.cause).toMatchObject({ message: 'connect ECONNREFUSED', code: 'ECONNREFUSED' });
});

it('The copy of an error has none of its other fields', () => {
  const cause = Object.assign(new Error(`refused ${token}`), { code: `E${token}`, headers: { a: token } });
  const error = Object.assign(new Error(`sent ${token}`, { cause }), { config: { headers: [`Bearer ${token}`] } });
  expect(inspect(withoutToken(error, token), { depth: null, showHidden: true })).not.toContain(token);
});

it('Causes that form a circle are copied to a limited depth', () => {
  const error = new Error('round');
  error.cause = error;
  expect(withoutToken(error, token).message).toBe('round');
});

it.each([`thrown ${token}`, { token }, undefined, null, 7])(
  'The thrown value %j becomes an error without the token',
  thrown => {
    const error = withoutToken(thrown, token);
    expect(error).toBeInstanceOf(Error);
    expect(inspect(error)).not.toContain(token);
  },
);

it('The code and the message of the innermost cause are found', () => {
  const root = Object.assign(new Error('getaddrinfo ENOTFOUND chat'), { code: 'ENOTFOUND' });
  const error = new TypeError('fetch failed', { cause: root });
  expect(findSystemCode(error)).toBe('ENOTFOUND');
  expect(rootMessage(error)).toBe('getaddrinfo ENOTFOUND chat');
});

it('The outer message is used when the innermost cause has none', () => {
  expect(rootMessage(new TypeError('fetch failed', { cause: new AggregateError([]) }))).toBe('fetch failed');
});

it('A token that is too short to be one is not hidden, so that no word is torn apart', () => {
  expect(createCleanText('t')('GET /posts/p1')).toBe('GET /posts/p1');
  expect(createCleanText('redacted')('redacted')).toBe('[redacted]');
});
