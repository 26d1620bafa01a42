import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findMentions, quietChannelMentions } from '../../src/index.ts';

const all = ['all', 'channel', 'here'];

it.each([
  ['I told @channel and @all, @here too, @HERE.', 'I told @|channel and @|all, @|here too, @|HERE.'],
  ['**@channel**', '**@|channel**'],
  ['> - so.@all', '> - so.@|all'],
  ['&#64;channel', '&#64;|channel'],
  ['＠channel', '＠|channel'],
  [':https://x.y/@channel', ':https://x.y/@|channel'],
])('%j notifies nobody', (text, expected) => {
  expect(quietChannelMentions(text)).toBe(expected.replaceAll('|', '\u200B'));
});

it.each([['`@channel`'], ['```\n@all\n```'], ['    @here'], ['@alice, @developers and ops@all.example'], ['']])(
  '%j stays as it is',
  text => {
    expect(quietChannelMentions(text)).toBe(text);
  },
);

it('Whatever a text is, no channel mention is left in it, and its words are the same', () => {
  const piece = fc.constantFrom(
    '@',
    'all',
    '@channel',
    '@here',
    ' ',
    '\n',
    '`',
    '```',
    '*',
    '[',
    '](',
    ')',
    '&#64;',
    ':',
    '.',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), pieces => {
      const text = pieces.join('');
      const quiet = quietChannelMentions(text);
      expect(findMentions(quiet, all)).toEqual([]);
      expect(quiet.replaceAll('\u200B', '')).toBe(text);
    }),
  );
});
