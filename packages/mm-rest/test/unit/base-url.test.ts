import fc from 'fast-check';
import { expect, it } from 'vitest';
import cases from '../../../../tests/cases/base-url.json' with { type: 'json' };
import { resolveApiRoot } from '../../src/base-url.ts';

it.each(cases.cases.filter(({ root }) => root !== undefined))('The base URL $value is accepted: $why', one => {
  expect(resolveApiRoot(one.value as string)).toBe(`${one.root}/api/v4`);
});

it.each(cases.cases.filter(({ error }) => error !== undefined))('The base URL $value is refused: $why', one => {
  expect(() => resolveApiRoot(one.value as string)).toThrow(new TypeError(one.error));
});

it('No base URL makes an error repeat its password', () => {
  const scheme = fc.constantFrom('https://', 'http://', 'wss://', 'https://https://', '//', '', 'x:');
  const end = fc.constantFrom('', '/', '/?a=1', '#x', ':99999', ' ');
  fc.assert(
    fc.property(scheme, end, (scheme, end) => {
      try {
        resolveApiRoot(`${scheme}bot:hunter2@mm.example.com${end}`);
        expect.unreachable('an address with a password was accepted');
      } catch (error) {
        expect(error).toBeInstanceOf(TypeError);
        expect(String(error)).not.toContain('hunter2');
      }
    }),
  );
});

it('The same API is found below any sub-path, however its address ends', () => {
  const subPath = fc
    .array(fc.stringMatching(/^[A-Za-z0-9._~-]{1,12}$/), { maxLength: 3 })
    .filter(segments => !segments.some(segment => /^\.+$/.test(segment)))
    .map(segments => segments.map(segment => `/${segment}`).join(''))
    .filter(path => !path.endsWith('/api/v4'));
  const slashes = fc.stringMatching(/^\/{0,3}$/);
  const origin = fc.constantFrom('https://chat.example.com', 'http://127.0.0.1:8065', 'http://[::1]:8065');
  fc.assert(
    fc.property(origin, subPath, fc.constantFrom('', '/api/v4'), slashes, (origin, path, api, end) => {
      const base = origin + path;
      expect(resolveApiRoot(base + api + end)).toBe(`${base}/api/v4`);
    }),
  );
});
