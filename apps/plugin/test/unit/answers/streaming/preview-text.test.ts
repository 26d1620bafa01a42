import { expect, it } from 'vitest';
import { isNews, previewText } from '../../../../src/answers/streaming/preview-text.ts';
import { resolveAccount } from '../../../../src/config/accounts.ts';
import { credentials, withSection } from '../../../support/config.ts';

const account = { settings: resolveAccount(withSection(credentials)), maxPostSize: 20 };

it('A preview shows nothing before the first word, and nothing of the text with which the agent stays silent', () => {
  for (const text of ['', ' \n', 'N', 'NO', 'NO_REPLY', ' NO_REPLY '])
    expect(previewText(text, account)).toBeUndefined();
  expect(previewText('NO_REPLY is a word', account)).toBe('NO_REPLY is a word');
  expect(previewText('Now', account)).toBe('Now');
});

it('A preview shows as much as fits into one post, in which the answer’s first part will be', () => {
  expect(previewText('one two three four five six seven', account)).toBe('one two three four');
});

it('A preview does not show the first half of a character', () => {
  expect(previewText('hi \ud83d', account)).toBe('hi');
  expect(previewText('hi \ud83d\ude00', account)).toBe('hi 😀');
});

it('A preview notifies no whole channel, however much of the word is there', () => {
  for (const word of ['@channel', '@all', '@here']) {
    const shown = [...word].map((_, index) => previewText(`I told ${word.slice(0, index + 1)}`, account));
    expect(shown).not.toContain(`I told ${word}`);
  }
});

it('A preview does not go back to the beginning of what it shows', () => {
  expect(isNews('One, two', 'One')).toBe(false);
  expect(isNews('One, two', 'One, two')).toBe(false);
  expect(isNews('One, two', 'One, two, three')).toBe(true);
  expect(isNews('One, two', 'Uno')).toBe(true);
  expect(isNews('', 'One')).toBe(true);
});
