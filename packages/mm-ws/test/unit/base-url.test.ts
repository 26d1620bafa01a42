import { expect, it } from 'vitest';
import cases from '../../../../tests/cases/base-url.json' with { type: 'json' };
import { readBaseUrl } from '../../src/base-url.ts';

it.each(cases.cases.filter(({ root }) => root !== undefined))('The base URL $value is accepted: $why', one => {
  expect(readBaseUrl(one.value as string).href.replace(/\/$/, '')).toBe(one.root);
});

it.each(cases.cases.filter(({ error }) => error !== undefined))('The base URL $value is refused: $why', one => {
  expect(() => readBaseUrl(one.value as string)).toThrow(new TypeError(one.error));
});
