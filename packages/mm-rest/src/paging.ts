import { describeValue } from './describe-value.ts';

/** The largest page that Mattermost sends; it silently lowers a larger number. */
export const largestPage = 200;

/** Which part of a long list to read. */
export interface Page {
  /** The number of the page, counted from 0. @default 0 */
  page?: number | undefined;
  /** How many items are on it, from 1 to 200. @default 60 */
  perPage?: number | undefined;
}

/**
 * The query parameters of a page.
 *
 * @throws TypeError for a size that the server would silently change: the last page is recognised by its length
 */
export function pageQuery({ page = 0, perPage = 60 }: Page): { page: number; per_page: number } {
  if (!Number.isSafeInteger(page) || page < 0) {
    throw new TypeError(`page: expected a whole number, 0 or more, got ${describeValue(page)}`);
  }
  if (!Number.isInteger(perPage) || perPage < 1 || perPage > largestPage) {
    throw new TypeError(`perPage: expected a whole number from 1 to ${largestPage}, got ${describeValue(perPage)}`);
  }
  return { page, per_page: perPage };
}

/**
 * The items of all pages, one by one; a page is fetched when it is needed, and the first short page is the last. So is
 * one that came before, which a cache that ignores the query sends again and again: `idOf` recognises its items.
 */
export async function* everyPage<T>(
  idOf: (item: T) => string,
  fetchPage: (query: ReturnType<typeof pageQuery>) => Promise<T[]>,
): AsyncGenerator<T> {
  const seen = new Set<string>();
  for (let page = 0; ; page++) {
    const items = await fetchPage(pageQuery({ page, perPage: largestPage }));
    const [first, last] = [items[0], items.at(-1)];
    if (first === undefined || last === undefined) return;
    const ends = `${idOf(first)} ${idOf(last)}`;
    if (seen.has(ends)) return;
    seen.add(ends);
    yield* items;
    if (items.length < largestPage) return;
  }
}
