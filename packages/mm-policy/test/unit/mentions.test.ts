import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findMentions } from '../../src/index.ts';

const called = (message: string, names = ['claw']) => findMentions(message, names).map(({ name }) => name);
const where = (message: string) => findMentions(message, ['claw']).map(({ start, end }) => message.slice(start, end));

it.each([
  ['@claw', 'alone'],
  ['hello @claw!', 'before punctuation'],
  ['(@claw)', 'in brackets'],
  ['@CLAW', 'in capitals'],
  ['@claw, please', 'before a comma'],
  ['thanks @claw.', 'at the end of a sentence'],
  ['@claw...-_:', 'before a row of punctuation'],
  ['-@claw', 'behind punctuation'],
  ['so.@claw', 'as a part of a word'],
  ['**@claw**', 'in bold'],
  ['*waves at @claw*', 'in italics, which is how /me arrives'],
  ['> @claw', 'in a quotation'],
  ['- @claw', 'in a list'],
  ['- a\n\n  @claw', 'in a further paragraph of a list'],
  ['| @claw | a |', 'in a table'],
  ['# @claw', 'in a heading'],
  ['[@claw](https://example.com)', 'in the text of a link'],
  ['[a] @claw', 'behind brackets that are no link'],
  ['first line\n@claw', 'on the second line'],
  ['well\n    @claw', 'on an indented line that continues a paragraph'],
  ['\\@claw', 'escaped, since an escaped @ is still an @'],
  ['&commat;claw', 'with its @ written by name'],
  ['&#64;claw', 'with its @ written by number'],
  ['it`s @claw', 'behind a backtick that is not closed'],
  ['```\n@bob\n```\n@claw', 'behind a closed block'],
  ['```\n@bob\n```@claw', 'behind three backticks that close nothing', []],
  ['<@claw>', 'in angle brackets'],
  ['https://example.com @claw', 'behind an address'],
  ['@claw\u200b', 'before an invisible character'],
  ['@claw에게 물어봐', 'with a Korean particle'],
  ['@claw안녕', 'before Korean text'],
  ['交给@claw处理', 'between Chinese characters'],
  ['请@claw，看一下', 'after a Chinese character'],
  ['हे@claw सुनो', 'after a Hindi vowel sign'],
  ['राम@claw सुनो', 'after a Hindi letter'],
  ['ねえ@claw', 'after Japanese text'],
  ['@clawé', 'before a letter beyond ASCII'],
  ['＠claw 확인', 'with a full-width @'],
  ['@claw.:smile:', 'before an emoji'],
  [':smile:@claw:', 'after an emoji'],
  ['12:30:@claw', 'after a time'],
  [':https://x.y/@claw', 'behind a scheme that the server reads as the name of an emoji'],
])('%j mentions the bot: %s', (message, _why, names: string[] = ['claw']) => {
  expect(called(message)).toEqual(names);
});

it.each([
  ['claw', 'without the @'],
  ['@ claw', 'with a blank'],
  ['@clawfoot', 'as the beginning of a longer word'],
  ['@claw_two', 'with more behind it'],
  ['@claw.two', 'as the beginning of a longer name'],
  ['@clawdia에게', 'as the beginning of a longer name before other letters'],
  ['bob@claw', 'as part of an address'],
  ['@clаw', 'with a Cyrillic letter in it'],
  ['nice :claw: there', 'as the name of an emoji'],
  ['@cl\u200baw', 'with an invisible character in it'],
  ['me@claw', 'as part of an address'],
  ['see `@claw` here', 'in a code span'],
  ['``a ` @claw``', 'in a code span with two backticks'],
  ['`a\n@claw`', 'in a code span of two lines'],
  ['```\n@claw\n```', 'in a fenced block'],
  ['~~~ts\n@claw\n~~~', 'in a block fenced by tildes'],
  ['```\n@claw', 'in a block that is never closed'],
  ['````\n```\n@claw\n````', 'behind a shorter fence within a block'],
  ['> ```\n> @claw\n> ```', 'in a block in a quotation'],
  ['- ```\n  @claw\n  ```', 'in a block in a list'],
  ['1. a\n\n       @claw', 'in an indented block in a list'],
  ['    @claw', 'in an indented block'],
  ['\t@claw', 'in a block indented by a tab'],
  ['https://example.com/@claw', 'in an address'],
  ['www.example.com/@claw', 'in an address without a scheme'],
  ['12:https://x.y/@claw', 'in an address right behind a digit and a colon'],
  ['[there](https://example.com/@claw)', 'in the target of a link'],
  ['[there](<@claw>)', 'in a pointed target'],
  ['[there](a "@claw")', 'in the title of a link'],
  ['![there](https://example.com/@claw =10x20)', 'in the target of an image'],
  [':@claw:', 'between colons, where it could be an emoji'],
  ['@cl`x`aw', 'with code in the middle'],
  ['@cl\naw', 'over two lines'],
  ['', 'in nothing'],
])('%j does not mention the bot: %s', message => {
  expect(called(message)).toEqual([]);
});

it('Names differ in the letters A to Z only by case', () => {
  expect(called('@\u212aelvin @kelvin', ['kelvin'])).toEqual(['kelvin']);
  expect(called('@clawİ', ['clawi'])).toEqual([]);
});

it('The longest matching name is found', () => {
  expect(called('@claw.two', ['claw', 'claw.two'])).toEqual(['claw.two']);
  expect(called('@claw.', ['claw', 'claw.'])).toEqual(['claw.']);
});

it('A mention is located without the punctuation around it', () => {
  expect(where('hi -@Claw: and **@claw**, `@claw`')).toEqual(['@Claw', '@claw']);
  expect(where('\\@claw &#64;claw')).toEqual(['\\@claw', '&#64;claw']);
  expect(where('> quoted\n> @claw')).toEqual(['@claw']);
  expect(where('🦞 @claw')).toEqual(['@claw']);
});

it('No message has a mention when it is put into code', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (before, after) => {
      const fence = '~'.repeat(12 + before.length + after.length);
      expect(called(`${fence}\n${before}@claw${after}\n${fence}`)).toEqual([]);
    }),
  );
});

it('A mention between plain words is found at any position', () => {
  const words = fc.array(fc.stringMatching(/^[a-z]{1,8}$/), { maxLength: 6 });
  fc.assert(
    fc.property(words, words, (before, after) => {
      expect(called([...before, '@claw', ...after].join(' '))).toEqual(['claw']);
    }),
  );
});

it('The range of a mention is the name, whatever surrounds it', () => {
  const noise = fc.string({
    unit: fc.constantFrom('`', '~', '[', ']', '(', ')', '@claw', '@', ' ', '\n', '>', '-', ':'),
  });
  fc.assert(fc.property(noise, message => where(message).every(text => text === '@claw')));
});

it.each([
  ['brackets', '[]('],
  ['unclosed targets', '[a](<'],
  ['addresses', 'www.'],
  ['fences', '`'],
  ['quotes', '>'],
  ['mentions', '@claw '],
  ['blanks', ' \n'],
  ['character references', '&#64;'],
])(
  'The longest message made of %s is read to its end',
  (_what, piece) => {
    const message = piece.repeat(Math.floor(16_383 / piece.length));
    expect(Array.isArray(findMentions(message, ['claw']))).toBe(true);
  },
  20_000,
);

it('A message of half a million characters is read in linear time', { timeout: 120_000 }, () => {
  expect(findMentions(`@${'.'.repeat(500_000)}`, ['claw'])).toEqual([]);
  expect(findMentions(`${'a.'.repeat(250_000)}@claw`, ['claw'])).toHaveLength(1);
});
