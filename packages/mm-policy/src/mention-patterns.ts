import { shapeOf } from './check-settings.ts';

/** Longer texts are cut before patterns are tried, which bounds patterns that take quadratic time. */
const maxText = 4_096;

/**
 * Compiles patterns that call the bot in addition to its `@username`.
 *
 * @throws TypeError for a pattern that is not a regular expression, or that is known to take exponential time
 */
export function compilePatterns(name: string, patterns: readonly (string | RegExp)[]): RegExp[] {
  if (!Array.isArray(patterns)) throw new TypeError(`${name}: expected a list of patterns, got ${shapeOf(patterns)}`);
  return patterns.map((pattern: unknown, index) => {
    const at = `${name}[${index}]`;
    const source = pattern instanceof RegExp ? pattern.source : pattern;
    if (typeof source !== 'string' || source.trim() === '') {
      throw new TypeError(`${at}: expected a regular expression or its source, got ${shapeOf(pattern)}`);
    }
    if (repeatsVariableGroup(source)) {
      const expected = 'no repeated group that contains a repetition, a choice or something optional';
      throw new TypeError(`${at}: expected ${expected}, got ${JSON.stringify(source)}`);
    }
    try {
      // Always with `g`, so that all matches can be found; never with `y`, which looks at one place only.
      const flags = pattern instanceof RegExp ? pattern.flags.replace(/[gy]/g, '') : 'i';
      return new RegExp(source, `${flags}g`);
    } catch (cause) {
      const shape = JSON.stringify(source);
      throw new TypeError(`${at}: expected a regular expression, got ${shape}: check its brackets`, { cause });
    }
  });
}

/** Whether a pattern matches any of the texts. */
export function matchesPattern(patterns: readonly RegExp[], texts: readonly string[]): boolean {
  return texts.some(text => patterns.some(pattern => findAll(pattern, text).length > 0));
}

/**
 * Whether a pattern that was derived from a name matches as a mention: with an `@` directly before or at its start, and
 * as a word of its own, so that `lobster soup`, `me@lobster` and `@lobster-fan` do not count.
 */
export function matchesAsMention(patterns: readonly RegExp[], texts: readonly string[]): boolean {
  return texts.some(text =>
    patterns.some(pattern =>
      findAll(pattern, text).some(({ index, 0: match }) => {
        const start = text[index] === '@' ? index : index - 1;
        if (match === '' || text[start] !== '@' || /[A-Za-z0-9._@-]/.test(text[start - 1] ?? '')) return false;
        return !/^[.-]*[A-Za-z0-9_]/.test(text.slice(index + match.length, index + match.length + 8));
      }),
    ),
  );
}

function findAll(pattern: RegExp, text: string): RegExpExecArray[] {
  return [...text.slice(0, maxText).matchAll(pattern)];
}

/**
 * Whether a group is repeated whose content can match the same text in several ways, such as `(a+)+`, `(a|a)*` or
 * `(a?){40}`. Matching that can take exponential time.
 */
function repeatsVariableGroup(pattern: string): boolean {
  const isVariable: boolean[] = [false];
  const source = pattern.replace(/\\[\s\S]|\[(?:\\[\s\S]|[^\]\\])*\]/g, 'x').replace(/\(\?(?:<?[=!]|:|<\w+>)/g, '(');
  for (const [index, character] of source.split('').entries()) {
    if (character === '(') isVariable.push(false);
    else if (/[*+?{|]/.test(character)) isVariable[isVariable.length - 1] = true;
    else if (character === ')' && isVariable.length > 1) {
      const inner = isVariable.pop() ?? false;
      if (inner && /[*+{]/.test(source[index + 1] ?? '')) return true;
      isVariable[isVariable.length - 1] ||= inner;
    }
  }
  return false;
}
