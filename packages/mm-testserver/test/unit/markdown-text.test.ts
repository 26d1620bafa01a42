import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markdownText } from '../../src/markdown-text.ts';

describe('markdownText', () => {
  it('Plain text stays as it is', () => {
    expect(markdownText('plain text, with 1 * 2 and a_b')).toBe('plain text, with 1 * 2 and a_b');
  });

  it('Escaped characters lose their backslash', () => {
    expect(markdownText('\\*not bold\\*')).toBe('*not bold*');
  });

  it('Code becomes a break, so that no word continues across it', () => {
    expect(markdownText('@cl`x`aw')).toBe('@cl\naw');
  });

  it('A backslash in a code span has no meaning', () => {
    expect(markdownText('`a\\` b')).toBe('\n b');
  });

  it('A shorter fence does not close a code block', () => {
    expect(markdownText('````\ncode\n```\nmore\n````\ntext')).toBe('text');
  });

  it('A fence with backticks behind it does not start a code block', () => {
    expect(markdownText('``` not `code` ```')).not.toBe('');
  });

  it('Only text with a scheme is a URL', () => {
    expect(markdownText('@clawhttp://x.y/ or (http://x.y/)')).toBe('@clawhttp://x.y/ or (\n');
  });

  it('Any text comes to an end', () => {
    const noise = fc.string({
      unit: fc.constantFrom('`', '~', '\\', '[', ']', '(', ')', '@', 'w', ' ', '\n', '>', 'ü'),
    });
    fc.assert(fc.property(noise, text => typeof markdownText(text) === 'string'));
  });

  it('Every letter of text without markup is kept', () => {
    fc.assert(fc.property(fc.stringMatching(/^[a-z][a-z ]*$/), text => markdownText(text).trim() === text.trim()));
  });
});
