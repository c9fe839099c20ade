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

export function sortVersions(versions: readonly PackageVersion[], order: VersionOrder): PackageVersion[] {
  switch (order) {
    case 'newest':
      return [...versions].sort(newestFirst);
    case 'oldest':
      return [...versions].sort((a, b) => newestFirst(b, a));
    case 'name': {
      const keyed = versions.map((version) => ({ version, key: naturalKey(versionTitle(version)) }));
      keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : newestFirst(a.version, b.version)));
      return keyed.map(({ version }) => version);
    }
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

/** Sorts 9 before 10 by code alone: ten thousand versions are too many to compare as a language would. */
function naturalKey(title: string): string {
  return title.toLowerCase().replace(/\d+/g, (digits) => digits.padStart(12, '0'));
}

function newestFirst(a: PackageVersion, b: PackageVersion): number {
  return b.createdAt - a.createdAt || b.id - a.id;
}
