import { shapeOf } from './check-settings.ts';

/**
 * Compiles the patterns that call the bot in addition to its `@username`.
 *
 * @throws TypeError for a pattern that is not a regular expression, or that may take very long.
 */
export function compileMentionPatterns(patterns: readonly (string | RegExp)[]): RegExp[] {
  return patterns.map((pattern, index) => {
    const at = `mentionPatterns[${index}]`;
    // A pattern with `g` or `y` remembers where it stopped, and would not answer the same twice.
    if (pattern instanceof RegExp) return new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ''));
    if (typeof pattern !== 'string' || pattern.trim() === '') {
      throw new TypeError(`${at}: expected a regular expression or its source, got ${shapeOf(pattern)}`);
    }
    if (repeatsRepetition(pattern)) {
      throw new TypeError(`${at}: expected no repeated group with a repetition inside, got ${JSON.stringify(pattern)}`);
    }
    try {
      return new RegExp(pattern, 'i');
    } catch (cause) {
      const shape = JSON.stringify(pattern);
      throw new TypeError(`${at}: expected a regular expression, got ${shape}: check its brackets`, { cause });
    }
  });
}

/** Whether a group with a repetition inside is repeated, such as `(a+)+`. Matching it can take exponential time. */
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
