/**
 * Builds a route's path and encodes what you put in, so that a name somebody typed cannot lead to another route.
 *
 * @example
 * ```ts
 * path`/users/username/${name}`
 * ```
 *
 * @throws TypeError for what no Mattermost id or name is and what could escape its place: an empty text, `.` or `..`,
 * a slash or backslash, a control character, a `%` (it may hide one of those from us and not from a proxy).
 */
export function path(strings: TemplateStringsArray, ...segments: string[]): string {
  return String.raw({ raw: strings }, ...segments.map(encodeSegment));
}

/**
 * Checks and normalises a path that was written without the {@link path} tag.
 *
 * @throws TypeError if it could lead out of the API, or carries a query.
 */
export function checkPath(path: string): string {
  if (typeof path !== 'string' || !path.startsWith('/')) throw new TypeError('path must start with a slash');
  if (/[?#]/.test(path)) throw new TypeError('path must not carry a query or fragment: use `query`');
  if (/^\/api\/v4(\/|$)/.test(path)) throw new TypeError('path must start below /api/v4, such as /users/me');
  const segments = path.slice(1).split('/');
  return segments.map(segment => `/${encodeSegment(decodeSegment(segment))}`).join('');
}

function encodeSegment(segment: string): string {
  if (typeof segment !== 'string' || segment === '') {
    throw new TypeError('an id or name in the path must be a text that is not empty');
  }
  if (segment === '.' || segment === '..' || /[/\\%\p{Cc}]/u.test(segment) || !segment.isWellFormed()) {
    throw new TypeError('an id or name in the path must not be dots or contain slashes, `%` or control characters');
  }
  return encodeURIComponent(segment);
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new TypeError('path contains a `%` that encodes nothing: build it with the `path` tag');
  }
}
