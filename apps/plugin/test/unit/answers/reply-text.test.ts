import { expect, it } from 'vitest';
import { replyText } from '../../../src/answers/reply-text.ts';

it('The text of a reply is followed by the addresses of its pictures', () => {
  expect(replyText({ text: ' Look. ', mediaUrl: 'https://example.com/a.png' })).toBe(
    'Look.\nhttps://example.com/a.png',
  );
  expect(replyText({ mediaUrls: ['https://example.com/a', 'HTTP://example.com/b'] })).toBe(
    'https://example.com/a\nHTTP://example.com/b',
  );
});

it('The path of a file on the gateway is left out', () => {
  expect(replyText({ text: 'Look.', mediaUrls: ['/tmp/secret.png', 'file:///tmp/secret.png'] })).toBe('Look.');
});

it('A reply without text and pictures is empty', () => {
  expect(replyText({})).toBe('');
  expect(replyText({ text: '  ' })).toBe('');
});
