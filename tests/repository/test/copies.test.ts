import { expect, it } from 'vitest';
import { read } from './support/sources.ts';

// The libraries do not depend on each other, so a few whole ideas that two of them need are in both, word for word.
const copies: readonly (readonly [string, string])[] = [
  ['packages/mm-hmac-buttons/src/network/plugins-path.ts', 'packages/mm-slash-registry/src/network/plugins-path.ts'],
  ['packages/mm-hmac-buttons/src/network/ranges.ts', 'packages/mm-slash-registry/src/network/ranges.ts'],
  ['packages/mm-hmac-buttons/src/building/callback-url.ts', 'packages/mm-slash-registry/src/network/callback-url.ts'],
];

it.each(copies)('%s and %s are the same', (one, other) => {
  expect(read(other)).toBe(read(one));
});
