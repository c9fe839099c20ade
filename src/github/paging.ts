/**
 * Reading lists page by page. Octokit's own paging follows the `Link` header wherever it leads, token and all, for as
 * long as it leads anywhere. Here a `Link` only says how many pages there are; we name them ourselves.
 */

export const PAGE_SIZE = 100;

/** One page as it was answered. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Entries that could not be understood, and so are not in `items`. */
  readonly unreadable: number;
  /** Number of the next page, if the server says that there is one. */
  readonly next: number | undefined;
  /** Number of the last page, if the server says it. */
  readonly last: number | undefined;
}

export interface Listing<T> {
  readonly items: readonly T[];
  /** False when entries may be missing: never choose what to delete by rule from such a list. */
  readonly complete: boolean;
}

/**
 * The page numbers in a `Link` header.
 * @param header for instance `<https://…?page=2>; rel="next", <https://…?page=7>; rel="last"`
 */
export function linkedPages(header: string | undefined): { next: number | undefined; last: number | undefined } {
  const pages: Record<string, number> = {};
  for (const [, url = '', rel = ''] of (header ?? '').matchAll(/<([^<>]*)>\s*;[^,]*?\brel="?([a-z]+)"?/gi)) {
    const page = Number(/[?&]page=(\d+)/.exec(url)?.[1]);
    if (Number.isSafeInteger(page) && page > 0) pages[rel.toLowerCase()] = page;
  }
  return { next: pages['next'], last: pages['last'] };
}

/**
 * Reads a whole list: the first page, then the others in parallel lanes as soon as their number is known.
 *
 * @param read reads page n, counted from 1
 * @param key tells entries apart, for lists that shift while they are read
 * @param maxPages the server answers no page beyond this
 */
export async function listAll<T>(
  read: (page: number) => Promise<Page<T>>,
  key: (item: T) => unknown,
  maxPages: number,
  lanes = 6,
): Promise<Listing<T>> {
  const pages: Page<T>[] = [await read(1)];
  let last = Math.min(announced(pages[0], 1), maxPages);
  let number = 2;
  let ended = false; // an empty page: whatever was announced, there is nothing after it
  const lane = async (): Promise<void> => {
    while (number <= last && !ended) {
      const current = number++;
      const page = await read(current);
      pages[current - 1] = page;
      ended ||= page.items.length === 0;
      if (!ended) last = Math.max(last, Math.min(announced(page, current), maxPages));
    }
  };
  // Without a `last` the number of pages grows as they are read, so lanes that ran out are started again.
  while (number <= last && !ended) await Promise.all(Array.from({ length: lanes }, lane));

  const byKey = new Map<unknown, T>();
  let count = 0;
  for (const page of pages.filter(Boolean)) {
    for (const item of page.items) {
      count++;
      byKey.set(key(item), item);
    }
  }
  const whole = pages.every((page, index) => isWhole(page, index + 1, pages.length));
  return { items: [...byKey.values()], complete: whole && !ended && byKey.size === count };
}

/** How many pages there are, as far as this page knows. */
function announced(page: Page<unknown> | undefined, number: number): number {
  if (page?.last !== undefined) return page.last;
  return page?.next === number + 1 ? page.next : number;
}

function isWhole(page: Page<unknown> | undefined, number: number, count: number): boolean {
  if (!page || page.unreadable > 0) return false;
  return number < count ? page.next === number + 1 : page.next === undefined;
}
