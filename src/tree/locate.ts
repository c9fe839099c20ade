import type { Package } from '../github/resources';
import type { Account } from '../model/accounts';
import { isWithin, keyOf } from '../model/lists';
import type { Node } from './nodes';
import type { RowWindows } from './rowWindows';
import { scopeOf } from './scopes';

export interface LocateOptions {
  /** What is below an element, once all is read, as many rows as its window has. */
  readonly children: (node?: Node) => Promise<readonly Node[]>;
  readonly windows: RowWindows;
}

/** Where a package is in the tree. */
export interface Place {
  readonly parent: Node;
  readonly node: Node;
}

/**
 * Finds the element of a package below its owner, and makes room for it among the rows.
 * @returns undefined where it is not in the tree, or a filter hides it
 */
export async function locate(
  account: Account,
  pkg: Package,
  { children, windows }: LocateOptions,
): Promise<Place | undefined> {
  let level = await children();
  const inside = level.find((node) => node.kind === 'account' && keyOf(node.account) === keyOf(account));
  if (inside) level = await children(inside);
  const owner = level.find((node) => node.kind === 'owner' && isWithin({ account, owner: pkg.owner }, scopeOf(node)));
  if (!owner) return undefined;
  const groups = (await children(owner)).filter(({ kind }) => kind === 'group');
  for (const parent of [owner, ...groups]) {
    const before = windows.rows(parent);
    windows.set(parent, Infinity);
    const all = await children(parent);
    windows.set(parent, before);
    const index = all.findIndex((node) => node.kind === 'package' && node.pkg.id === pkg.id);
    const node = all[index];
    if (!node) continue;
    windows.reach(parent, index + 1);
    return { parent, node };
  }
  return undefined;
}
