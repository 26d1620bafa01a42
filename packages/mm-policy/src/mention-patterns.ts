/**
 * Compiles the patterns that call a bot besides its `@username`.
 *
 * @throws TypeError for a pattern that is no regular expression, or that may take for ever.
 */
export function compileMentionPatterns(patterns: readonly (string | RegExp)[]): RegExp[] {
  return patterns.map((pattern, index) => {
    const at = `mentionPatterns[${index}]`;
    // A pattern with `g` or `y` remembers where it stopped, and would not answer the same twice.
    if (pattern instanceof RegExp) return new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ''));
    if (typeof pattern !== 'string' || pattern.trim() === '') {
      throw new TypeError(`${at} must be a regular expression or the source of one, and not empty`);
    }
    if (repeatsRepetition(pattern)) {
      throw new TypeError(`${at} repeats a group that itself repeats: write it without nested + or *`);
    }
    try {
      return new RegExp(pattern, 'i');
    } catch (cause) {
      throw new TypeError(`${at} is no regular expression: check its brackets and backslashes`, { cause });
    }
  });
}

/** Whether a group with a repetition in it is repeated, such as `(a+)+`; matching that can take exponentially long. */
function repeatsRepetition(pattern: string): boolean {
  const repeats: boolean[] = [false];
  const source = pattern.replace(/\\[\s\S]|\[(?:\\[\s\S]|[^\]\\])*\]/g, 'x');
  for (const [index, character] of source.split('').entries()) {
    if (character === '(') repeats.push(false);
    else if (/[*+{]/.test(character)) repeats[repeats.length - 1] = true;
    else if (character === ')' && repeats.length > 1) {
      const inner = repeats.pop() ?? false;
      if (inner && /[*+{]/.test(source[index + 1] ?? '')) return true;
      repeats[repeats.length - 1] ||= inner;
    }
  }
  return false;
}
