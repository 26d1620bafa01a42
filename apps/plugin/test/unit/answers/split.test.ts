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

it('A code block that is cut is closed in one part and opened again in the next', () => {
  const code = `\`\`\`python\n${'x = 1\n'.repeat(10)}\`\`\`\nDone @alice.`;
  const block = `\`\`\`python\n${'x = 1\n'.repeat(4)}\`\`\``;
  expect(splitText(code, 40)).toEqual([block, block, '```python\nx = 1\nx = 1\n```\nDone @alice.']);
});

it('A code block that ends near the limit leaves no empty block behind', () => {
  for (let letters = 30; letters <= 37; letters += 1) {
    const parts = splitText(`\`\`\`\n${'x'.repeat(letters)}\n\`\`\`\nEnd.`, 40);
    for (const part of parts) expect(part).not.toMatch(/^```\n```$/m);
    for (const part of parts)
      expect(part.match(/```/g)?.length ?? 0, part).toSatisfy((count: number) => count % 2 === 0);
  }
});

it('Indentation and blank lines at a cut are kept', () => {
  expect(splitText('first line here\n\n    indented line', 22)).toEqual(['first line here\n', '    indented line']);
});

it('A line with backquotes that closes them again is no code block', () => {
  for (const part of splitText('```js``` is an inline span. '.repeat(20), 40)) expect(part).not.toMatch(/\n```$/);
});

it('A fence line that is longer than a part is cut like any other text', () => {
  const parts = splitText(`\`\`\`${'a'.repeat(300)}\ncode`, 40);
  for (const part of parts) expect(Array.from(part).length).toBeLessThanOrEqual(40);
});

it('A link moves to the next part as a whole, when it fits there', () => {
  expect(splitText(`see the page at [text](https://h.example/${'y'.repeat(20)}) now`, 50)[1]).toMatch(/^\[text\]\(/);
});

it.each([
  ['brackets', '{"a":[1,[2'],
  ['beginnings of links', '[]('],
  ['words', 'word '],
])('The output of a command of many %s is split before anybody loses patience', (_, piece) => {
  const text = piece.repeat(Math.ceil(600_000 / piece.length));
  expect(splitText(text, 16_383).join('').length).toBeGreaterThan(590_000);
});

it.each([
  ['a row of a table', `| ${'x'.repeat(100)} |`],
  ['a line that opens a code block', `\`\`\`${'x'.repeat(100)}`],
])('R26: When no part can hold %s, the parts together are the text, without a mark', (_, line) => {
  const text = `${line}\nDone.`;
  const parts = splitText(text, 40);
  for (const part of parts) expect(Array.from(part).length).toBeLessThanOrEqual(40);
  expect(parts.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
});
