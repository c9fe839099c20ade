import { toApiError, type ApiError } from '../github/errors';
import { distinct, listAll, type Gap, type Listing, type Page, type Pages } from '../github/paging';

/** A list as far as it is known. */
export interface List<T> {
  readonly items: readonly T[];
  /** At least one page has arrived, or the last session's list stands in for it. */
  readonly known: boolean;
  /** More is on its way. */
  readonly reading: boolean;
  /** Everything was read, and nothing is missing. */
  readonly complete: boolean;
  /** Why entries may be missing although all was read. */
  readonly gap: Gap | undefined;
  readonly error: ApiError | undefined;
  /** As it was in the last session; what is new will follow. */
  readonly stale: boolean;
  /** How many entries there may be at most, where the server says how many pages there are. */
  readonly most: number | undefined;
  /** Ids of organisations whose part single sign-on hides. */
  readonly hidden: readonly number[];
}

export interface ListSource<T> {
  /** Reads page n, counted from 1. */
  read(page: number, signal: AbortSignal): Promise<Page<T>>;
  readonly key: (item: T) => unknown;
  readonly maxPages: number;
  /** Pages read at once. */
  readonly lanes: number;
  /** How many pages there probably are. */
  readonly expected?: number;
  /** The pages of the last session, in place of an answer that is still on its way. */
  lastKnown(): Promise<readonly Page<T>[]>;
  readonly now: () => number;
}

/** Reads one list, for everybody who looks at it, and no further than somebody wants it. Nothing here rejects. */
export interface ListReader<T> {
  current(): List<T>;
  /** The same as in {@link current}, without the trouble of putting all pages together. */
  isReading(): boolean;
  /** Reads until so many pages, or all (`Infinity`), are known. What is known is not read again. */
  read(pages: number): Promise<void>;
  /** The same for all pages, and {@link stop} does not end it. */
  whole(): Promise<List<T>>;
  /** Resolves when there is something to show, or reading has ended. */
  first(): Promise<void>;
  /** Resolves when nothing is on its way. */
  ended(): Promise<void>;
  /** Forgets a failure, so that what is missing can be read again. */
  retry(): void;
  /** Nobody looks any more: what is on its way is given up, what has arrived is kept. */
  stop(): void;
  /** Another reader takes its place: everything is given up, whoever waits for it. */
  abandon(): void;
}

interface Run {
  readonly controller: AbortController;
  readonly ended: Promise<void>;
}

/** @param changed called whenever {@link ListReader.current} has something new */
export function createListReader<T>(source: ListSource<T>, changed: () => void): ListReader<T> {
  const pages: (Page<T> | undefined)[] = [];
  let lastKnown: readonly Page<T>[] = [];
  let listing: Listing<T> | undefined;
  let error: ApiError | undefined;
  let run: Run | undefined;
  let holders = 0;
  let isAbandoned = false;
  let waiting: (() => void)[] = [];
  let cached: List<T> | undefined;

  function tell(): void {
    cached = undefined;
    if (waiting.length > 0 && (!run || current().items.length > 0)) {
      for (const resolve of waiting) resolve();
      waiting = [];
    }
    changed();
  }

  function current(): List<T> {
    cached ??= compute();
    return cached;
  }

  function compute(): List<T> {
    const stale = lastKnown.length > 0 && !listing;
    const shown = stale ? lastKnown : pages;
    const last = pages.find((page) => page?.last !== undefined)?.last;
    const full = Math.max(...pages.map((page) => page?.items.length ?? 0), 0);
    return {
      items: listing?.items ?? distinct(shown, source.key),
      known: shown.some((page) => page !== undefined),
      reading: run !== undefined,
      complete: listing?.complete ?? false,
      gap: listing?.gap,
      error,
      stale,
      most: last === undefined ? undefined : last * full,
      hidden: [...new Set(shown.flatMap((page) => page?.hidden ?? []))],
    };
  }

  /** Number of the first page that is not known. */
  function missing(): number {
    const hole = pages.findIndex((page) => page === undefined);
    return (hole < 0 ? pages.length : hole) + 1;
  }

  function isRead(wanted: number): boolean {
    return listing !== undefined || error !== undefined || wanted < missing();
  }

  async function proceed(wanted: number, signal: AbortSignal): Promise<void> {
    const hasEnded = (): boolean => pages.length > 0 && pages[missing() - 2]?.next === undefined;
    if (wanted !== Infinity) {
      while (wanted >= missing() && !hasEnded()) {
        const number = missing();
        pages[number - 1] = await source.read(number, signal);
        tell();
      }
      if (!hasEnded()) return;
    }
    const onPages = (arrived: Pages<T>): void => {
      arrived.forEach((page, index) => (pages[index] = page));
      tell();
    };
    const { key, maxPages, lanes, expected = 1 } = source;
    const options = { lanes, known: pages, expected, onPages };
    listing = await listAll((page) => source.read(page, signal), key, maxPages, options);
  }

  async function start(wanted: number, signal: AbortSignal): Promise<void> {
    await Promise.resolve(); // so that `run` is set before anything is told
    try {
      if (pages.length === 0) lastKnown = await source.lastKnown();
      if (lastKnown.length > 0) tell();
      // A list that is shown already is worth reading to its end.
      await proceed(lastKnown.length > 0 ? Infinity : wanted, signal);
    } catch (thrown) {
      if (!signal.aborted) error = toApiError(thrown, source.now());
    }
  }

  async function read(wanted: number): Promise<void> {
    while (!isRead(wanted) && !isAbandoned) {
      if (!run) {
        const controller = new AbortController();
        const ended = start(wanted, controller.signal).finally(() => {
          run = undefined;
          tell();
        });
        run = { controller, ended };
        cached = undefined;
      }
      const { controller, ended } = run;
      await ended;
      if (controller.signal.aborted) return;
    }
  }

  return {
    current,
    isReading: () => run !== undefined,
    read,

    async whole() {
      holders++;
      try {
        // Whoever stopped it just now did not know that somebody else needs it.
        while (!isRead(Infinity) && !isAbandoned) await read(Infinity);
      } finally {
        holders--;
      }
      return current();
    },

    first: () =>
      run && current().items.length === 0 ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(),

    ended: () => run?.ended ?? Promise.resolve(),

    retry() {
      error = undefined;
      cached = undefined;
    },

    stop() {
      if (holders === 0) run?.controller.abort();
    },

    abandon() {
      isAbandoned = true;
      run?.controller.abort();
    },
  };
}
