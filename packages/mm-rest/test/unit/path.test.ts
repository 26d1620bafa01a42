import fc from 'fast-check';
import { expect, it } from 'vitest';
import { resolveApiRoot } from '../../src/base-url.ts';
import { checkPath, path } from '../../src/path.ts';

/** Texts that are likely to break out, beside arbitrary ones. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom('.', '/', '\\', '%', '2', 'e', 'f', 'E', 'F', '?', '#', '@', ':', ';', 'a', '\n'),
  }),
);
const bases = fc.constantFrom('https://chat.example.com', 'https://example.com/sub/path/', 'http://[::1]:8065/api/v4');

it('The path tag keeps any segment in its place below the base, or refuses it', () => {
  fc.assert(
    fc.property(bases, hostile, (base, segment) => {
      const root = resolveApiRoot(base);
      let built: string;
      try {
        built = checkPath(path`/users/${segment}/posts`);
      } catch (error) {
        expect(error).toBeInstanceOf(TypeError);
        return;
      }
      const url = new URL(root + built);
      expect(url.href).toBe(root + built);
      expect(url.href.startsWith(`${root}/users/`)).toBe(true);
      const segments = url.pathname.slice(new URL(root).pathname.length).split('/');
      expect(segments.length).toBe(4);
      expect(decodeURIComponent(segments[2]!)).toBe(segment);
    }),
    { numRuns: 2000 },
  );
});

it('The path tag accepts every id and name that Mattermost has', () => {
  const name = fc.stringMatching(/^[a-z0-9][A-Za-z0-9._+-]{0,63}$/);
  fc.assert(
    fc.property(name, name => {
      expect(path`/x/${name}`).toBe(`/x/${encodeURIComponent(name)}`);
    }),
  );
});

it.each(['', '.', '..', '../posts', 'a/b', 'a\\b', '%2e%2e', '..%2f', '%2F', 'a\nb', '\0', '\ud800'])(
  'The path %j is refused',
  segment => {
    expect(() => path`/users/${segment}`).toThrow(TypeError);
  },
);

it('The path tag refuses a segment that is not a text', () => {
  expect(() => path`/users/${undefined as unknown as string}`).toThrow(
    /^path: expected an id or name in each place, got undefined$/,
  );
});

it('A path never leads out of the base, whatever is given', () => {
  fc.assert(
    fc.property(bases, hostile, (base, tail) => {
      const root = resolveApiRoot(base);
      let checked: string;
      try {
        checked = checkPath(`/${tail}`);
      } catch (error) {
        expect(error).toBeInstanceOf(TypeError);
        return;
      }
      const url = new URL(root + checked);
      expect(url.href).toBe(root + checked);
      expect(url.search + url.hash).toBe('');
      expect(decodeURIComponent(url.pathname).split('/')).not.toContain('..');
    }),
    { numRuns: 2000 },
  );
});

it('An encoded path is left as it is', () => {
  expect(checkPath('/users/me/posts/abc/reactions/%2B1')).toBe('/users/me/posts/abc/reactions/%2B1');
});

it.each([
  ['users/me', /^path: expected a text that starts with a slash, got a text of 8 characters$/],
  ['/users?page=1', /use `query`/],
  ['/users#x', /use `query`/],
  ['/api/v4/users/me', /below \/api\/v4/],
  ['/users//me', /got an empty text/],
  ['/users/', /got an empty text/],
  ['/users/%zz', /encodes nothing/],
  ['/users/%2e%2e/posts', /got one of dots/],
  ['/users/..%2Fposts', /with a slash/],
  ['/users/%252e%252e', /with a slash, `%`/],
])('The path tag refuses the segment %j', (given, why) => {
  expect(() => checkPath(given)).toThrow(
    expect.objectContaining({ name: 'TypeError', message: expect.stringMatching(why) }),
  );
});
