import { describeValue } from './describe-value.ts';

/**
 * Builds a route's path and encodes the values in it, so that a name that a person typed cannot lead to another route.
 *
 * @example
 * ```ts
 * path`/users/username/${name}`
 * ```
 *
 * @throws TypeError for a value that no Mattermost id or name has and that could escape its place: an empty text, `.` or
 * `..`, a slash or backslash, a control character, a `%` (it may hide one of those from us and not from a proxy).
 */
export function path(strings: TemplateStringsArray, ...segments: string[]): string {
  return String.raw({ raw: strings }, ...segments.map(encodeSegment));
}

/**
 * Checks and normalises a path that was written without the {@link path} tag.
 *
 * @throws TypeError for a path that could lead out of the API, or that has a query
 */
export function checkPath(path: string): string {
  if (typeof path !== 'string' || !path.startsWith('/')) {
    throw new TypeError(`path: expected a text that starts with a slash, got ${describeValue(path)}`);
  }
  if (/[?#]/.test(path)) throw new TypeError('path: expected no `?` or `#`, got one of them: use `query`');
  if (/^\/api\/v4(\/|$)/.test(path)) {
    throw new TypeError('path: expected a route below /api/v4, such as /users/me, got one that repeats /api/v4');
  }
  const segments = path.slice(1).split('/');
  return segments.map(segment => `/${encodeSegment(decodeSegment(segment))}`).join('');
}

function encodeSegment(segment: string): string {
  if (typeof segment !== 'string' || segment === '') {
    throw new TypeError(`path: expected an id or name in each place, got ${describeValue(segment)}`);
  }
  if (segment === '.' || segment === '..' || /[/\\%\p{Cc}]/u.test(segment) || !segment.isWellFormed()) {
    const got = 'one of dots, or with a slash, `%` or control character';
    throw new TypeError(`path: expected an id or name in each place, got ${got}`);
  }
  return encodeURIComponent(segment);
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new TypeError('path: expected a valid `%` encoding, got a `%` that encodes nothing: use the `path` tag');
  }
}
