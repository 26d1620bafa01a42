const apiPath = '/api/v4';

/**
 * Turns what people configure into the address below which all routes lie: `https://chat.example.com/sub/api/v4`.
 *
 * A sub-path is kept; a trailing slash or `/api/v4` makes no difference.
 *
 * @throws TypeError, which never repeats the value: people put passwords into addresses.
 */
export function resolveApiRoot(baseUrl: string): string {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new TypeError('baseUrl must be a full address, such as https://chat.example.com, with http:// or https://');
  }
  if (url.username !== '' || url.password !== '') {
    throw new TypeError('baseUrl must not contain a user name or password: remove them, `token` is what signs in');
  }
  if (url.search !== '' || url.hash !== '') {
    throw new TypeError('baseUrl must not contain a query or fragment: remove what follows `?` or `#`');
  }
  const path = url.pathname.replace(/\/+$/, '');
  return url.origin + (path.endsWith(apiPath) ? path : path + apiPath);
}
