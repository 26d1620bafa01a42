import fc from 'fast-check';
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
])('The API of %j is found at %s', (baseUrl, root) => {
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
])('The base URL %j is refused, with an example of a good one', baseUrl => {
  expect(() => resolveApiRoot(baseUrl)).toThrow(/^baseUrl: expected an address such as https:.+, got /);
});

it.each([undefined, null, 8065, {}])('The base URL %j from a caller without types is refused', baseUrl => {
  expect(() => resolveApiRoot(baseUrl as unknown as string)).toThrow(TypeError);
});

it('Credentials in a base URL are refused without being repeated', () => {
  expect(() => resolveApiRoot('https://bot:hunter2@chat.example.com')).toThrow(
    expect.objectContaining({ name: 'TypeError', message: expect.not.stringContaining('hunter2') }),
  );
});

it.each(['https://chat.example.com/?team=a', 'https://chat.example.com/#top'])(
  'A query or fragment in the base URL %j is refused',
  baseUrl => {
    expect(() => resolveApiRoot(baseUrl)).toThrow(/^baseUrl: expected an address that ends before any/);
  },
);

it('The same API is found below any sub-path, however its address ends', () => {
  const subPath = fc
    .array(fc.stringMatching(/^[A-Za-z0-9._~-]{1,12}$/), { maxLength: 3 })
    .filter(segments => !segments.some(segment => /^\.+$/.test(segment)))
    .map(segments => segments.map(segment => `/${segment}`).join(''))
    .filter(path => !path.endsWith('/api/v4'));
  const slashes = fc.stringMatching(/^\/{0,3}$/);
  const origin = fc.constantFrom('https://chat.example.com', 'http://127.0.0.1:8065', 'http://[::1]:8065');
  fc.assert(
    fc.property(origin, subPath, fc.constantFrom('', '/api/v4'), slashes, (origin, path, api, end) => {
      const base = origin + path;
      expect(resolveApiRoot(base + api + end)).toBe(`${base}/api/v4`);
    }),
  );
});
