import type { Page } from './paging';

/** A page as it was last answered, with what to ask for a change of it by. */
export interface KnownPage {
  readonly etag: string | undefined;
  readonly page: Page<unknown>;
}

/** A list with all its pages, as it is kept between two sessions. */
export type KnownList = readonly [name: string, pages: readonly KnownPage[]];

/**
 * The pages that one account was last answered. ETags are good for one person's token only, so no two accounts share
 * one. What is asked for seldom is dropped first.
 */
export interface PageCache {
  get(list: string, page: number): KnownPage | undefined;
  put(list: string, page: number, known: KnownPage): void;
  /** All pages of a list, if the last of them is among them. */
  whole(list: string): readonly KnownPage[] | undefined;
  /** Every list of which all pages are known, the one asked for last at the end. */
  lists(): readonly KnownList[];
  /** Takes in what was kept; what is known better stays. */
  restore(lists: readonly KnownList[]): void;
}

/** Entries in all pages together: about 300 bytes each. */
const MOST_ITEMS = 60_000;

export function createPageCache(mostItems = MOST_ITEMS): PageCache {
  const lists = new Map<string, (KnownPage | undefined)[]>();
  let items = 0;

  function count(pages: readonly (KnownPage | undefined)[]): number {
    return pages.reduce((sum, known) => sum + (known?.page.items.length ?? 0), 0);
  }

  function touch(list: string, pages: (KnownPage | undefined)[]): void {
    lists.delete(list);
    lists.set(list, pages);
  }

  function whole(list: string): readonly KnownPage[] | undefined {
    const pages = lists.get(list) ?? [];
    const known = pages.filter((page) => page !== undefined);
    return known.length > 0 && known.length === pages.length && known.at(-1)?.page.next === undefined
      ? known
      : undefined;
  }

  return {
    whole,

    get(list, page) {
      const pages = lists.get(list);
      if (!pages) return undefined;
      touch(list, pages);
      return pages[page - 1];
    },

    put(list, page, known) {
      const pages = lists.get(list) ?? [];
      items -= count(pages);
      while (pages.length < page) pages.push(undefined);
      pages[page - 1] = known;
      if (known.page.next === undefined) pages.length = page; // there were more once
      items += count(pages);
      touch(list, pages);
      for (const [name, oldest] of lists) {
        if (items <= mostItems || name === list) break;
        lists.delete(name);
        items -= count(oldest);
      }
    },

    lists: () =>
      [...lists.keys()].flatMap((name): KnownList[] => {
        const pages = whole(name);
        return pages ? [[name, pages]] : [];
      }),

    restore(kept) {
      for (const [name, pages] of kept) {
        if (lists.has(name)) continue;
        lists.set(name, [...pages]);
        items += count(pages);
      }
    },
  };
}
