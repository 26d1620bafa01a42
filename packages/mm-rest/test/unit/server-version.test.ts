import { expect, it } from 'vitest';
import { readServerVersion } from '../../src/server-version.ts';

it.each([
  ['11.1.0', [11, 1, 0]],
  ['11.1.0..53d6299662cda6ff889f6801769527b96c2bfced3255f01a641bb5c240de425a.false', [11, 1, 0]],
  ['5.37.0.5.37.10.0123456789abcdef0123456789abcdef.true', [5, 37, 0]],
  ['10.11.12-rc1', [10, 11, 12]],
])('The version %s is read as numbers', (text, [major, minor, patch]) => {
  expect(readServerVersion(text)).toEqual({ release: `${major}.${minor}.${patch}`, major, minor, patch });
});

it.each([undefined, null, 11, '', 'dev', '11', '11.1', 'v11.1.0', '11.1.0beta'])('%j is no version', text => {
  expect(readServerVersion(text)).toBeUndefined();
});
