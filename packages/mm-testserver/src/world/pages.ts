/** A page of a list, from `page` and `per_page`. */
export interface Page {
  /** The first page is 0. */
  readonly page: number;
  readonly perPage: number;
}

/** The items on a page. */
export function pageOf<T>(items: readonly T[], { page, perPage }: Page): T[] {
  return items.slice(page * perPage, (page + 1) * perPage);
}
