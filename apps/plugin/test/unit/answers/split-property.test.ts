import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cutText, splitText } from '../../../src/answers/split.ts';

const pieces = [
  ...['a', 'bb ', 'ccc\n', '\n\n', ' ', '    four\n', 'line\r\n', '\r\n', '\t', '\u00a0'],
  ...['```js\n', '```\n', '~~~\n', '~~~ `x`\n', '````md\n', '````\n', '``` js``` is inline\n', '```py\r\n', '``'],
  ...['😀', '👩‍👩‍👧', '👍🏽', '🇩🇪', 'e\u0301', 'n\u0303\u0323', '한', 'ก็', '\ud83d', '\udc4d'],
  ...[
    'https://h.example/x ',
    '[t](https://h.e/y) ',
    '<https://h.e/z>',
    '| a | b |\n',
    '|--|--|\n',
    '> quote\n',
    '- item\n',
  ],
];
const texts = fc.array(fc.constantFrom(...pieces), { maxLength: 120 }).map(words => words.join(''));
const limits = fc.integer({ min: 24, max: 90 });
const modes = fc.constantFrom('length' as const, 'newline' as const);

it('The parts of a text and the gaps between them are the text, whatever Markdown it is', () => {
  fc.assert(
    fc.property(fc.oneof(texts, fc.string({ unit: 'binary', maxLength: 300 })), limits, modes, (text, limit, mode) => {
      const parts = cutText(text, limit, mode);
      expect(parts.map(part => part.text + part.gap).join('')).toBe(text);
      for (const { gap } of parts) expect(gap).toMatch(/^(?:\r?\n| )?(?:[ \t]*(?:`+|~+)\s*)?$/);
    }),
    { numRuns: 2_000 },
  );
});

it('No part is longer than the limit, in code points', () => {
  fc.assert(
    fc.property(texts, limits, modes, (text, limit, mode) => {
      for (const part of splitText(text, limit, mode)) expect(Array.from(part).length).toBeLessThanOrEqual(limit);
    }),
    { numRuns: 1_000 },
  );
});

it('No part ends inside of a character as people see it, or between the halves of one', () => {
  const glyphs = ['👩‍👩‍👧', '👍🏽', '🇩🇪', 'e\u0301', 'n\u0303\u0323', '🏳️‍🌈', 'a', '한'];
  const words = fc.array(fc.constantFrom(...glyphs), { minLength: 20, maxLength: 200 }).map(each => each.join(''));
  const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  const count = (text: string) => [...segmenter.segment(text)].length;
  fc.assert(
    fc.property(words, fc.integer({ min: 20, max: 60 }), (text, limit) => {
      const parts = splitText(text, limit);
      // Flags in a row are the exception: where one begins can only be seen from the beginning of the row.
      if (!/🇩🇪🇩🇪/u.test(text)) expect(parts.reduce((sum, part) => sum + count(part), 0)).toBe(count(text));
      for (const part of parts) expect(part.isWellFormed()).toBe(true);
    }),
  );
});

it('Every part has as many code blocks opened as closed', () => {
  const code = fc.array(fc.constantFrom('x = 1\n', '\n', 'def f():\n', '    return 2\n'), { maxLength: 30 });
  const block = fc
    .tuple(fc.constantFrom('```', '~~~', '````'), fc.constantFrom('', 'js', 'python'), code)
    .map(([mark, language, lines]) => `${mark}${language}\n${lines.join('')}${mark}\n`);
  const prose = fc.constantFrom('Some words about it.\n', '\n', 'A [link](https://h.example/a) too.\n');
  const text = fc.array(fc.oneof(block, prose), { maxLength: 12 }).map(each => each.join(''));
  fc.assert(
    fc.property(text, fc.integer({ min: 40, max: 120 }), (words, limit) => {
      for (const part of splitText(words, limit)) {
        let open: string | undefined;
        for (const line of part.split('\n')) {
          const mark = /^(`{3,}|~{3,})/.exec(line)?.[1];
          if (mark && !open) open = mark;
          else if (mark && line.trim() === mark && open && mark.startsWith(open)) open = undefined;
        }
        expect(open, part).toBeUndefined();
      }
    }),
    { numRuns: 500 },
  );
});

it('A row of a table is not cut where a part can hold it', () => {
  const rows = Array.from({ length: 40 }, (_, n) => `| row ${n} | ${'cell '.repeat(n % 6)}|`);
  for (const part of splitText(rows.join('\n'), 60)) {
    for (const line of part.split('\n')) expect(line).toMatch(/^\| row .*\|$/);
  }
  expect(splitText(rows.join('\n'), 60).join('\n')).toBe(rows.join('\n'));
});

it('With the mode `newline` a text is cut between paragraphs where there are any', () => {
  const text = `${'one '.repeat(5)}\n\n${'two '.repeat(15)}\n${'three '.repeat(3)}`;
  expect(splitText(text, 90, 'newline')[0]).toBe(`${'one '.repeat(5)}\n`);
  expect(splitText(text, 90, 'length')[0]?.length).toBeGreaterThan(60);
});
