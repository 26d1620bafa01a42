import fc from 'fast-check';
import { expect, it } from 'vitest';
import { everyPage, pageQuery } from '../../src/paging.ts';

it('asks for the first page of 60 by default', () => {
  expect(pageQuery({})).toEqual({ page: 0, per_page: 60 });
});

it.each([0, -1, 201, 1.5, Number.NaN])(
  'refuses %d posts on a page, which the server would change silently',
  perPage => {
    expect(() => pageQuery({ perPage })).toThrow(/^perPage must be/);
  },
);

it.each([-1, 0.5, Number.NaN])('refuses page %d', page => {
  expect(() => pageQuery({ page })).toThrow(/^page must be/);
});

it('yields everything once and in order, and asks for no page after a short one', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 1000 }), async length => {
      const all = Array.from({ length }, (_, index) => index);
      let fetched = 0;
      const seen = [];
      const fetchPage = async ({ page, per_page }: { page: number; per_page: number }) => {
        fetched++;
        return all.slice(page * per_page, (page + 1) * per_page);
      };
      for await (const item of everyPage(fetchPage)) seen.push(item);
      expect(seen).toEqual(all);
      expect(fetched).toBe(Math.floor(length / 200) + 1);
    }),
  );
});

it('fetches no page that nobody reads', async () => {
  let fetched = 0;
  const fetchPage = async () => {
    fetched++;
    return Array.from({ length: 200 }, () => 'item');
  };
  for await (const _ of everyPage(fetchPage)) break;
  expect(fetched).toBe(1);
});
