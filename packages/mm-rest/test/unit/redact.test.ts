import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createClean, findSystemCode, rootMessage, withoutToken } from '../../src/redact.ts';

const token = 'abcdefghijklmnopqrstuvwxyz';

describe('clean', () => {
  it('hides the token wherever it is in a text', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        expect(createClean(token)(before + token + after)).not.toContain(token);
      }),
    );
  });

  it('hides the token in its percent-encoded form', () => {
    expect(createClean('a+b/c=d')('at ?access_token=a%2Bb%2Fc%3Dd')).toBe('at ?access_token=[redacted]');
  });

  it('shows no part of a token that stands where the text is cut off', () => {
    fc.assert(
      fc.property(fc.integer({ min: 250, max: 320 }), length => {
        expect(createClean(token)('-'.repeat(length) + token)).not.toContain('abc');
      }),
    );
  });

  it('puts a text on one line and cuts it off', () => {
    expect(createClean(token)(' one\r\n\ttwo\u0000three ')).toBe('one two three');
    expect(createClean(token)('😀'.repeat(1000))).toBe(`${'😀'.repeat(300)}…`);
  });
});

describe('withoutToken', () => {
  it('keeps what helps: name, message, code and causes', () => {
    const cause = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    const copy = withoutToken(new TypeError('fetch failed', { cause }), token);
    expect(copy).toMatchObject({ name: 'TypeError', message: 'fetch failed' });
    expect(copy.cause).toMatchObject({ message: 'connect ECONNREFUSED', code: 'ECONNREFUSED' });
  });

  it('leaves behind whatever else the error carries', () => {
    const cause = Object.assign(new Error(`refused ${token}`), { code: `E${token}`, headers: { a: token } });
    const error = Object.assign(new Error(`sent ${token}`, { cause }), { config: { headers: [`Bearer ${token}`] } });
    expect(inspect(withoutToken(error, token), { depth: null, showHidden: true })).not.toContain(token);
  });

  it('comes to an end when causes go round in a circle', () => {
    const error = new Error('round');
    error.cause = error;
    expect(withoutToken(error, token).message).toBe('round');
  });

  it.each([`thrown ${token}`, { token }, undefined, null, 7])('makes an error of %j', thrown => {
    const error = withoutToken(thrown, token);
    expect(error).toBeInstanceOf(Error);
    expect(inspect(error)).not.toContain(token);
  });
});

it('finds the code and the message at the root of a failure', () => {
  const root = Object.assign(new Error('getaddrinfo ENOTFOUND chat'), { code: 'ENOTFOUND' });
  const error = new TypeError('fetch failed', { cause: root });
  expect(findSystemCode(error)).toBe('ENOTFOUND');
  expect(rootMessage(error)).toBe('getaddrinfo ENOTFOUND chat');
});

it('falls back to the outer message when the root has none', () => {
  expect(rootMessage(new TypeError('fetch failed', { cause: new AggregateError([]) }))).toBe('fetch failed');
});
