import fc from 'fast-check';
import { expect, it } from 'vitest';
import { splitText } from '../../../src/answers/split.ts';

it('A text that fits is one part', () => {
  expect(splitText('hello', 5)).toEqual(['hello']);
});

it('A text is cut after a line break, when there is one in the second half of the limit', () => {
  expect(splitText('first line\nsecond line', 15)).toEqual(['first line', 'second line']);
});

it('A text is cut after a blank, when no line ends there', () => {
  expect(splitText('one two three', 9)).toEqual(['one two', 'three']);
});

it('A word that is longer than the limit is cut at the limit', () => {
  expect(splitText('abcdefgh', 3)).toEqual(['abc', 'def', 'gh']);
});

it('The limit counts code points, so that no character is cut in two', () => {
  expect(splitText('😀'.repeat(6), 4)).toEqual(['😀😀😀😀', '😀😀']);
});

it('An empty text has no parts', () => {
  expect(splitText('', 5)).toEqual([]);
});

it('No part is longer than the limit, and no word is lost', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.integer({ min: 1, max: 50 }), (text, limit) => {
      const parts = splitText(text, limit);
      for (const part of parts) expect(Array.from(part).length).toBeLessThanOrEqual(limit);
      expect(parts.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
    }),
  );
});
