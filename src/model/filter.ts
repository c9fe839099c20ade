import * as l10n from '@vscode/l10n';
import type { Package, PackageType, PackageVersion } from '../github/resources';
import { displayText } from './displayText';
import { PACKAGE_TYPE_FACTS } from './packageTypes';
import { visibilityWord } from './visibility';

/** What the tree is narrowed to. Facets that are empty or undefined leave everything in. */
export interface Filter {
  /** Part of a package's name, or of its repository's. */
  readonly text: string;
  readonly types: readonly PackageType[];
  readonly visibilities: readonly string[];
  /** Part of a version's name or of one of its tags. */
  readonly version: string;
  readonly tagged: 'tagged' | 'untagged' | undefined;
  readonly olderThanDays: number | undefined;
}

export const NO_FILTER: Filter = {
  text: '',
  types: [],
  visibilities: [],
  version: '',
  tagged: undefined,
  olderThanDays: undefined,
};

const DAY = 86_400_000;

/** Whether packages are left out. */
export function narrowsPackages({ text, types, visibilities }: Filter): boolean {
  return text !== '' || types.length > 0 || visibilities.length > 0;
}

/** Whether versions are left out, so that all pages have to be looked through. */
export function narrowsVersions({ version, tagged, olderThanDays }: Filter): boolean {
  return version !== '' || tagged !== undefined || olderThanDays !== undefined;
}

export function isFiltered(filter: Filter): boolean {
  return narrowsPackages(filter) || narrowsVersions(filter);
}

export function matchesPackage({ text, types, visibilities }: Filter, pkg: Package): boolean {
  return (
    (types.length === 0 || types.includes(pkg.type)) &&
    (visibilities.length === 0 || visibilities.includes(pkg.visibility)) &&
    (contains(pkg.name, text) || contains(pkg.repository?.fullName ?? '', text))
  );
}

/** @param now epoch milliseconds */
export function matchesVersion(
  { version: text, tagged, olderThanDays }: Filter,
  version: PackageVersion,
  now: number,
): boolean {
  return (
    (tagged === undefined || (tagged === 'tagged') === version.tags.length > 0) &&
    (olderThanDays === undefined || version.createdAt < now - olderThanDays * DAY) &&
    (contains(version.name, text) || version.tags.some((tag) => contains(tag, text)))
  );
}

/** The filter in words, for the line above the tree. */
export function describeFilter(filter: Filter): string {
  const { text, types, visibilities, version, tagged, olderThanDays } = filter;
  return [
    ...(text === '' ? [] : [`“${displayText(text)}”`]),
    ...(types.length === 0 ? [] : [types.map((type) => PACKAGE_TYPE_FACTS[type].label).join(', ')]),
    ...(visibilities.length === 0 ? [] : [visibilities.map(visibilityWord).join(', ')]),
    ...(version === '' ? [] : [l10n.t('version “{0}”', displayText(version))]),
    ...(tagged === undefined ? [] : [tagged === 'tagged' ? l10n.t('tagged') : l10n.t('untagged')]),
    ...(olderThanDays === undefined ? [] : [l10n.t('older than {0} days', olderThanDays)]),
  ].join(' · ');
}

function contains(text: string, part: string): boolean {
  return part === '' || text.toLowerCase().includes(part.toLowerCase());
}
