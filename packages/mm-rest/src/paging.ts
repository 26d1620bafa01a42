/** The most that Mattermost puts on a page; it silently lowers what is more. */
export const largestPage = 200;

/** Which part of a long list to read. */
export interface Page {
  /** Counted from 0. @default 0 */
  page?: number | undefined;
  /** From 1 to 200. @default 60 */
  perPage?: number | undefined;
}

/**
 * The query parameters of a page.
 *
 * @throws TypeError for a size that the server would change without saying so: one could not tell the last page by its
 * length then.
 */
export function pageQuery({ page = 0, perPage = 60 }: Page): { page: number; per_page: number } {
  if (!Number.isSafeInteger(page) || page < 0) throw new TypeError('page must be a whole number, 0 or more');
  if (!Number.isInteger(perPage) || perPage < 1 || perPage > largestPage) {
    throw new TypeError(`perPage must be a whole number from 1 to ${largestPage}`);
  }
  return { page, per_page: perPage };
}

/** Everything on all pages, one by one; a page is fetched when it is needed, and the first short one is the last. */
export async function* everyPage<T>(
  fetchPage: (query: ReturnType<typeof pageQuery>) => Promise<T[]>,
): AsyncGenerator<T> {
  for (let page = 0; ; page++) {
    const items = await fetchPage(pageQuery({ page, perPage: largestPage }));
    yield* items;
    if (items.length < largestPage) return;
  }
}
