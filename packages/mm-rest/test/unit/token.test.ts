import { expect, it } from 'vitest';
import cases from '../../../../tests/cases/token.json' with { type: 'json' };
import { readToken } from '../../src/token.ts';

it.each(cases.cases.filter(({ token }) => token !== undefined))('The token $value is accepted: $why', one => {
  expect(readToken(one.value as string)).toBe(one.token);
});

it.each(cases.cases.filter(({ error }) => error !== undefined))('The token $value is refused: $why', one => {
  expect(() => readToken(one.value as string)).toThrow(new TypeError(one.error));
});
