import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { type RestOptions, resolveOptions } from '../../src/options.ts';

const good: RestOptions = { baseUrl: 'https://chat.example.com', token: 'xyz' };

it('fills in what is not given', () => {
  expect(resolveOptions(good)).toMatchObject({
    timeoutMs: 30_000,
    attemptTimeoutMs: 15_000,
    maxResponseBytes: 8_388_608,
  });
});

describe('token', () => {
  it.each([
    ['', /^token must be a text that is not empty/],
    [undefined, /^token must be a text that is not empty/],
    ['Bearer abc', /^token must be the bare token/],
    ['abc\n', /^token contains blanks, line breaks/],
    ['a bc', /^token contains blanks, line breaks/],
    ['tökén', /^token contains blanks, line breaks/],
  ])('refuses %j and says how to mend it', (token, message) => {
    const resolve = () => resolveOptions({ ...good, token: token as string });
    expect(resolve).toThrow(expect.objectContaining({ name: 'TypeError', message: expect.stringMatching(message) }));
  });

  it('is not repeated when it is refused', () => {
    const token = 'secretsecretsecret\n';
    const error = (() => {
      try {
        return resolveOptions({ ...good, token });
      } catch (error) {
        return error;
      }
    })();
    expect(error).toBeInstanceOf(TypeError);
    expect(inspect(error)).not.toContain('secretsecretsecret');
  });
});

it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31, '15'])('refuses %j as timeoutMs', timeoutMs => {
  expect(() => resolveOptions({ ...good, timeoutMs: timeoutMs as number })).toThrow(/^timeoutMs must be/);
});

it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses %j as maxResponseBytes', maxResponseBytes => {
  expect(() => resolveOptions({ ...good, maxResponseBytes })).toThrow(/^maxResponseBytes must be/);
});

it('refuses a fetch that is no function', () => {
  expect(() => resolveOptions({ ...good, fetch: {} as typeof fetch })).toThrow(/^fetch must be/);
});

it('accepts the global fetch and console as they are', () => {
  expect(resolveOptions({ ...good, fetch, logger: console })).toMatchObject({ fetch, logger: console });
});
