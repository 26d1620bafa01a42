import { describe, expect, it } from 'vitest';
import { findMentions, type Mentionable } from '../../src/mentions.ts';

function member(username: string, more: Partial<Mentionable> = {}): Mentionable {
  return { id: username, username, keys: [], channelWide: true, online: false, ...more };
}

const everybody = [member('alice'), member('bob', { online: true }), member('claw'), member('claw.two')];

function mentionedIn(message: string, members = everybody, channelWide = true): string[] {
  return [...findMentions([message], members, { channelWide })].sort();
}

describe('findMentions', () => {
  it.each([
    ['@claw', 'alone'],
    ['hello @claw!', 'before punctuation'],
    ['(@claw)', 'in brackets'],
    ['@CLAW', 'in capitals'],
    ['@claw, please', 'before a comma'],
    ['thanks @claw.', 'at the end of a sentence'],
    ['@claw: now', 'before a colon'],
    ['@claw...-_:', 'before a row of punctuation'],
    ['-@claw', 'behind punctuation'],
    ['**@claw**', 'in bold'],
    ['> @claw', 'in a quotation'],
    ['- @claw', 'in a list'],
    ['[@claw](https://example.com)', 'in the text of a link'],
    ['first line\n@claw', 'on the second line'],
    ['\\@claw', 'escaped, since an escaped @ is still an @'],
  ])('There is a mention in %j: %s', message => {
    expect(mentionedIn(message)).toEqual(['claw']);
  });

  it.each([
    ['claw', 'without the @'],
    ['@clawfoot', 'as the beginning of a longer word'],
    ['@clawhttp://x.y/', 'as the beginning of a scheme'],
    ['@claw_two', 'with more behind it'],
    ['me@claw', 'as part of an address'],
    ['see `@claw` here', 'in a code span'],
    ['``a ` @claw``', 'in a code span with two backticks'],
    ['```\n@claw\n```', 'in a fenced block'],
    ['~~~ts\n@claw\n~~~', 'in a block fenced by tildes'],
    ['```\n@claw', 'in a block that is never closed'],
    ['    @claw', 'in an indented block'],
    ['https://example.com/@claw', 'in an address'],
    ['www.example.com/@claw', 'in an address without a scheme'],
    ['[there](https://example.com/@claw)', 'in the target of a link'],
    [':@claw:', 'between colons, where it could be an emoji'],
  ])('There is no mention in %j: %s', message => {
    expect(mentionedIn(message)).toEqual([]);
  });

  it('The longest name that matches is mentioned', () => {
    expect(mentionedIn('@claw.two')).toEqual(['claw.two']);
    expect(mentionedIn('@claw.two.')).toEqual(['claw.two']);
  });

  it('An indented line that continues a paragraph is text', () => {
    expect(mentionedIn('well\n    @claw')).toEqual(['claw']);
  });

  it('Text after a code block is text again', () => {
    expect(mentionedIn('```\n@bob\n```\n@claw')).toEqual(['claw']);
  });

  it('Backticks that are not closed are text', () => {
    expect(mentionedIn('it`s @claw')).toEqual(['claw']);
  });

  it.each(['@all', '@channel', '@ALL'])('The word %s mentions all members', word => {
    expect(mentionedIn(`${word} hello`)).toEqual(['alice', 'bob', 'claw', 'claw.two']);
  });

  it('@here mentions members who are online', () => {
    expect(mentionedIn('@here')).toEqual(['bob']);
  });

  it('@all does not mention members who switched it off', () => {
    expect(mentionedIn('@all', [member('alice'), member('bob', { channelWide: false })])).toEqual(['alice']);
  });

  it('@all mentions no members without the permission', () => {
    expect(mentionedIn('@all', everybody, false)).toEqual([]);
  });

  it('Other words match in upper and lower case, and a first name only as written', () => {
    const members = [member('claw', { keys: ['lobster'], firstName: 'Claudia' })];
    expect(mentionedIn('a Lobster', members)).toEqual(['claw']);
    expect(mentionedIn('ask Claudia', members)).toEqual(['claw']);
    expect(mentionedIn('ask claudia', members)).toEqual([]);
  });

  it('In a script without blanks, a word matches inside another', () => {
    expect(mentionedIn('私はザリガニです', [member('claw', { keys: ['ザリガニ'] })])).toEqual(['claw']);
  });

  it('Every text of a post can mention', () => {
    expect([...findMentions(['nothing', '@claw'], everybody, { channelWide: true })]).toEqual(['claw']);
  });
});
