import { PAGE_SIZE } from '../github/paging';
import type { Arrangement } from '../model/arrangement';
import type { ListReader } from '../model/listReader';
import type { NodeLists } from './nodeLists';
import type { Node } from './nodes';
import type { RowWindows } from './rowWindows';
import { needsAll } from './versionRows';

export type Readers = readonly ListReader<unknown>[];

/** How far the lists of an element are read: packages to their end, versions as far as there are rows for them. */
export interface Reading {
  /** Starts, and waits for nothing. */
  start(readers: Readers, node: Node | undefined): void;
  /** Until there is something to show. What follows closely is shown with it, so that no row moves away at once. */
  first(readers: Readers, node: Node | undefined): Promise<void>;
  /** Until all is read that there are rows for. */
  whole(readers: Readers, node: Node | undefined): Promise<void>;
}

export interface ReadingOptions {
  readonly nodeLists: NodeLists;
  readonly windows: RowWindows;
  readonly arrangement: () => Arrangement;
  readonly isShown: (node: Node | undefined) => boolean;
  readonly now: () => number;
  readonly later: (callback: () => void, ms: number) => void;
}

/** How long others are waited for, in parts of the time that the first answer took. */
const BURST = 0.2;

export function createReading({ nodeLists, windows, arrangement, isShown, now, later }: ReadingOptions): Reading {
  /** How many pages a node needs for its rows. */
  function pagesFor(node: Node | undefined): number {
    if (node?.kind !== 'package' && node?.kind !== 'deletedVersions') return Infinity;
    if (needsAll(arrangement(), nodeLists.versions(node).current())) return Infinity;
    return Math.ceil(windows.rows(node) / PAGE_SIZE);
  }

  /** Once the first page has shown that the order is not the newest first, the rest is needed too. */
  async function readEnough(reader: ListReader<unknown>, node: Node | undefined): Promise<void> {
    const pages = pagesFor(node);
    await reader.read(pages);
    if (isShown(node) && pagesFor(node) > pages) await reader.read(pagesFor(node));
  }

  async function readWhole(reader: ListReader<unknown>, node: Node | undefined): Promise<void> {
    if (pagesFor(node) !== Infinity) await reader.read(pagesFor(node));
    if (pagesFor(node) === Infinity) await reader.whole();
  }

  function start(readers: Readers, node: Node | undefined): void {
    for (const reader of readers) void readEnough(reader, node);
  }

  return {
    start,

    async first(readers, node) {
      start(readers, node);
      const started = now();
      const all = Promise.all(readers.map((reader) => reader.first()));
      await firstOf(readers);
      const wait = BURST * (now() - started);
      await Promise.race([all, new Promise<void>((resolve) => later(resolve, wait))]);
    },

    async whole(readers, node) {
      await Promise.all(readers.map((reader) => readWhole(reader, node)));
    },
  };
}

/** Resolves when one of them has something to show, or none of them will. */
function firstOf(readers: Readers): Promise<void> {
  return new Promise((resolve) => {
    let left = readers.length;
    if (left === 0) resolve();
    for (const reader of readers) {
      void reader.first().then(() => {
        if (--left === 0 || reader.current().items.length > 0) resolve();
      });
    }
  });
}
