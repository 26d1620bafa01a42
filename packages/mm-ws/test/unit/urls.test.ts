import fc from 'fast-check';
import { expect, it } from 'vitest';
import { resolveOptions } from '../../src/options.ts';
import { usersMeUrl, websocketUrl } from '../../src/urls.ts';

it.each([
  ['https://chat.example.com', 'wss://chat.example.com/api/v4/websocket'],
  ['http://localhost:8065/', 'ws://localhost:8065/api/v4/websocket'],
  ['https://example.com/chat', 'wss://example.com/chat/api/v4/websocket'],
])('The socket of %s is dialled at %s', (baseUrl, url) => {
  expect(websocketUrl(new URL(baseUrl), undefined)).toBe(url);
});

it('The address asks to resume only a stream that has an id', () => {
  const base = new URL('https://chat.example.com');
  expect(websocketUrl(base, { nextSeq: 7, connectionId: 'abc' })).toBe(
    'wss://chat.example.com/api/v4/websocket?connection_id=abc&sequence_number=7',
  );
  expect(websocketUrl(base, { nextSeq: 7 })).toBe('wss://chat.example.com/api/v4/websocket');
});

it('The token is checked below the base URL', () => {
  expect(usersMeUrl(new URL('https://example.com/chat'))).toBe('https://example.com/chat/api/v4/users/me');
});

it('The socket is dialled below any sub-path, however the address ends, with nothing but the stream in its query', () => {
  const segment = fc.stringMatching(/^[A-Za-z0-9_~-]{1,12}$/);
  const subPath = fc
    .array(segment, { maxLength: 3 })
    .map(segments => segments.map(one => `/${one}`).join(''))
    .filter(path => !path.endsWith('/api/v4'));
  const end = fc.constantFrom('', '/', '//', '/api/v4', '/api/v4/');
  const id = fc.stringMatching(/^[a-z0-9]{26}$/);
  const origin = fc.constantFrom('https://chat.example.com', 'http://127.0.0.1:8065', 'http://[::1]:8065');
  fc.assert(
    fc.property(origin, subPath, end, id, fc.nat(), (origin, path, ending, connectionId, nextSeq) => {
      const base = origin + path;
      const { baseUrl } = resolveOptions({ baseUrl: base + ending, token: 'xyz' });
      const url = websocketUrl(baseUrl, { connectionId, nextSeq });
      const query = `connection_id=${connectionId}&sequence_number=${nextSeq}`;
      expect(url).toBe(`${base.replace(/^http/, 'ws')}/api/v4/websocket?${query}`);
      expect(usersMeUrl(baseUrl)).toBe(`${base}/api/v4/users/me`);
    }),
  );
});
