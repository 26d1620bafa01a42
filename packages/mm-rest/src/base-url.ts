import { describeValue } from './describe-value.ts';

// `@clawmost/mm-ws` reads the option by the same rules, because the libraries do not depend on each other. One table of
// cases, tests/cases/base-url.json, holds both to the same addresses and the same errors.

/**
 * Turns the `baseUrl` option into the address below which all routes lie: `https://chat.example.com/sub/api/v4`. A
 * sub-path is kept, a trailing slash or `/api/v4` makes no difference. `createRestClient` calls it; call it yourself to check
 * an address that a person has entered.
 *
 * @throws TypeError that says what was expected, with an address that would work where the value shows one. A value
 * with an `@` is never repeated: people put passwords into addresses.
 */
export function resolveApiRoot(value: string): string {
  if (typeof value !== 'string') throw unfit(describeValue(value));
  const text = value.trim();
  const [, scheme, rest = text] = /^([a-z][a-z\d+.-]*:\/\/)(.*)$/is.exec(text) ?? [];
  if (/^https?:\/\/./i.test(rest)) throw unfit('one with https:// twice', rest);
  if (scheme === undefined && isAddress(rest.replace(/^\/\//, ''))) {
    throw unfit('one without https://', `https://${rest.replace(/^\/\//, '')}`);
  }
  if (scheme !== undefined && !/^https?:/i.test(scheme)) {
    throw unfit(`one with ${scheme.toLowerCase()}`, isAddress(rest) ? `https://${rest}` : undefined);
  }
  if (/^\[[^\]]*%/.test(rest)) {
    throw new TypeError('baseUrl: expected an address without the zone of an IPv6 address, got one with it');
  }
  if (scheme === undefined || !URL.canParse(text)) throw unfit(describeValue(text));
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') {
    throw new TypeError('baseUrl: expected an address without a user name or password, got one with them');
  }
  if (url.search !== '' || url.hash !== '' || /[?#]/.test(text)) {
    throw new TypeError('baseUrl: expected an address that ends before any `?` or `#`, got one that goes on');
  }
  const path = url.pathname
    .replace(/\/+$/, '')
    .replace(/\/api\/v4$/, '')
    .replace(/\/+$/, '');
  return `${url.origin}${path}/api/v4`;
}

function unfit(got: string, example = 'https://chat.example.com'): TypeError {
  const shown = example.includes('@') ? 'https://chat.example.com' : example;
  return new TypeError(`baseUrl: expected an address such as ${shown}, got ${got}`);
}

/** A host with perhaps a port and a path, and nothing that could be a secret. */
function isAddress(text: string): boolean {
  return /^(?:[a-z\d.-]+|\[[a-f\d:.]+\])(?::\d+)?(?:\/[\w./%~-]*)?$/i.test(text);
}
