import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markdownText } from '../../src/markdown-text.ts';

describe('markdownText', () => {
  it('leaves plain text as it is', () => {
    expect(markdownText('plain text, with 1 * 2 and a_b')).toBe('plain text, with 1 * 2 and a_b');
  });

  it('takes the backslash from what is escaped', () => {
    expect(markdownText('\\*not bold\\*')).toBe('*not bold*');
  });

  it('puts a break where code was, so that no word reaches across', () => {
    expect(markdownText('@cl`x`aw')).toBe('@cl\naw');
  });

  it('keeps a backslash within a code span from ending anything', () => {
    expect(markdownText('`a\\` b')).toBe('\n b');
  });

  it('does not close a fence with a shorter one', () => {
    expect(markdownText('````\ncode\n```\nmore\n````\ntext')).toBe('text');
  });

  it('does not take a line with backticks behind a fence for the start of a block', () => {
    expect(markdownText('``` not `code` ```')).not.toBe('');
  });

  it('takes for an address only what begins with a scheme', () => {
    expect(markdownText('@clawhttp://x.y/ or (http://x.y/)')).toBe('@clawhttp://x.y/ or (\n');
  });

  it('comes to an end with whatever it is given', () => {
    const noise = fc.string({
      unit: fc.constantFrom('`', '~', '\\', '[', ']', '(', ')', '@', 'w', ' ', '\n', '>', 'ü'),
    });
    fc.assert(fc.property(noise, text => typeof markdownText(text) === 'string'));
  });

  it('keeps every letter of text without markup', () => {
    fc.assert(fc.property(fc.stringMatching(/^[a-z][a-z ]*$/), text => markdownText(text).trim() === text.trim()));
  });
});
