import { describeValue } from './describe-value.ts';

const apiPath = '/api/v4';

/**
 * Turns the `baseUrl` option into the address below which all routes lie: `https://chat.example.com/sub/api/v4`.
 *
 * A sub-path is kept; a trailing slash or `/api/v4` makes no difference.
 *
 * @throws TypeError that says what was expected, and never repeats the value: people put passwords into addresses.
 */
export function resolveApiRoot(baseUrl: string): string {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    const got = url === undefined ? describeValue(baseUrl) : `an address with ${url.protocol}`;
    throw new TypeError(`baseUrl: expected an address such as https://chat.example.com, got ${got}`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new TypeError('baseUrl: expected an address without a user name or password, got one with them');
  }
  if (url.search !== '' || url.hash !== '') {
    throw new TypeError('baseUrl: expected an address that ends before any `?` or `#`, got one that goes on');
  }
  const path = url.pathname.replace(/\/+$/, '');
  return url.origin + (path.endsWith(apiPath) ? path : path + apiPath);
}
