import { expect, it } from 'vitest';
import { replyText } from '../../../src/answers/reply-text.ts';

it('The text of a reply is what is left without blanks around it', () => {
  expect(replyText({ text: ' Look. ' })).toBe('Look.');
  expect(replyText({ text: '  ' })).toBe('');
  expect(replyText({})).toBe('');
});
