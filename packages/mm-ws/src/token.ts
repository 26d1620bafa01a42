import { describeValue } from './describe-value.ts';

// `@clawmost/mm-rest` reads the option by the same rules, because the libraries do not depend on each other. One table of
// cases, tests/cases/token.json, holds both to the same tokens and the same errors.

/**
 * Reads the `token` option, without the white space around it. Checked here, because `fetch` refuses a header with other
 * characters in a message that quotes the token.
 *
 * @throws TypeError that says what was expected, and never repeats the value
 */
export function readToken(value: string): string {
  if (typeof value !== 'string' || value.trim() === '') {
    const got = typeof value === 'string' ? 'an empty text' : describeValue(value);
    throw new TypeError(`token: expected a bot access token, got ${got}`);
  }
  const token = value.trim();
  if (/^bearer\s/i.test(token)) {
    throw new TypeError('token: expected the bare token, got one that starts with "Bearer ": remove that');
  }
  if (/^(["'`]).*\1$/s.test(token)) {
    throw new TypeError('token: expected the bare token, got one in quotes: remove them');
  }
  const at = token.search(/[^\x21-\x7e]/);
  if (at >= 0) {
    const got = `a text with a character that no token has at position ${at + 1} of ${token.length}`;
    throw new TypeError(`token: expected the bare token, got ${got}`);
  }
  return token;
}
