import { expect, it } from 'vitest';
import { resolveApiRoot } from '../../src/base-url.ts';

it.each([
  ['https://chat.example.com', 'https://chat.example.com/api/v4'],
  ['https://chat.example.com/', 'https://chat.example.com/api/v4'],
  ['https://chat.example.com///', 'https://chat.example.com/api/v4'],
  ['https://chat.example.com/api/v4', 'https://chat.example.com/api/v4'],
  ['https://chat.example.com/api/v4/', 'https://chat.example.com/api/v4'],
  ['https://example.com/chat', 'https://example.com/chat/api/v4'],
  ['https://example.com/chat/', 'https://example.com/chat/api/v4'],
  ['https://example.com/chat/api/v4/', 'https://example.com/chat/api/v4'],
  ['https://example.com/my%20chat', 'https://example.com/my%20chat/api/v4'],
  ['http://127.0.0.1:8065', 'http://127.0.0.1:8065/api/v4'],
  ['http://[::1]:8065/', 'http://[::1]:8065/api/v4'],
  ['  https://chat.example.com\n', 'https://chat.example.com/api/v4'],
])('finds the API of %j', (baseUrl, root) => {
  expect(resolveApiRoot(baseUrl)).toBe(root);
});

it.each([
  '',
  'chat.example.com',
  'localhost:8065',
  '//chat.example.com',
  'ftp://chat.example.com',
  'https://',
  'wss://x',
])('refuses %j and asks for a full address', baseUrl => {
  expect(() => resolveApiRoot(baseUrl)).toThrow(/^baseUrl must be a full address, such as https:/);
});

it.each([undefined, null, 8065, {}])('refuses %j from callers without types', baseUrl => {
  expect(() => resolveApiRoot(baseUrl as unknown as string)).toThrow(TypeError);
});

it('refuses credentials without repeating them', () => {
  expect(() => resolveApiRoot('https://bot:hunter2@chat.example.com')).toThrow(
    expect.objectContaining({ name: 'TypeError', message: expect.not.stringContaining('hunter2') }),
  );
});

it.each(['https://chat.example.com/?team=a', 'https://chat.example.com/#top'])(
  'refuses what follows in %j',
  baseUrl => {
    expect(() => resolveApiRoot(baseUrl)).toThrow(/^baseUrl must not contain a query or fragment/);
  },
);
