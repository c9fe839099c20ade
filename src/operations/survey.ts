import { ApiError } from '../github/errors';
import type { PackagesApi } from '../github/packagesApi';
import { listAll, type Listing } from '../github/paging';
import type { Package, PackageVersion } from '../github/resources';
import type { Account } from '../model/accounts';
import { groupBy } from '../model/groupBy';
import { isVersion, packageKey, type Target, type VersionTarget } from './targets';

/** What a package is like now. */
export interface PackageState {
  /** Undefined when it is gone (or hidden from this person); absent when that was not asked or not answered. */
  readonly current?: Package | undefined;
  /** Its active versions; absent when they were not asked for, or could not be read. */
  readonly active?: Listing<PackageVersion>;
}

/** By {@link packageKey}. */
export type Survey = ReadonlyMap<string, PackageState>;

/** 100,000 versions; what has more is not listed in full, and the list says so. */
const MAX_PAGES = 1000;
const LANES = 4;
/** More are not read one by one; the list is then not trusted. */
const MOST_MISSING = 50;

/**
 * Reads anew what a plan depends on: the active versions of packages of which versions are to change, and the packages
 * that are to change as a whole. Never rejects but with the signal's reason: what cannot be read is missing.
 */
export async function survey(
  targets: readonly Target[],
  api: (account: Account) => PackagesApi,
  signal: AbortSignal,
): Promise<Survey> {
  const found = new Map<string, PackageState>();
  const queue = [...groupBy(targets, packageKey)];
  const lane = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [key, [first, ...others]] = next;
      if (!first) continue;
      found.set(key, await read([first, ...others], first, api(first.account), signal));
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  signal.throwIfAborted();
  return found;
}

/** The deleted versions of a package; none where they cannot be listed, which is no reason not to restore others. */
export async function deletedVersions(
  pkg: Package,
  api: PackagesApi,
  signal: AbortSignal,
): Promise<Listing<PackageVersion>> {
  const list = await attempt(() =>
    listAll(
      (page) => api.versions(pkg, 'deleted', page, signal),
      ({ id }) => id,
      MAX_PAGES,
    ),
  );
  return 'value' in list ? list.value : { items: [], complete: false };
}

async function read(
  targets: readonly Target[],
  { pkg }: Target,
  api: PackagesApi,
  signal: AbortSignal,
): Promise<PackageState> {
  const versions = targets.filter(isVersion);
  const [active, current] = await Promise.all([
    versions.length > 0
      ? attempt(() =>
          listAll(
            (page) => api.versions(pkg, 'active', page, signal),
            ({ id }) => id,
            MAX_PAGES,
          ),
        )
      : undefined,
    versions.length < targets.length ? attempt(() => api.package(pkg, 'read', signal)) : undefined,
  ]);
  return {
    ...(active && 'value' in active && { active: await withMissing(active.value, versions, api, signal) }),
    ...(current && 'value' in current && { current: current.value }),
    ...((isGone(current) || isGone(active)) && { current: undefined }),
  };
}

/** Lists lag behind, so an active version that is missing in one is read by itself before it is taken for gone. */
async function withMissing(
  list: Listing<PackageVersion>,
  targets: readonly VersionTarget[],
  api: PackagesApi,
  signal: AbortSignal,
): Promise<Listing<PackageVersion>> {
  const listed = new Set(list.items.map(({ id }) => id));
  const missing = targets.filter(({ version }) => !listed.has(version.id) && version.deletedAt === undefined);
  if (missing.length > MOST_MISSING) return { ...list, complete: false };
  const results = await Promise.all(
    missing.map(({ pkg, version }) => attempt(() => api.version(pkg, version.id, 'read', signal))),
  );
  return {
    items: [...list.items, ...results.flatMap((result) => ('value' in result ? [result.value] : []))],
    complete: list.complete && results.every((result) => 'value' in result || isGone(result)),
  };
}

type Attempt<T> = { readonly value: T } | { readonly error: unknown };

async function attempt<T>(act: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { value: await act() };
  } catch (error) {
    return { error };
  }
}

function isGone(result: Attempt<unknown> | undefined): boolean {
  return (
    result !== undefined && 'error' in result && result.error instanceof ApiError && result.error.reason === 'not-found'
  );
}
