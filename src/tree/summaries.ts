import * as l10n from '@vscode/l10n';
import {
  describeFilter,
  isFiltered,
  matchesPackage,
  matchesVersion,
  narrowsPackages,
  narrowsVersions,
} from '../model/filter';
import type { Filter } from '../model/filter';
import { formatNumber } from '../model/formatNumber';
import type { List } from '../model/listReader';
import { isWithin, type Lists, type Scope } from '../model/lists';

/** How much there is, and how much of it the filter leaves. */
export interface Summary {
  readonly hits: number;
  readonly total: number;
  /** Nothing is missing from what was counted, as far as anybody knows. */
  readonly isWhole: boolean;
}

/** The packages of an owner, as far as they are known; undefined while nothing is. */
export function summarize(lists: Lists, filter: Filter, scope: Scope): Summary | undefined {
  const known = lists.knownPackages().filter((list) => isWithin(list.scope, scope));
  const current = known.map(({ reader }) => reader.current()).filter((list) => list.known);
  return current.length === 0 ? undefined : count(current, (pkg) => matchesPackage(filter, pkg));
}

/**
 * The line above the tree: what it is narrowed to, and how many hits there are: in all packages, and in all versions of
 * those packages that were opened.
 * @param now epoch milliseconds
 * @returns undefined when nothing is filtered
 */
export function filterLine(lists: Lists, filter: Filter, now: number, locale: string): string | undefined {
  if (!isFiltered(filter)) return undefined;
  const number = (value: number): string => formatNumber(value, locale);
  const packages = summarize(lists, filter, {}) ?? { hits: 0, total: 0, isWhole: true };
  const versions = count(
    lists.knownVersions().map(({ reader }) => reader.current()),
    (version) => matchesVersion(filter, version, now),
  );
  const isWhole = (packages.isWhole || !narrowsPackages(filter)) && (versions.isWhole || !narrowsVersions(filter));
  const isReading = [...lists.knownPackages(), ...lists.knownVersions()].some(({ reader }) => reader.isReading());
  return [
    l10n.t('Filter: {0}', describeFilter(filter)),
    ...(narrowsPackages(filter) ? [l10n.t('{0} of {1} packages', number(packages.hits), number(packages.total))] : []),
    ...(narrowsVersions(filter)
      ? [l10n.t('{0} of {1} versions in opened packages', number(versions.hits), number(versions.total))]
      : []),
    ...(isReading ? [l10n.t('still reading') + '…'] : isWhole ? [] : [l10n.t('lists may be incomplete')]),
  ].join(' · ');
}

function count<T>(lists: readonly List<T>[], matches: (item: T) => boolean): Summary {
  return {
    hits: lists.reduce((sum, { items }) => sum + items.filter(matches).length, 0),
    total: lists.reduce((sum, { items }) => sum + items.length, 0),
    isWhole: lists.every(({ complete, stale }) => complete || stale),
  };
}
