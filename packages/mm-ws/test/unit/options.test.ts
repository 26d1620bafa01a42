import { describe, expect, it } from 'vitest';
import { createSocket } from '../../src/index.ts';
import { resolveOptions } from '../../src/options.ts';

const good = { baseUrl: 'https://chat.example.com', token: 'secret-token' };

it('fills in the documented defaults', () => {
  expect(resolveOptions(good)).toMatchObject({ pingIntervalMs: 8_000, signInTimeoutMs: 15_000, signal: undefined });
});

it('notices a dead connection within 20 s unless told otherwise', () => {
  // A ping just missed, and then one that stays without an answer.
  expect(resolveOptions(good).pingIntervalMs * 2).toBeLessThan(20_000);
});

it.each([
  ['https://chat.example.com', 'https://chat.example.com/'],
  ['http://localhost:8065/', 'http://localhost:8065/'],
  ['https://example.com/chat//', 'https://example.com/chat'],
  ['https://example.com/chat/api/v4/', 'https://example.com/chat'],
])('takes %s', (baseUrl, href) => {
  expect(resolveOptions({ ...good, baseUrl }).baseUrl.href).toBe(href);
});

describe('refuses', () => {
  it.each([
    '',
    'chat.example.com',
    'wss://chat.example.com',
    'https://me:pw@chat.example.com',
    'https://chat.example.com/?a=1',
    'https://chat.example.com/#a',
  ])('the base URL %j', baseUrl => {
    expect(() => createSocket({ ...good, baseUrl })).toThrow(/^baseUrl: /);
    expect(() => createSocket({ ...good, baseUrl })).toThrow(TypeError);
  });

  it.each(['', 'two words', 'line\nbreak', 'zwölf'])('the token %j, without quoting it', token => {
    expect(() => createSocket({ ...good, token })).toThrow(
      new TypeError('token: expected a bot access token, without blanks or line breaks'),
    );
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('the concurrency %j', concurrency => {
    expect(() => createSocket({ ...good, concurrency })).toThrow(/^concurrency: /);
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31])('the time %j', ms => {
    expect(() => createSocket({ ...good, pingIntervalMs: ms })).toThrow(/^pingIntervalMs: /);
    expect(() => createSocket({ ...good, signInTimeoutMs: ms })).toThrow(/^signInTimeoutMs: /);
  });
});
