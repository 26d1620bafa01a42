import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitText } from '../../../src/answers/split.ts';

describe('splitText', () => {
  it('leaves a text that fits in one part', () => {
    expect(splitText('hello', 5)).toEqual(['hello']);
  });

  it('cuts behind a line break where there is one', () => {
    expect(splitText('first line\nsecond line', 15)).toEqual(['first line', 'second line']);
  });

  it('cuts behind a blank where no line ends', () => {
    expect(splitText('one two three', 9)).toEqual(['one two', 'three']);
  });

  it('counts code points, so that no character is cut in two', () => {
    expect(splitText('😀'.repeat(6), 4)).toEqual(['😀😀😀😀', '😀😀']);
  });

  it('makes no part longer than the limit and loses no word', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.integer({ min: 1, max: 50 }), (text, limit) => {
        const parts = splitText(text, limit);
        for (const part of parts) expect(Array.from(part).length).toBeLessThanOrEqual(limit);
        expect(parts.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
      }),
    );
  });
});
