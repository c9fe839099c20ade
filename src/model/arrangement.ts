import type { Package, PackageVersion } from '../github/resources';
import { NO_FILTER, type Filter } from './filter';
import { PACKAGE_TYPE_FACTS } from './packageTypes';
import { versionTitle } from './versions';

export const PACKAGE_ORDERS = ['name', 'updated', 'created', 'versions'] as const;
export type PackageOrder = (typeof PACKAGE_ORDERS)[number];
export const VERSION_ORDERS = ['newest', 'oldest', 'name'] as const;
export type VersionOrder = (typeof VERSION_ORDERS)[number];
export const GROUPINGS = ['none', 'type', 'visibility', 'repository'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** How a person wants the tree. */
export interface Arrangement {
  readonly packages: PackageOrder;
  readonly versions: VersionOrder;
  readonly grouping: Grouping;
  readonly filter: Filter;
}

export const DEFAULT_ARRANGEMENT: Arrangement = {
  packages: 'name',
  versions: 'newest',
  grouping: 'none',
  filter: NO_FILTER,
};

let collator: Intl.Collator | undefined;

/** Names as a person sorts them: without regard to case, and 9 before 10. */
export function compareNames(a: string, b: string): number {
  collator ??= new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' }); // takes a while: not at activation
  return collator.compare(a, b);
}

/** By name from A to Z, by dates with the newest first, by the number of versions with the most first. */
export function sortPackages(packages: readonly Package[], order: PackageOrder): Package[] {
  const byName = (a: Package, b: Package): number => compareNames(a.name, b.name) || a.id - b.id;
  switch (order) {
    case 'name':
      return [...packages].sort(byName);
    case 'updated':
      return [...packages].sort((a, b) => b.updatedAt - a.updatedAt || byName(a, b));
    case 'created':
      return [...packages].sort((a, b) => b.createdAt - a.createdAt || byName(a, b));
    case 'versions':
      return [...packages].sort((a, b) => b.versionCount - a.versionCount || byName(a, b));
  }
}

/**
 * By age, or by name as a person counts, with what has no tag of its own last.
 * @param count how many are wanted: the first hundred of ten thousand are found faster than all are sorted
 */
export function sortVersions(
  versions: readonly PackageVersion[],
  order: VersionOrder,
  count = Infinity,
): PackageVersion[] {
  switch (order) {
    case 'newest':
      return firstOf(versions, newestFirst, count);
    case 'oldest':
      return firstOf(versions, (a, b) => newestFirst(b, a), count);
    case 'name':
      return firstOf(versions, byVersionName, count);
  }
}

/** GitHub documents no order of its lists. Only where it gives the newest first does the first page hold the newest. */
export function isNewestFirst(versions: readonly PackageVersion[]): boolean {
  return versions.every((version, index) => {
    const before = versions[index - 1];
    return !before || before.createdAt >= version.createdAt;
  });
}

/** What a package is grouped under; empty for those without a repository. */
export function groupOf(pkg: Package, grouping: Exclude<Grouping, 'none'>): string {
  switch (grouping) {
    case 'type':
      return PACKAGE_TYPE_FACTS[pkg.type].label;
    case 'visibility':
      return pkg.visibility;
    case 'repository':
      return pkg.repository?.fullName ?? '';
  }
}

/** The first of what sorting would give: whatever comes after the last of them is not sorted at all. */
function firstOf<T>(items: readonly T[], compare: (a: T, b: T) => number, count: number): T[] {
  let kept: T[] = [];
  let last: T | undefined;
  for (const item of items) {
    if (last !== undefined && compare(item, last) >= 0) continue;
    kept.push(item);
    if (kept.length < 2 * count) continue;
    kept = kept.sort(compare).slice(0, count);
    last = kept.at(-1);
  }
  return kept.sort(compare).slice(0, count);
}

function byVersionName(a: PackageVersion, b: PackageVersion): number {
  const [one, other] = [nameKey(a), nameKey(b)];
  return one < other ? -1 : one > other ? 1 : newestFirst(a, b);
}

/** Made once for each version: ten thousand are sorted again with every page that arrives. */
const nameKeys = new WeakMap<PackageVersion, string>();

/** Sorts 9 before 10 by code alone: ten thousand versions are too many to compare as a language would. */
function nameKey(version: PackageVersion): string {
  const known = nameKeys.get(version);
  if (known !== undefined) return known;
  const { name, tags } = version;
  const key =
    tags.length === 0 && name.startsWith('sha256:')
      ? `\uffff${name}`
      : versionTitle(version)
          .toLowerCase()
          .replace(/\d+/g, (digits) => digits.padStart(12, '0'));
  nameKeys.set(version, key);
  return key;
}

function newestFirst(a: PackageVersion, b: PackageVersion): number {
  return b.createdAt - a.createdAt || b.id - a.id;
}
