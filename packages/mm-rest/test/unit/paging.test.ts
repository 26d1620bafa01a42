import fc from 'fast-check';
import { expect, it } from 'vitest';
import { everyPage, pageQuery } from '../../src/paging.ts';

it('The first page of 60 is asked for by default', () => {
  expect(pageQuery({})).toEqual({ page: 0, per_page: 60 });
});

it.each([0, -1, 201, 1.5, Number.NaN])(
  'A page of %d items is refused, because the server would silently change it',
  perPage => {
    expect(() => pageQuery({ perPage })).toThrow(/^perPage: expected a whole number from 1 to 200, got /);
  },
);

it.each([-1, 0.5, Number.NaN])('The page %d is refused', page => {
  expect(() => pageQuery({ page })).toThrow(/^page: expected a whole number, 0 or more, got /);
});

it('Every item comes once and in order, and no page is fetched after a short one', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 1000 }), async length => {
      const all = Array.from({ length }, (_, index) => index);
      let fetched = 0;
      const seen = [];
      const fetchPage = async ({ page, per_page }: { page: number; per_page: number }) => {
        fetched++;
        return all.slice(page * per_page, (page + 1) * per_page);
      };
      for await (const item of everyPage(String, fetchPage)) seen.push(item);
      expect(seen).toEqual(all);
      expect(fetched).toBe(Math.floor(length / 200) + 1);
    }),
  );
});

it('A page is fetched only when it is needed', async () => {
  let fetched = 0;
  const fetchPage = async () => {
    fetched++;
    return Array.from({ length: 200 }, () => 'item');
  };
  for await (const _ of everyPage(String, fetchPage)) break;
  expect(fetched).toBe(1);
});

it.each([
  ['the same page again and again', 1],
  ['two pages in turn', 2],
])('Reading all pages ends when the server sends %s', async (_, pages) => {
  const all = Array.from({ length: 200 * pages }, (_, index) => index);
  let fetched = 0;
  const fetchPage = async () => {
    const page = fetched++ % pages;
    return all.slice(page * 200, (page + 1) * 200);
  };
  const seen = [];
  for await (const item of everyPage(String, fetchPage)) seen.push(item);
  expect(seen).toEqual(all);
  expect(fetched).toBe(pages + 1);
});
