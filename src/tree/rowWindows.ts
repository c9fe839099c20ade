import { PAGE_SIZE } from '../github/paging';
import type { Node } from './nodes';

/** How many rows of an element a person has asked for, which outlives a refresh of it. */
export interface RowWindows {
  rows(parent: Node): number;
  set(parent: Node, rows: number): void;
  /** Makes room for so many rows, in whole steps. */
  reach(parent: Node, rows: number): void;
  /** As many more as *Load more* adds. */
  widen(parent: Node): void;
  /** Everything as at the start. */
  clear(): void;
}

/** More rows than these at once are slow to show, and nobody reads them. */
const PACKAGE_ROWS = 1000;
const VERSION_ROWS = PAGE_SIZE;

export function createRowWindows(): RowWindows {
  const windows = new Map<string, number>();
  const rows = (parent: Node): number => windows.get(parent.id) ?? step(parent);
  const set = (parent: Node, count: number): void => void windows.set(parent.id, count);
  return {
    rows,
    set,
    reach: (parent, count) => set(parent, Math.max(rows(parent), Math.ceil(count / step(parent)) * step(parent))),
    widen: (parent) => set(parent, rows(parent) + step(parent)),
    clear: () => windows.clear(),
  };
}

function step({ kind }: Node): number {
  return kind === 'package' || kind === 'deletedVersions' ? VERSION_ROWS : PACKAGE_ROWS;
}
