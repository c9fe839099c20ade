import { noImages } from './localRegistry';
import { createPageCache } from '../../../../src/github/pageCache';
import { DEFAULT_ARRANGEMENT } from '../../../../src/model/arrangement';
import { createLists, type ListsOptions } from '../../../../src/model/lists';
import { createPackageTree, type PackageTree, type PackageTreeOptions } from '../../../../src/tree/packageTree';

/** What a test must say of a tree; the rest is as for somebody who has changed nothing. */
export interface TreeOver extends Pick<PackageTreeOptions, 'accounts' | 'seesRepositories' | 'now'> {
  readonly api: ListsOptions['api'];
  /** None are to be read unless said otherwise. */
  readonly images?: PackageTreeOptions['images'];
}

/** No test is as slow as that, in milliseconds. */
const SLOW = 3000;

/** A tree that tells of changes at once. */
export function treeOver({ api, now, ...options }: TreeOver, parts: Partial<PackageTreeOptions> = {}): PackageTree {
  const cache = createPageCache();
  return createPackageTree({
    lists: createLists({ api, cache: () => Promise.resolve(cache), now }),
    arrangement: () => DEFAULT_ARRANGEMENT,
    addedOwners: () => [],
    repositories: () => [],
    images: noImages,
    later: (callback, ms) => void (ms < SLOW && setImmediate(callback)),
    now,
    ...options,
    ...parts,
  });
}
