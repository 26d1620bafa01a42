import { expect, it } from 'vitest';
import { usersMeUrl, websocketUrl } from '../../src/urls.ts';

it.each([
  ['https://chat.example.com', 'wss://chat.example.com/api/v4/websocket'],
  ['http://localhost:8065/', 'ws://localhost:8065/api/v4/websocket'],
  ['https://example.com/chat', 'wss://example.com/chat/api/v4/websocket'],
])('dials below %s', (baseUrl, url) => {
  expect(websocketUrl(new URL(baseUrl), undefined)).toBe(url);
});

it('asks to resume only a stream that may be', () => {
  const base = new URL('https://chat.example.com');
  expect(websocketUrl(base, { nextSeq: 7, connectionId: 'abc' })).toBe(
    'wss://chat.example.com/api/v4/websocket?connection_id=abc&sequence_number=7',
  );
  expect(websocketUrl(base, { nextSeq: 7 })).toBe('wss://chat.example.com/api/v4/websocket');
});

it('asks for the account below the base URL', () => {
  expect(usersMeUrl(new URL('https://example.com/chat'))).toBe('https://example.com/chat/api/v4/users/me');
});
