/** A page of a list, as `page` and `per_page` ask for it. */
export interface Page {
  /** Counted from 0. */
  readonly page: number;
  readonly perPage: number;
}

/** The items on a page. */
export function pageOf<T>(items: readonly T[], { page, perPage }: Page): T[] {
  return items.slice(page * perPage, (page + 1) * perPage);
}
