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
  /** Ids of organisations whose part single sign-on hides. */
  readonly hidden?: readonly number[];
}

/** Pages by their number less one, as far as they are read. */
export type Pages<T> = readonly (Page<T> | undefined)[];

/**
 * Why entries may be missing from a list although no request failed: some could not be understood, the list moved while
 * it was read, the pages do not fit together, or the server gives no more than so many.
 */
export type Gap = 'unreadable' | 'shifted' | 'broken-links' | 'capped';

export interface Listing<T> {
  readonly items: readonly T[];
  /** False when entries may be missing: never choose what to delete by rule from such a list. */
  readonly complete: boolean;
  readonly gap?: Gap;
}

export interface ListOptions<T> {
  /** Pages read at once. */
  readonly lanes?: number;
  /** What is known from before, and is not read again unless the list turns out to have moved. */
  readonly known?: Pages<T>;
  /** How many pages there probably are: they are not waited for one after the other. */
  readonly expected?: number;
  /** Called whenever a page has arrived. */
  readonly onPages?: (pages: Pages<T>) => void;
}

/** How often a list that moves is read from the start before it is given as it is. */
const PASSES = 3;

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
 * Pages move when entries come or go between two requests, and an entry that slips over a page boundary is seen twice or
 * not at all. Whatever moves the entries moves those of the last page, or of the first; so the last page is read early,
 * and both are read again at the end (an unchanged page costs nothing of the hourly limit). If they differ, the whole
 * list is read again.
 *
 * @param read reads page n, counted from 1
 * @param key tells entries apart
 * @param maxPages the server answers no page beyond this
 * @throws whatever `read` throws; the pages read until then were given to `onPages`
 */
export async function listAll<T>(
  read: (page: number) => Promise<Page<T>>,
  key: (item: T) => unknown,
  maxPages: number,
  { lanes = 6, known = [], expected = 1, onPages }: ListOptions<T> = {},
): Promise<Listing<T>> {
  let pages = await readPages(read, maxPages, lanes, known, expected, onPages);
  for (let pass = 1; ; pass++) {
    const listing = join(pages, key, maxPages);
    const moved = listing.gap === 'shifted' || !(await stands(read, pages, key));
    if (!moved) return listing;
    if (pass === PASSES) return { items: listing.items, complete: false, gap: 'shifted' };
    pages = await readPages(read, maxPages, lanes, [], 1);
  }
}

/** The entries of the pages that are there, each once, in their order. */
export function distinct<T>(pages: Pages<T>, key: (item: T) => unknown): readonly T[] {
  const byKey = new Map<unknown, T>();
  for (const page of pages) for (const item of page?.items ?? []) byKey.set(key(item), item);
  return [...byKey.values()];
}

async function readPages<T>(
  read: (page: number) => Promise<Page<T>>,
  maxPages: number,
  lanes: number,
  known: Pages<T>,
  expected: number,
  onPages?: (pages: Pages<T>) => void,
): Promise<readonly Page<T>[]> {
  const pages = [...known];
  if (expected < 2) pages[0] ??= await read(1);
  if (pages.length > 0) onPages?.(pages);
  const started = new Set<number>();
  let ceiling = maxPages; // an empty page: whatever was announced, there is nothing from there on
  let last = expected;
  for (const [index, page] of pages.entries()) {
    if (!page) continue;
    started.add(index + 1);
    last = Math.max(last, announced(page, index + 1));
  }
  const end = (): number => Math.min(last, ceiling);
  const nextNumber = (): number | undefined => {
    if (end() > 2 && started.has(1) && !started.has(end())) return end();
    for (let number = 1; number <= end(); number++) if (!started.has(number)) return number;
    return undefined;
  };
  const lane = async (): Promise<void> => {
    for (let number = nextNumber(); number !== undefined; number = nextNumber()) {
      started.add(number);
      const page = await read(number);
      pages[number - 1] = page;
      if (number > 1 && page.items.length === 0 && page.unreadable === 0) ceiling = Math.min(ceiling, number - 1);
      else last = Math.max(last, announced(page, number));
      onPages?.(pages);
    }
  };
  // Without a `last` the number of pages grows as they are read, so lanes that ran out are started again.
  while (nextNumber() !== undefined) await Promise.all(Array.from({ length: lanes }, lane));
  return pages.slice(0, end()).filter((page) => page !== undefined);
}

function join<T>(pages: readonly Page<T>[], key: (item: T) => unknown, maxPages: number): Listing<T> {
  const items = distinct(pages, key);
  const gap = gapOf(pages, items.length, maxPages);
  return { items, complete: gap === undefined, ...(gap && { gap }) };
}

function gapOf(pages: readonly Page<unknown>[], distinctItems: number, maxPages: number): Gap | undefined {
  if (pages.reduce((sum, { items }) => sum + items.length, 0) !== distinctItems) return 'shifted';
  if (pages.some(({ unreadable }) => unreadable > 0)) return 'unreadable';
  if (pages.some((page, index) => !isLinked(page, index + 1, pages.length))) {
    return pages.length === maxPages && pages.at(-1)?.next === maxPages + 1 ? 'capped' : 'broken-links';
  }
  return undefined;
}

/** Whether the first and the last page still hold what they held. */
async function stands<T>(
  read: (page: number) => Promise<Page<T>>,
  pages: readonly Page<T>[],
  key: (item: T) => unknown,
): Promise<boolean> {
  const ends = pages.length > 2 ? [1, pages.length] : pages.length === 2 || pages[0]?.next === 2 ? [1] : [];
  const again = await Promise.all(ends.map(async (number) => isSame(await read(number), pages[number - 1], key)));
  return again.every(Boolean);
}

function isSame<T>(one: Page<T>, other: Page<T> | undefined, key: (item: T) => unknown): boolean {
  if (one === other) return true;
  return (
    one.items.length === other?.items.length &&
    one.items.every((item, index) => {
      const before = other.items[index];
      return before !== undefined && key(before) === key(item);
    })
  );
}

/** How many pages there are, as far as this page knows. */
function announced(page: Page<unknown>, number: number): number {
  if (page.last !== undefined) return Math.max(page.last, number);
  return page.next === number + 1 ? page.next : number;
}

function isLinked({ next }: Page<unknown>, number: number, count: number): boolean {
  return number < count ? next === number + 1 : next === undefined;
}
